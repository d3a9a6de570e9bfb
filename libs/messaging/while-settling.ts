import { setTimeout as sleep } from 'node:timers/promises';

const TRIES_MAX = 60;
const WAIT_MS = 100;

/** For a second or so after a start or a new topic a broker says "not yet": asks again, quietly. */
export async function whileSettling<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      const retriable = error instanceof Error && 'retriable' in error && error.retriable === true;
      if (!retriable || tries >= TRIES_MAX) throw error;
      await sleep(WAIT_MS);
    }
  }
}
