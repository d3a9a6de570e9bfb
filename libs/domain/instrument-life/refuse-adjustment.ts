import { type HouseState, referenceOf } from '#libs/domain/house/house-state.js';
import { endOfLifeMs } from './end-of-life.js';

export interface AdjustmentRefusal {
  readonly code: string;
  readonly reason: string;
}

const refuse = (reason: string): AdjustmentRefusal => ({ code: 'CANNOT_BE_ADJUSTED', reason });

/**
 * Why the contracts on an underlying cannot be adjusted now, whatever the ratio: what its price is used
 * for beside futures and options, and what is under way, would not follow.
 */
export function refuseAdjustment(
  house: HouseState,
  underlying: string,
): AdjustmentRefusal | undefined {
  const reference = referenceOf(house);
  const terms = reference.underlyings.get(underlying);
  if (!terms)
    return {
      code: 'UNKNOWN_UNDERLYING',
      reason: `${underlying} is not an underlying of ledger ${house.ledgerId}`,
    };
  if (terms.returns !== 'log')
    return refuse(
      `the returns of ${underlying} are ${terms.returns}, which a ratio does not leave as they are; only contracts with log returns are adjusted`,
    );
  if (terms.priceFeed)
    return refuse(
      `prices of ${underlying} pass gates that know the old ones: apply the reference data without its priceFeed, adjust, and put it back`,
    );
  const { instruments, collateral } = reference.data;
  const perpetual = instruments.find(
    (each) =>
      each.type === 'perpetual' && (each.underlying === underlying || each.index === underlying),
  );
  if (perpetual)
    return refuse(
      `${perpetual.id} is a perpetual on ${underlying}; only futures and options are adjusted`,
    );
  const priced = new Set([
    underlying,
    ...instruments.flatMap((each) => (each.underlying === underlying ? [each.id] : [])),
  ]);
  const asset = collateral.find((each) => priced.has(each.priceSymbol ?? each.asset));
  if (asset)
    return refuse(
      `collateral ${asset.asset} is priced by ${asset.priceSymbol ?? asset.asset}, and its quantities would not follow`,
    );
  return refuseWhatIsUnderWay(house, underlying);
}

function refuseWhatIsUnderWay(
  house: HouseState,
  underlying: string,
): AdjustmentRefusal | undefined {
  for (const { defaultId, status } of house.defaults.cases.values())
    if (status === 'PROPOSED' || status === 'DECLARED')
      return refuse(`the default ${defaultId} is open, and its lots and bids are in the old terms`);
  const listed = new Set(
    referenceOf(house)
      .instrumentsOfUnderlying.get(underlying)
      ?.map(({ id }) => id),
  );
  for (const { member, sideId, instrument } of house.matching.pending.values())
    if (listed.has(instrument))
      return refuse(
        `side ${sideId} of ${member} in ${instrument} waits in the old terms: halt ${instrument}, and adjust when its sides are withdrawn or have expired at the end of the date`,
      );
  if (house.offers.pending.size > 0)
    return refuse(
      'offers of lots wait for another member, in the old terms: adjust when they are taken up, declined, or have expired at the end of the date',
    );
  const { ledgerTimeMs, trading } = house;
  for (const { id } of referenceOf(house).instrumentsOfUnderlying.get(underlying) ?? []) {
    const endMs = endOfLifeMs(house, id);
    const isOver = endMs !== undefined && ledgerTimeMs !== undefined && ledgerTimeMs >= endMs;
    if (isOver && (trading.holders.get(id)?.size ?? 0) > 0)
      return refuse(
        `${id} has ended and is not settled yet: send its final price and run a settlement cycle first`,
      );
  }
  return undefined;
}
