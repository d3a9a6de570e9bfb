import { bucketOfHolder, holderInWords } from '#libs/domain/books/holder.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { ok } from '#libs/domain/kernel/result.js';
import type { AccountEvaluation } from '#libs/domain/margin-calls/account-evaluation.js';
import { effectsOfFeed, feedEffectsOf } from '#libs/domain/market/feed-effects.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import { describeMarginFailure } from '#libs/domain/risk/describe-margin-failure.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import { valueHoldings, valueOfUnits } from './collateral-value.js';
import type { Holdings } from './holdings.js';
import { refuse, type Judged } from './refusal.js';

const stale = (reason: string): Judged<never> => refuse('STALE_PRICE', 'asset', reason);

/**
 * Whether prices allow collateral to leave an account: it can be evaluated, no feed of an underlying that
 * it has positions in, or that prices its collateral, is STALE (margin-model.md j.7), and what goes has a
 * price that counts.
 * @param holder the account, or the bucket of it whose position alone matters
 * @param holdings what the holder has, or will have once something else came in
 */
export function judgePrices(
  house: HouseState,
  { account, failure }: AccountEvaluation,
  holder: string,
  holdings: Holdings,
  asset: CollateralAsset,
): Judged<undefined> {
  if (failure)
    return stale(`the margin of ${account} cannot be computed: ${describeMarginFailure(failure)}`);
  const { instruments, collateral } = referenceOf(house);
  const underlyings = new Set<string>();
  const bucket = bucketOfHolder(holder);
  for (const instrument of holdingsOf(house.trading, account).keys())
    if (bucket === undefined || bucket === instrument)
      underlyings.add(instruments.get(instrument)?.underlying ?? instrument);
  for (const underlying of underlyings)
    if (!feedEffectsOf(house, underlying).withdrawals)
      return stale(
        `${account} has positions in ${underlying}, whose prices are stale; try again when they are live`,
      );
  for (const [name, units] of holdings) {
    const symbol = collateral.get(name)?.priceSymbol;
    if (units > 0n && symbol !== undefined && isFeedStale(house, symbol))
      return stale(
        `${holderInWords(holder)} has ${name}, whose prices are stale; try again when they are live`,
      );
  }
  const { debts } = valueHoldings(house, holder, holdings, 0n);
  const unweighed = debts.find(({ baseMinor }) => baseMinor === 0n);
  if (unweighed)
    return stale(
      `a debt in ${unweighed.currency} cannot be weighed without a rate; send a price of its currency pair`,
    );
  const worth = valueOfUnits(house, asset, 1n);
  if (worth === 'NO_PRICE') return stale(`${asset.asset} has no price; send one`);
  if (worth === 'STALE_PRICE')
    return stale(`the price of ${asset.asset} is too old; try again when there is a new one`);
  return ok(undefined);
}

function isFeedStale(house: HouseState, symbol: string): boolean {
  for (const feeds of house.market.feeds.values()) {
    const feed = feeds.get(symbol);
    if (feed && !effectsOfFeed(feed).withdrawals) return true;
  }
  return false;
}
