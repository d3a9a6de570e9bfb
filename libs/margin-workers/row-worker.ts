import { parentPort } from 'node:worker_threads';
import { optionPnl, type OptionPnlInputs } from '#libs/domain/margin-model/option-pnl.js';
import type { ScenarioSet } from '#libs/domain/margin-model/scenario-set.js';
import type { FromThread, ToThread } from './row-messages.js';

/** The program of a thread that revalues options: it holds scenarios and nothing else. */

const scenarios = new Map<string, ScenarioSet>();

/** Whoever asked builds the row himself where this thread cannot, and sees why. */
function pnlOf(inputs: OptionPnlInputs, set: ScenarioSet | undefined): Float64Array | undefined {
  try {
    return set && optionPnl(inputs, set);
  } catch {
    return undefined;
  }
}

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'scenarios') {
    scenarios.set(message.set.liquidationGroup, message.set);
    return;
  }
  const { chunk, liquidationGroup, inputs } = message;
  const set = scenarios.get(liquidationGroup);
  const rows = inputs.map((each) => pnlOf(each, set));
  const answer: FromThread = { chunk, rows };
  // Handed over, not copied: the receiver's garbage collector then counts them, as it does not with
  // shared memory.
  parentPort?.postMessage(
    answer,
    rows.flatMap((row) => (row?.buffer instanceof ArrayBuffer ? [row.buffer] : [])),
  );
});
