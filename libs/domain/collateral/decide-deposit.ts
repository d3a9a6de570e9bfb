import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { failed, ok } from '#libs/domain/kernel/result.js';
import { bucketFields } from './bucket-fields.js';
import {
  judgeIssuer,
  readAccount,
  readHolder,
  readUnits,
  type InstructionContext,
} from './instruction-context.js';
import { instructionIdentityKey } from './instruction-identity.js';
import { movedIn } from './movement.js';
import { readDelivered, refuseBeyondDebt } from './other-cash.js';
import { decidePayIn } from './pay-in.js';
import type { Judged } from './refusal.js';
import { refuseBeyondCap } from './within-asset-cap.js';

/** A confirmed deposit posts at once and pays what is called for. */
export function decideDeposit(context: InstructionContext): Judged<NewEvent[]> {
  const { house, instruction } = context;
  const { instructionId, valueDate, quantity = '' } = instruction;
  const asset = readDelivered(house, instruction);
  if (!asset.ok) return asset;
  const account = readAccount(house, instruction.account);
  if (!account.ok) return account;
  const owner = account.value;
  const holder = readHolder(house, owner, instruction.bucket);
  if (!holder.ok) return holder;
  const issuer = judgeIssuer(house, owner, asset.value);
  if (!issuer.ok) return issuer;
  const units = readUnits(asset.value, quantity);
  if (!units.ok) return units;
  const moved = { asset: asset.value, units: units.value };
  const owed = refuseBeyondDebt(house, holder.value, moved);
  if (!owed.ok) return owed;
  const beyond = refuseBeyondCap(house, holder.value, moved.asset, moved.units);
  if (beyond) return failed(beyond);
  const payIn = decidePayIn(context, { holder: holder.value, instructionId, ...moved });
  const posted: NewEvent = {
    type: 'CollateralDeposited',
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
      journal: movedIn(holder.value, moved),
      ...payIn.effect,
    },
  };
  return ok([posted, ...payIn.calls]);
}
