import type { HouseState } from '#libs/domain/house/house-state.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { openCalls } from '#libs/domain/margin-calls/margin-call-state.js';
import type { PayIn } from '#libs/domain/margin-calls/pay-calls.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { debtsMinor, valueHoldings } from './collateral-value.js';
import { collateralHeld, withChange } from './holdings.js';

/** What comes into an account. */
export interface Delivery {
  readonly account: string;
  readonly instructionId: string;
  readonly asset: CollateralAsset;
  /** Units of the asset's scale, positive. */
  readonly units: bigint;
}

/**
 * What a delivery brings open calls: what it takes from debts, and what it adds to counted collateral,
 * which is nothing beyond a concentration limit (settlement-and-collateral.md, "A margin call").
 * Undefined where the account has no open call.
 */
export function countedPayIn(
  house: HouseState,
  engine: MarginEngine,
  { account, instructionId, asset, units }: Delivery,
): PayIn | undefined {
  if (openCalls(house.marginCalls, account).length === 0) return undefined;
  const requirementMinor = baseOfLimits(house, engine, account);
  const before = collateralHeld(house, account);
  const standing = (more: bigint): bigint => {
    const holdings = withChange(before, asset.asset, more);
    const { countedMinor, debts } = valueHoldings(house, account, holdings, requirementMinor);
    return countedMinor - debtsMinor(debts);
  };
  return {
    account,
    instructionId,
    currency: asset.type === 'cash' ? asset.currency : undefined,
    amountMinor: units,
    countedMinor: (left) => standing(units) - standing(units - left),
  };
}

/** The requirement; of an account that cannot be evaluated the largest that a call was made for. */
function baseOfLimits(house: HouseState, engine: MarginEngine, account: string): bigint {
  const { failure, requirementMinor } = evaluateAccount(house, engine, account);
  if (!failure) return requirementMinor;
  const { baseScale } = referenceOf(house);
  const called = openCalls(house.marginCalls, account).map(
    ({ requirement }) => toUnits(parseDecimal(requirement), baseScale) ?? 0n,
  );
  return called.reduce((most, each) => (each > most ? each : most), 0n);
}
