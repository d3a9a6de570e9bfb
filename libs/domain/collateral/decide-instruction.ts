import {
  assetBook,
  cashBook,
  defaultFundBook,
  EXTERNAL_BANK,
  EXTERNAL_CUSTODIAN,
  transfer,
} from '#libs/domain/books/books.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { CollateralInstruction, Misshapen } from '#libs/domain/inputs/inputs.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { payCalls } from '#libs/domain/margin-calls/pay-calls.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import { countedPayIn } from './counted-pay-in.js';
import { instructionFingerprint } from './instruction-fingerprint.js';
import { refuseBeyondCap } from './within-asset-cap.js';

export interface InstructionIdentity {
  /** The account, or the member for the default fund. */
  readonly owner: string;
  readonly instructionId: string;
}

export interface AcceptedBefore {
  readonly position: number;
  readonly fingerprint: string;
}

export const ownerOf = (instruction: CollateralInstruction): string =>
  instruction.account ?? instruction.member ?? '';

/** The identity of an instruction: (account or member, instructionId). */
export const instructionIdentityKey = ({ owner, instructionId }: InstructionIdentity): string =>
  `instruction/${owner}/${instructionId}`;

interface Refusal {
  readonly code: string;
  readonly field?: string;
  readonly reason: string;
  /** What would have been allowed, where a limit refuses. */
  readonly maximumQuantity?: string;
}

/** Judges a collateral instruction; a deposit posts at once and pays what is called for. */
export function decideInstruction(
  house: HouseState,
  instruction: CollateralInstruction,
  before: AcceptedBefore | undefined,
): NewEvent[] {
  if (before) return [answerAgain(instruction, before)];
  const accepted =
    instruction.type === 'DEFAULT_FUND_DEPOSIT'
      ? contribute(house, instruction)
      : instruction.type === 'DEPOSIT'
        ? deposit(house, instruction)
        : failed({
            code: 'INVALID_FIELD',
            field: 'type',
            reason: `${instruction.type} is not supported yet; DEPOSIT and DEFAULT_FUND_DEPOSIT are`,
          });
  return accepted.ok ? accepted.value : [rejected(instruction, accepted.error)];
}

/** An instruction with an identity whose shape is wrong. */
export function rejectMisshapenInstruction(misshapen: Misshapen<InstructionIdentity>): NewEvent {
  const { identity, refusal, known } = misshapen;
  const { owner, instructionId } = identity;
  const named = owner.includes('/') ? { account: owner } : { member: owner };
  return {
    type: 'CollateralInstructionRejected',
    streamId: streamOf(owner),
    payload: { ...known, instructionId, ...named, ...refusal },
  };
}

const streamOf = (owner: string): string =>
  owner.includes('/') ? `account/${owner}` : `member/${owner}`;

function rejected(instruction: CollateralInstruction, refusal: Refusal): NewEvent {
  const { instructionId, type, account, member, asset, quantity } = instruction;
  return {
    type: 'CollateralInstructionRejected',
    streamId: streamOf(ownerOf(instruction)),
    payload: {
      instructionId,
      ...(account === undefined ? {} : { account }),
      ...(member === undefined ? {} : { member }),
      type,
      ...(asset === undefined ? {} : { asset }),
      ...(quantity === undefined ? {} : { quantity }),
      ...refusal,
    },
  };
}

function answerAgain(instruction: CollateralInstruction, before: AcceptedBefore): NewEvent {
  const { instructionId } = instruction;
  const owner = ownerOf(instruction);
  const identity = instructionIdentityKey({ owner, instructionId });
  if (instructionFingerprint(instruction) === before.fingerprint)
    return {
      type: 'AnswerRepeated',
      streamId: streamOf(owner),
      payload: { identity, position: before.position },
    };
  return rejected(instruction, {
    code: 'CONFLICTING_DUPLICATE',
    field: 'instructionId',
    reason: `${instructionId} of ${owner} was accepted with other content at position ${before.position}; send a new instruction under a new id`,
  });
}

