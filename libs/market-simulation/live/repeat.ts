import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does something again and again, never twice at the same time, until the signal says so. What fails is
 * reported and tried again at the next turn.
 * @param everyMs from the start of one turn to the start of the next
 */
export async function repeat(
  everyMs: number,
  signal: AbortSignal,
  turn: () => Promise<void>,
  report: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    const startedMs = Date.now();
    try {
      await turn();
    } catch (error) {
      if (!signal.aborted) report(error);
    }
    const left = Math.max(0, startedMs + everyMs - Date.now());
    await sleep(left, undefined, { signal }).catch(() => undefined);
  }
}
