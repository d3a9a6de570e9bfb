import { openBuckets } from '#libs/domain/collateral/buckets.js';
import { type HouseState, referenceOf } from '#libs/domain/house/house-state.js';
import type { AccountEvaluation } from '#libs/domain/margin-calls/account-evaluation.js';
import { isGrossOmnibus } from '#libs/domain/reference-data/account-kind.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { paysPremium } from '#libs/domain/settlement/lines/pays-premium.js';
import { holdingsOf } from '../trading-state.js';

/**
 * Whether more lots than an evaluation saw add at most what they need alone. That does not hold for
 * buffers and breaks of correlations, wrong-way risk and clients margined apart, where collateral moves
 * with the positions or counts by the requirement, nor where other accounts of the member move it.
 */
export function isBoundable(
  house: HouseState,
  engine: MarginEngine,
  { account, collateral, failure }: AccountEvaluation,
): boolean {
  const { accounts, baseCurrency, data, instruments } = referenceOf(house);
  const entry = accounts.get(account);
  if (failure || !entry || isGrossOmnibus(entry.account)) return false;
  if (data.model.buffer.enabled || data.model.correlationBreak.enabled) return false;
  if (openBuckets(house, account).length > 0) return false;
  if (engine.inside(account).facts.ownShares.size > 0) return false;
  for (const instrument of holdingsOf(house.trading, account).keys())
    if (isCharged(house, instruments.get(instrument)?.underlying ?? '')) return false;
  if (collateral.lines.length > 0 && data.collateralLimits.length > 0) return false;
  return collateral.lines.every(({ asset }) => asset === baseCurrency);
}

/**
 * Whether that holds for lots of an instrument: a future or perpetual in the base currency, of a class
 * without a charge for liquidity, which grows faster than the position does.
 */
export const isBoundableIn = (house: HouseState, entry: InstrumentEntry): boolean =>
  entry.type !== 'option' &&
  entry.currency === referenceOf(house).baseCurrency &&
  !isCharged(house, entry.underlying);

/** Liquidation groups of which an account holds nothing but long options that were paid for. */
export function groupsOfPaidOptions(house: HouseState, account: string): ReadonlySet<string> {
  const { instruments } = referenceOf(house);
  const [paid, others] = [new Set<string>(), new Set<string>()];
  for (const [instrument, { lots }] of holdingsOf(house.trading, account)) {
    const entry = instruments.get(instrument);
    if (!entry || lots === 0) continue;
    (paysPremium(entry) && lots > 0 ? paid : others).add(entry.liquidationGroup);
  }
  return new Set([...paid].filter((group) => !others.has(group)));
}

/** Whether large positions are charged for liquidity, which other accounts of the member move too. */
function isCharged(house: HouseState, underlying: string): boolean {
  const { data, underlyings } = referenceOf(house);
  return data.model.liquidityAddOn && underlyings.get(underlying)?.liquidity !== undefined;
}
