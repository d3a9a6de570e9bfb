import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { failed, ok } from '#libs/domain/kernel/result.js';
import { bucketFields } from './bucket-fields.js';
import { collateralPaidIn, unitsHeld, withChange } from './holdings.js';
import {
  judgeIssuer,
  readAccount,
  readAsset,
  readHolder,
  readUnits,
  type AssetUnits,
  type InstructionContext,
} from './instruction-context.js';
import { instructionIdentityKey } from './instruction-identity.js';
import { callsMet, judgeCalls } from './judge-calls.js';
import { judgeRelease } from './judge-release.js';
import { movedIn, movedOut } from './movement.js';
import { decidePayIn } from './pay-in.js';
import { refuse, type Judged } from './refusal.js';
import { refuseBeyondCap } from './within-asset-cap.js';

/**
 * One asset against another, both or neither: what is delivered counts as a confirmed deposit, which pays
 * what is called for, and the release is judged on the state after it.
 */
export function decideSubstitution(context: InstructionContext): Judged<NewEvent[]> {
  const { house, engine, instruction } = context;
  const { instructionId, valueDate, release, deliver } = instruction;
  const read = readSides(context);
  if (!read.ok) return read;
  const { account, holder, out, into } = read.value;
  const payIn = decidePayIn(context, { holder, instructionId, ...into });
  const calls = judgeCalls(house, holder, callsMet(payIn.calls));
  if (!calls.ok) return calls;
  const holdings = withChange(collateralPaidIn(house, holder), into.asset.asset, into.units);
  const allowed = judgeRelease(house, engine, {
    holder,
    ...out,
    holdings,
    held: unitsHeld(house, holder, out.asset),
    by: 'MEMBER',
    calls,
    field: 'release.quantity',
  });
  if (!allowed.ok) return allowed;
  const substituted: NewEvent = {
    type: 'CollateralSubstituted',
    streamId: `account/${account}`,
    effectiveDate: valueDate,
    identity: instructionIdentityKey({ owner: account, instructionId }),
    payload: {
      instructionId,
      account,
      release: { asset: out.asset.asset, quantity: release?.quantity ?? '' },
      deliver: { asset: into.asset.asset, quantity: deliver?.quantity ?? '' },
      valueDate,
      ...bucketFields(instruction),
      journal: [...movedIn(holder, into), ...movedOut(holder, out)],
      ...payIn.effect,
    },
  };
  return ok([substituted, ...payIn.calls]);
}

/** Both sides as far as they can be judged by themselves. */
interface Sides {
  readonly account: string;
  readonly holder: string;
  readonly out: AssetUnits;
  readonly into: AssetUnits;
}

function readSides({ house, instruction }: InstructionContext): Judged<Sides> {
  const { release, deliver } = instruction;
  const outAsset = readAsset(house, release?.asset, 'release.asset');
  if (!outAsset.ok) return outAsset;
  const intoAsset = readAsset(house, deliver?.asset, 'deliver.asset');
  if (!intoAsset.ok) return intoAsset;
  if (outAsset.value.asset === intoAsset.value.asset)
    return refuse(
      'INVALID_FIELD',
      'deliver.asset',
      `${intoAsset.value.asset} cannot replace itself: deliver another asset, or deposit or withdraw the difference`,
    );
  const account = readAccount(house, instruction.account);
  if (!account.ok) return account;
  const holder = readHolder(house, account.value, instruction.bucket);
  if (!holder.ok) return holder;
  const issuer = judgeIssuer(house, account.value, intoAsset.value, 'deliver.asset');
  if (!issuer.ok) return issuer;
  const outUnits = readUnits(outAsset.value, release?.quantity, 'release.quantity');
  if (!outUnits.ok) return outUnits;
  const intoUnits = readUnits(intoAsset.value, deliver?.quantity, 'deliver.quantity');
  if (!intoUnits.ok) return intoUnits;
  const beyond = refuseBeyondCap(house, holder.value, intoAsset.value, intoUnits.value);
  if (beyond) return failed({ ...beyond, field: 'deliver.quantity' });
  return ok({
    account: account.value,
    holder: holder.value,
    out: { asset: outAsset.value, units: outUnits.value },
    into: { asset: intoAsset.value, units: intoUnits.value },
  });
}
