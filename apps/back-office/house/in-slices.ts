import { setImmediate as nextTurn } from 'node:timers/promises';
import { SLICE_MS } from '../limits.js';

/** Runs a computation that pauses to its end, letting other requests be answered in between. */
export async function inSlices<T>(steps: Generator<void, T>): Promise<T> {
  let turnAt = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() < turnAt) continue;
    await nextTurn();
    turnAt = performance.now() + SLICE_MS;
  }
}
