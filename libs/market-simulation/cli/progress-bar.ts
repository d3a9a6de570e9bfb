/** What a bar shows. */
export interface Progress {
  readonly done: number;
  readonly of: number;
  /** In front of the bar, such as the date. */
  readonly label: string;
  /** Behind it, such as the number of calls. */
  readonly detail: string;
}

const BAR_WIDTH = 28;
/** Where nobody watches, a line now and then will do. */
const LINE_EVERY_MS = 10_000;
const REDRAW_MS = 80;

/** Progress on standard error: a bar where a person looks, a line now and then elsewhere. */
export class ProgressBar {
  /** When it was first shown, and what had been done by then. */
  private start: { readonly ms: number; readonly done: number } | undefined;
  private shownMs = 0;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  show(progress: Progress): void {
    const nowMs = Date.now();
    this.start ??= { ms: nowMs, done: progress.done };
    const every = this.stream.isTTY ? REDRAW_MS : LINE_EVERY_MS;
    if (nowMs - this.shownMs < every && progress.done < progress.of) return;
    this.shownMs = nowMs;
    const line = describe(progress, nowMs - this.start.ms, this.start.done);
    this.stream.write(this.stream.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
  }

  /** A sentence between two states of the bar. */
  say(sentence: string): void {
    this.stream.write(`${this.stream.isTTY ? '\r\u001b[K' : ''}${sentence}\n`);
  }

  /** Clears the line for what comes next. */
  end(): void {
    if (this.stream.isTTY) this.stream.write('\r\u001b[K');
  }
}

function describe(
  { done, of, label, detail }: Progress,
  elapsedMs: number,
  doneAtStart: number,
): string {
  const filled = Math.round((done / Math.max(of, 1)) * BAR_WIDTH);
  const bar = '#'.repeat(filled) + '.'.repeat(BAR_WIDTH - filled);
  const sinceStart = done - doneAtStart;
  const left = sinceStart <= 0 ? '' : `, ${duration((elapsedMs / sinceStart) * (of - done))} left`;
  return `${label} [${bar}] ${done}/${of}  ${detail}  ${duration(elapsedMs)}${left}`;
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
