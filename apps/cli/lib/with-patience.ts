import { progress, progressDone } from './output.js';

const EVERY_MS = 1_000;

/** Waits for something that may take long, and says on standard error how long it has taken. */
export async function withPatience<T>(what: string, task: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const timer = setInterval(() => {
    progress(`${what}: ${Math.round((performance.now() - started) / 1_000)} s`);
  }, EVERY_MS);
  try {
    return await task();
  } finally {
    clearInterval(timer);
    progressDone();
  }
}
