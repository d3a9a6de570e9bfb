import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 25;

/**
 * Waits until something is so.
 * @param what for the message when it does not become so
 * @returns the milliseconds that it took
 */
export async function waitUntil(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  timeoutMs = 90_000,
): Promise<number> {
  const startedMs = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedMs > timeoutMs)
      throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await sleep(POLL_MS);
  }
  return performance.now() - startedMs;
}
