import type { Readable, Writable } from 'node:stream';

/** A longer line is cut: a service gone wild must not fill the starter's memory. */
export const LINE_LENGTH_MAX = 16_384;

/**
 * Hands the lines of a child's output on to `sink`, each as `render` makes it. What is held in
 * memory is at most one line; when the reader of `sink` is slow the child has to wait.
 */
export function forwardLines(
  source: Readable,
  sink: Writable,
  render: (line: string) => string,
): void {
  let begun = '';
  source.setEncoding('utf8');
  source.on('data', (text: string) => {
    const lines = (begun + text).split('\n');
    begun = (lines.pop() ?? '').slice(0, LINE_LENGTH_MAX);
    for (const line of lines) write(line.slice(0, LINE_LENGTH_MAX));
  });
  source.on('end', () => {
    if (begun !== '') write(begun);
  });
  const write = (line: string): void => {
    if (sink.write(`${render(line)}\n`)) return;
    source.pause();
    sink.once('drain', () => source.resume());
  };
}

const LEVEL_NAMES = new Map([
  [10, 'trace'],
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
  [60, 'fatal'],
]);
const NOT_DETAILS = new Set(['level', 'time', 'name', 'msg', 'err', 'pid', 'hostname']);

/**
 * A line of a service's log (JSON, see `logging.ts`) for a person's eyes:
 * `14:03:22.123 warn core: broker away attempt=3`. Any other line keeps its words, under the name.
 */
export function renderLogLine(service: string, line: string): string {
  const entry = parseEntry(line);
  if (entry === undefined) return `${service}: ${line}`;
  const { time, level, msg, err } = entry;
  const clock = typeof time === 'string' ? `${time.slice(11, 23)} ` : '';
  const name = typeof level === 'number' ? (LEVEL_NAMES.get(level) ?? String(level)) : '';
  const details = Object.entries(entry)
    .filter(([key]) => !NOT_DETAILS.has(key))
    .map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${clock}${name} ${service}: ${typeof msg === 'string' ? msg : ''}${details.join('')}${stackOf(err)}`;
}

function parseEntry(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'level' in entry
      ? { ...entry }
      : undefined;
  } catch {
    return undefined;
  }
}

function stackOf(err: unknown): string {
  if (typeof err !== 'object' || err === null) return '';
  const { stack, message } = err as { stack?: unknown; message?: unknown };
  const text = typeof stack === 'string' ? stack : message;
  return typeof text === 'string' ? `\n${text}` : '';
}
