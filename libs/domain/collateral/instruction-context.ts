import { holderOf } from '#libs/domain/books/holder.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { ok } from '#libs/domain/kernel/result.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import { isGrossOmnibus } from '#libs/domain/reference-data/account-kind.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { isOwnIssue } from './own-issue.js';
import { refuse, type Judged } from './refusal.js';

/** An instruction and what it is judged against. */
export interface InstructionContext {
  readonly house: HouseState;
  readonly engine: MarginEngine;
  readonly instruction: CollateralInstruction;
}

/** An asset and how much of it, in units of its scale. */
export interface AssetUnits {
  readonly asset: CollateralAsset;
  readonly units: bigint;
}

/** The asset of an instruction; it is judged before the account, as an instrument is for trades. */
export function readAsset(house: HouseState, name = '', field = 'asset'): Judged<CollateralAsset> {
  const asset = house.reference?.collateral.get(name);
  if (asset) return ok(asset);
  return refuse(
    'UNKNOWN_ASSET',
    field,
    `${name} is not accepted as collateral by ledger ${house.ledgerId}`,
  );
}

/** The account of an instruction, which exists. */
export function readAccount(house: HouseState, account = '', field = 'account'): Judged<string> {
  if (house.reference?.accounts.has(account)) return ok(account);
  return refuse('UNKNOWN_ACCOUNT', field, `${account} is not an account of this clearing house`);
}

/** The quantity of an instruction in units of the asset's scale. */
export function readUnits(
  asset: CollateralAsset,
  quantity = '',
  field = 'quantity',
): Judged<bigint> {
  const units = toUnits(parseDecimal(quantity), asset.scale);
  if (units !== undefined && units > 0n) return ok(units);
  return refuse(
    'INVALID_QUANTITY',
    field,
    `quantity ${quantity} of ${asset.asset} must be above zero with at most ${asset.scale} decimals`,
  );
}

/** Nobody posts what it, or its issuer, has issued itself. */
export function judgeIssuer(
  house: HouseState,
  account: string,
  asset: CollateralAsset,
  field = 'asset',
): Judged<undefined> {
  if (!house.reference || !isOwnIssue(house.reference, account, asset)) return ok(undefined);
  return refuse(
    'INELIGIBLE_OWN_ISSUE',
    field,
    `${asset.asset} is ${memberOf(account)}'s own issue and cannot be its collateral`,
  );
}

/**
 * Who of an account is meant: the account itself, or the bucket that is named. Buckets are of accounts
 * whose margin is isolated (margin-model.md c.5), one an instrument.
 */
export function readHolder(
  { reference }: HouseState,
  account: string,
  bucket: string | undefined,
  field = 'bucket',
): Judged<string> {
  if (bucket === undefined) return ok(account);
  const entry = reference?.accounts.get(account)?.account;
  if (entry && entry.marginMode !== 'isolated')
    return refuse(
      'INVALID_FIELD',
      field,
      `${field} is for accounts whose margin is isolated; that of ${account} is ${entry.marginMode}: leave it out`,
    );
  if (entry && isGrossOmnibus(entry))
    return refuse(
      'INVALID_FIELD',
      field,
      `positions in ${account} are of its clients, so that no position has a bucket: leave ${field} out`,
    );
  if (reference?.instruments.has(bucket)) return ok(holderOf(account, bucket));
  return refuse('INVALID_FIELD', field, `${field} ${bucket} is not an instrument: correct it`);
}
