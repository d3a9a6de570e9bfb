import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { ok } from '#libs/domain/kernel/result.js';
import { bucketFields } from './bucket-fields.js';
import { collateralPaidIn, unitsHeld } from './holdings.js';
import {
  readAccount,
  readHolder,
  readUnits,
  type InstructionContext,
} from './instruction-context.js';
import { instructionIdentityKey } from './instruction-identity.js';
import { judgeCalls } from './judge-calls.js';
import { judgeRelease, type Release } from './judge-release.js';
import { movedOut } from './movement.js';
import { readReleased } from './other-cash.js';
import type { Judged } from './refusal.js';

/** What a member asks for goes out where the margin allows it (margin-model.md g.5). */
export const decideWithdrawal = (context: InstructionContext): Judged<NewEvent[]> =>
  decideOut(context, 'MEMBER', 'CollateralWithdrawn');

/**
 * What the clearing house sends back of its own accord: surplus that it need not keep, or what counts for
 * nothing any more. It never makes a deficit by it, so what counts has to be replaced first.
 */
export const decideRecall = (context: InstructionContext): Judged<NewEvent[]> =>
  decideOut(context, 'CLEARING_HOUSE', 'CollateralRecalled');

function decideOut(
  context: InstructionContext,
  by: Release['by'],
  type: 'CollateralWithdrawn' | 'CollateralRecalled',
): Judged<NewEvent[]> {
  const { house, engine, instruction } = context;
  const { instructionId, valueDate, quantity = '' } = instruction;
  const asset = readReleased(house, instruction);
  if (!asset.ok) return asset;
  const account = readAccount(house, instruction.account);
  if (!account.ok) return account;
  const owner = account.value;
  const from = readHolder(house, owner, instruction.bucket);
  if (!from.ok) return from;
  const holder = from.value;
  const calls = judgeCalls(house, holder);
  if (by === 'MEMBER' && !calls.ok) return calls;
  const units = readUnits(asset.value, quantity);
  if (!units.ok) return units;
  const moved = { asset: asset.value, units: units.value };
  const allowed = judgeRelease(house, engine, {
    holder,
    ...moved,
    holdings: collateralPaidIn(house, holder, moved.asset),
    held: unitsHeld(house, holder, moved.asset),
    by,
    calls,
    field: 'quantity',
  });
  if (!allowed.ok) return allowed;
  const sent: NewEvent = {
    type,
    streamId: `account/${owner}`,
    effectiveDate: valueDate,
    identity: instructionIdentityKey({ owner, instructionId }),
    payload: {
      instructionId,
      account: owner,
      asset: moved.asset.asset,
      quantity,
      valueDate,
      ...bucketFields(instruction),
      journal: movedOut(holder, moved),
    },
  };
  return ok([sent]);
}
