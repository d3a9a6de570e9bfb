import { accountOfHolder, bucketOfHolder } from '#libs/domain/books/holder.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { evaluateAccount, standingOf } from '#libs/domain/margin-calls/account-evaluation.js';
import { openCalls, openCallsOf } from '#libs/domain/margin-calls/margin-call-state.js';
import type { PayIn } from '#libs/domain/margin-calls/pay-calls.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { debtsMinor, valueHoldings } from './collateral-value.js';
import { collateralHeld, withChange } from './holdings.js';

/** What comes into an account or a bucket. */
export interface Delivery {
  readonly holder: string;
  readonly instructionId: string;
  readonly asset: CollateralAsset;
  /** Units of the asset's scale, positive. */
  readonly units: bigint;
}

/**
 * What a delivery brings open calls: what it takes from debts, and what it adds to counted collateral
 * less what it adds to the exposure (margin-model.md g.4); nothing beyond a concentration limit (settlement-and-collateral.md, "A margin call").
 * Undefined where no call is open that it could pay.
 */
export function countedPayIn(
  house: HouseState,
  engine: MarginEngine,
  { holder, instructionId, asset, units }: Delivery,
): PayIn | undefined {
  if (callsFor(house, holder).length === 0) return undefined;
  const limitBaseMinor = baseOfLimits(house, engine, holder);
  const before = collateralHeld(house, holder, asset);
  const standing = (more: bigint): bigint => {
    const holdings = withChange(before, asset.asset, more);
    const { lines, countedMinor, debts } = valueHoldings(house, holder, holdings, limitBaseMinor);
    return countedMinor - engine.dependence(holder, lines).chargeMinor - debtsMinor(debts);
  };
  return {
    holder,
    instructionId,
    currency: asset.type === 'cash' ? asset.currency : undefined,
    amountMinor: units,
    countedMinor: (left) => standing(units) - standing(units - left),
  };
}

/** The calls that a pay-in may pay: those of a bucket, or all of an account's. */
function callsFor({ marginCalls }: HouseState, holder: string): MarginCallContent[] {
  return bucketOfHolder(holder) === undefined
    ? openCalls(marginCalls, holder)
    : openCallsOf(marginCalls, holder);
}

/** The base of limits; where the account cannot be evaluated the largest requirement that was called for. */
function baseOfLimits(house: HouseState, engine: MarginEngine, holder: string): bigint {
  const evaluation = evaluateAccount(house, engine, accountOfHolder(holder));
  const standing = standingOf(evaluation, bucketOfHolder(holder));
  if (!evaluation.failure && standing) return standing.limitBaseMinor;
  const { baseScale } = referenceOf(house);
  const called = callsFor(house, holder).map(
    ({ requirement }) => toUnits(parseDecimal(requirement), baseScale) ?? 0n,
  );
  return called.reduce((most, each) => (each > most ? each : most), 0n);
}
