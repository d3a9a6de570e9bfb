import { inspect } from 'node:util';

/** What a service tells its starter when it is ready, such as `{ http: 'http://127.0.0.1:8080' }`. */
export type ReadyInfo = Readonly<Record<string, string | number | boolean>>;

/** A service that has started. */
export interface RunningService {
  readonly ready?: ReadyInfo;
  /** Ends its work in order; a second signal does not call it again. */
  stop(): Promise<void>;
}

/** The message by which a service tells the process that forked it that it is ready. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly info: ReadyInfo;
}

export function isReadyMessage(message: unknown): message is ReadyMessage {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'ready' &&
    'info' in message &&
    typeof message.info === 'object'
  );
}

const STOP_MS = 5_000;

/**
 * Runs a service in this process until it is told to stop: by SIGTERM, by Ctrl-C, or, where a
 * starter forked it, by that one's end, however it ended. Below a starter Ctrl-C is passed over: the
 * starter decides the order in which things stop. The process then ends with status 0, with 1 when
 * stopping failed or took longer than five seconds, and with 1 when `start` fails.
 * @param report receives a failure, on its way to the service's log
 */
export function runAsChild(
  start: () => Promise<RunningService>,
  report: (problem: string, error?: unknown) => void = printProblem,
): void {
  let service: RunningService | undefined;
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // Nothing to put in order yet: what was begun ends with the process.
    if (service === undefined) process.exit(0);
    setTimeout(() => {
      report(`did not stop within ${STOP_MS / 1000} s`);
      process.exit(1);
    }, STOP_MS).unref();
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        report('could not stop in order', error);
        process.exit(1);
      },
    );
  };
  const forked = process.send !== undefined;
  process.on('SIGTERM', stop);
  process.on('SIGINT', forked ? () => undefined : stop);
  if (forked) process.on('disconnect', stop);
  // A starter that was killed reads no more: a last word lost must not cut the stop short.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  start().then(
    (started) => {
      service = started;
      const message: ReadyMessage = { type: 'ready', info: started.ready ?? {} };
      // The starter may have died this very moment; `disconnect` tells.
      process.send?.(message, undefined, undefined, () => undefined);
    },
    (error: unknown) => {
      report('could not start', error);
      process.exit(1);
    },
  );
}

function printProblem(problem: string, error?: unknown): void {
  const details = error === undefined ? '' : `: ${inspect(error)}`;
  process.stderr.write(`${problem}${details}\n`);
}
