import type { DefaultCase } from '#libs/domain/default-management/default-state.js';
import { ok, type Result } from '#libs/domain/kernel/result.js';
import type { DrillRefusal } from './drill-question.js';
import type { Rehearsal } from './rehearsal.js';

/**
 * Determines the loss of a book that is closed out. Where the defaulter still gains what bears its loss before
 * others do, the process asks for a settlement cycle first, and so it is run.
 */
export function determine(
  rehearsal: Rehearsal,
  { defaultId }: DefaultCase,
): Result<undefined, DrillRefusal> {
  const determined = rehearsal.take({ type: 'DETERMINE_LOSS', defaultId });
  if (determined.ok) return ok(undefined);
  if (determined.error.code !== 'OUT_OF_ORDER') return determined;
  const settled = rehearsal.settle();
  if (!settled.ok) return settled;
  const again = rehearsal.take({ type: 'DETERMINE_LOSS', defaultId });
  return again.ok ? ok(undefined) : again;
}