/** The asset of an instruction; it is judged before the account, as an instrument is for trades. */
function readAsset(
  house: HouseState,
  { asset: name = '' }: CollateralInstruction,
): Result<CollateralAsset, Refusal> {
  const asset = house.reference?.data.collateral.find((a) => a.asset === name);
  if (asset) return ok(asset);
  return failed({
    code: 'UNKNOWN_ASSET',
    field: 'asset',
    reason: `${name} is not accepted as collateral by ledger ${house.ledgerId}`,
  });
}

/** The quantity of an instruction in units of the asset's scale. */
function readUnits(asset: CollateralAsset, quantity: string): Result<bigint, Refusal> {
  const units = toUnits(parseDecimal(quantity), asset.scale);
  if (units !== undefined && units > 0n) return ok(units);
  return failed({
    code: 'INVALID_QUANTITY',
    field: 'quantity',
    reason: `quantity ${quantity} of ${asset.asset} must be above zero with at most ${asset.scale} decimals`,
  });
}

function deposit(
  house: HouseState,
  instruction: CollateralInstruction,
): Result<NewEvent[], Refusal> {
  const { account = '', instructionId, valueDate, bucket, quantity = '' } = instruction;
  const known = readAsset(house, instruction);
  if (!known.ok) return known;
  const asset = known.value;
  if (!house.reference?.accounts.has(account)) return failed(unknown('account', account));
  const own = house.reference.members.get(memberOf(account))?.ownIssues ?? [];
  if (own.includes(asset.asset) || (asset.issuer !== undefined && own.includes(asset.issuer)))
    return failed({
      code: 'INELIGIBLE_OWN_ISSUE',
      field: 'asset',
      reason: `${asset.asset} is ${memberOf(account)}'s own issue and cannot be its collateral`,
    });
  const read = readUnits(asset, quantity);
  if (!read.ok) return read;
  const units = read.value;
  const beyond = refuseBeyondCap(house, account, asset, units);
  if (beyond) return failed(beyond);
  const isCash = asset.type === 'cash';
  const journal = transfer(
    isCash ? EXTERNAL_BANK : EXTERNAL_CUSTODIAN,
    isCash ? cashBook(account, asset.currency) : assetBook(account, asset.asset),
    isCash ? asset.currency : asset.asset,
    units,
  );
  const posted: NewEvent = {
    type: 'CollateralDeposited',
    streamId: `account/${account}`,
    effectiveDate: valueDate,
    identity: instructionIdentityKey({ owner: account, instructionId }),
    payload: {
      instructionId,
      account,
      asset: asset.asset,
      quantity,
      valueDate,
      ...(bucket === undefined ? {} : { bucket }),
      journal,
    },
  };
  return ok([
    posted,
    ...payCalls(house, countedPayIn(house, account, instructionId, asset, units)),
  ]);
}

function contribute(
  house: HouseState,
  instruction: CollateralInstruction,
): Result<NewEvent[], Refusal> {
  const { member = '', instructionId, valueDate, quantity = '' } = instruction;
  const known = readAsset(house, instruction);
  if (!known.ok) return known;
  const asset = known.value;
  const { baseCurrency } = referenceOf(house);
  if (asset.asset !== baseCurrency)
    return failed({
      code: 'UNKNOWN_ASSET',
      field: 'asset',
      reason: `contributions to the default fund are in ${baseCurrency}`,
    });
  if (!referenceOf(house).members.has(member)) return failed(unknown('member', member));
  const read = readUnits(asset, quantity);
  if (!read.ok) return read;
  return ok([
    {
      type: 'DefaultFundDeposited',
      streamId: `member/${member}`,
      effectiveDate: valueDate,
      identity: instructionIdentityKey({ owner: member, instructionId }),
      payload: {
        instructionId,
        member,
        asset: asset.asset,
        quantity,
        valueDate,
        journal: transfer(EXTERNAL_BANK, defaultFundBook(member), asset.asset, read.value),
      },
    },
  ]);
}

const unknown = (field: 'account' | 'member', name: string): Refusal => ({
  code: 'UNKNOWN_ACCOUNT',
  field,
  reason: `${name} is not ${field === 'account' ? 'an account' : 'a member'} of this clearing house`,
});
