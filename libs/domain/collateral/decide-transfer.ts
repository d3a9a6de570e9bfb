import { holderInWords } from '#libs/domain/books/holder.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { ok } from '#libs/domain/kernel/result.js';
import { bucketFields } from './bucket-fields.js';
import { collateralPaidIn, unitsHeld } from './holdings.js';
import {
  judgeIssuer,
  readAccount,
  readAsset,
  readHolder,
  readUnits,
  type InstructionContext,
} from './instruction-context.js';
import { instructionIdentityKey } from './instruction-identity.js';
import { judgeCalls } from './judge-calls.js';
import { judgeRelease } from './judge-release.js';
import { movedAcross } from './movement.js';
import { decidePayIn } from './pay-in.js';
import { refuse, type Judged } from './refusal.js';

/**
 * Collateral moves between accounts of one member, or between an account and its buckets: it leaves the
 * one as a withdrawal does and comes to the other as a deposit does. House money may serve clients; what is a client's serves that client alone
 * (settlement-and-collateral.md, "Books").
 */
export function decideTransfer(context: InstructionContext): Judged<NewEvent[]> {
  const { house, engine, instruction } = context;
  const { instructionId, valueDate, quantity = '' } = instruction;
  const asset = readAsset(house, instruction.asset);
  if (!asset.ok) return asset;
  const between = readAccounts(context);
  if (!between.ok) return between;
  const { account, toAccount, from, to } = between.value;
  const issuer = judgeIssuer(house, toAccount, asset.value);
  if (!issuer.ok) return issuer;
  const calls = judgeCalls(house, from, new Set(), to);
  if (!calls.ok) return calls;
  const units = readUnits(asset.value, quantity);
  if (!units.ok) return units;
  const moved = { asset: asset.value, units: units.value };
  const allowed = judgeRelease(house, engine, {
    holder: from,
    toBucket: account === toAccount ? instruction.toBucket : undefined,
    ...moved,
    holdings: collateralPaidIn(house, from),
    held: unitsHeld(house, from, moved.asset),
    by: 'MEMBER',
    calls,
    field: 'quantity',
  });
  if (!allowed.ok) return allowed;
  const payIn = decidePayIn(context, { holder: to, instructionId, ...moved });
  const transferred: NewEvent = {
    type: 'CollateralTransferred',
    streamId: `account/${account}`,
    effectiveDate: valueDate,
    identity: instructionIdentityKey({ owner: account, instructionId }),
    payload: {
      instructionId,
      account,
      toAccount,
      asset: moved.asset.asset,
      quantity,
      valueDate,
      ...bucketFields(instruction),
      journal: movedAcross(from, to, moved),
      ...payIn.effect,
    },
  };
  return ok([transferred, ...payIn.calls]);
}

/** The accounts that an instruction names, and which of them or of their buckets it moves between. */
interface Between {
  readonly account: string;
  readonly toAccount: string;
  readonly from: string;
  readonly to: string;
}

function readAccounts({ house, instruction }: InstructionContext): Judged<Between> {
  const account = readAccount(house, instruction.account);
  if (!account.ok) return account;
  const toAccount = readAccount(house, instruction.toAccount, 'toAccount');
  if (!toAccount.ok) return toAccount;
  const from = readHolder(house, account.value, instruction.bucket);
  if (!from.ok) return from;
  const to = readHolder(house, toAccount.value, instruction.toBucket, 'toBucket');
  if (!to.ok) return to;
  if (from.value === to.value)
    return refuse(
      'INVALID_FIELD',
      'toAccount',
      `it would move from ${holderInWords(from.value)} to itself; name another account of the member, or a bucket`,
    );
  const why = whyNotBetween(house, account.value, toAccount.value);
  if (why !== undefined) return refuse('NOT_YOURS', 'toAccount', why);
  return ok({
    account: account.value,
    toAccount: toAccount.value,
    from: from.value,
    to: to.value,
  });
}

/** Why nothing may move from one account to another; undefined where it may. */
function whyNotBetween(house: HouseState, from: string, to: string): string | undefined {
  if (from === to) return undefined;
  const { accounts } = referenceOf(house);
  if (accounts.get(from)?.member.id !== accounts.get(to)?.member.id)
    return `${to} is not an account of the member of ${from}; collateral moves within one member`;
  return whyNotServing(house, from, to);
}

/**
 * Why collateral of one account may not serve another, whosever it is; undefined where it may. What is the
 * house's may serve anybody, what is a client's that client alone.
 */
export function whyNotServing(house: HouseState, from: string, to: string): string | undefined {
  const { accounts } = referenceOf(house);
  const [source, target] = [accounts.get(from), accounts.get(to)];
  if (source?.account.type === 'house') return undefined;
  if (target?.account.type === 'house')
    return `${from} is a client's account; what is in it never serves the house`;
  const client = source?.account.client;
  if (client !== undefined && client === target?.account.client) return undefined;
  return `${from} and ${to} are not of the same client; what is one client's never serves another`;
}
