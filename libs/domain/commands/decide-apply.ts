import type { HouseState } from '#libs/domain/house/house-state.js';
import { refused, type CommandOutcome } from './command-outcome.js';
import type { CommandPolicy } from './command-policy.js';
import { changesThatNeedApproval } from './needs-approval.js';
import { planChange } from './plan-change.js';

/** Most paths that a refusal names. */
const PATHS_SHOWN_MAX = 20;

/**
 * Applies a reference-data document wholly or not at all; the same document again changes nothing.
 * Once a ledger has reference data, a house that asks for approval refuses changes of the margin
 * model here: they come by {@link decidePropose} and {@link decideConfirm}.
 */
export function decideApply(
  house: HouseState,
  { document }: { readonly document: unknown },
  by: string,
  { requireApproval }: CommandPolicy,
): CommandOutcome {
  const planned = planChange(house, document);
  if (!planned.ok) return refused(planned.error);
  const { after, changes } = planned.value;
  const { position } = house;
  if (changes.length === 0) return { events: [], outcome: 'DONE', result: { changes, position } };
  const reserved = requireApproval && house.reference ? changesThatNeedApproval(changes) : [];
  if (reserved.length > 0) {
    return refused({
      code: 'APPROVAL_REQUIRED',
      reason:
        `${reserved.length} of ${changes.length} changes need a second operator in this house: ` +
        'propose the file with ccp apply -f FILE --propose, then have somebody else confirm it',
      paths: reserved.slice(0, PATHS_SHOWN_MAX).map(({ path }) => path),
    });
  }
  return {
    outcome: 'DONE',
    result: { changes, position: position + 1 },
    events: [
      {
        type: 'ReferenceDataChanged',
        streamId: 'reference-data',
        payload: { by, changes, document: after },
      },
    ],
  };
}
