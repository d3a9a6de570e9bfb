import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { endOfLifeMs } from '#libs/domain/instrument-life/end-of-life.js';
import { fundedPerpetuals, type FundedPerpetual } from './funded-perpetuals.js';
import { intervalEndAfter, openInterval, takePrice, type Side } from './funding-interval.js';
import { stepOf } from './price-path.js';

const SIDES: readonly Side[] = ['mark', 'index'];

/** Takes the accepted price of a symbol, as it now stands in the market, into running intervals. */
export function observeForFunding(house: HouseState, symbol: string): void {
  if (!house.reference || !house.market.prices.has(symbol)) return;
  for (const perpetual of fundedPerpetuals(house.reference).bySymbol.get(symbol) ?? [])
    if (house.funding.intervals.has(perpetual.id)) takeSides(house, perpetual, symbol);
    else beginFunding(house, perpetual);
}

/** A perpetual that traded accrues from then on, prices or none. */
export function heedFundedTrade(house: HouseState, instrument: string): void {
  const perpetual = fundedPerpetuals(referenceOf(house)).byId.get(instrument);
  if (perpetual && !house.funding.intervals.has(instrument)) beginFunding(house, perpetual);
}

/**
 * Looks at the state after reference data changed. A perpetual that pays funding no longer pays none
 * for the interval that was running; with another length of its intervals, the running one ends where
 * an interval of that length ends next.
 */
export function heedFundingTerms(house: HouseState): void {
  const { funding, ledgerTimeMs } = house;
  const { byId } = fundedPerpetuals(referenceOf(house));
  if (ledgerTimeMs === undefined) return;
  for (const [id, interval] of funding.intervals) {
    const perpetual = byId.get(id);
    if (perpetual?.index !== interval.indexSymbol) funding.intervals.delete(id);
    else {
      const nowMs = Math.max(ledgerTimeMs, interval.reachedMs);
      interval.endMs = intervalEndAfter(nowMs, perpetual.intervalMs);
    }
  }
  for (const perpetual of byId.values()) {
    if (funding.intervals.has(perpetual.id)) continue;
    if (isKnown(house, perpetual)) beginFunding(house, perpetual);
  }
}

/**
 * Whether a price that was observed at `observedAtMs` would hide one of the same symbol observed at
 * `pendingMs` that is not folded yet: of each second the last price counts, so that one is folded
 * first.
 */
export function endsStepOf(
  house: HouseState,
  symbol: string,
  pendingMs: number,
  observedAtMs: number,
): boolean {
  if (stepOf(observedAtMs) <= stepOf(pendingMs)) return false;
  return house.reference !== undefined && fundedPerpetuals(house.reference).bySymbol.has(symbol);
}

/** An instrument's life ends: an interval that would end later pays nothing. */
export function endFunding(house: HouseState, instrument: string): void {
  const { intervals } = house.funding;
  const endMs = intervals.get(instrument)?.endMs;
  if (endMs !== undefined && outlives(house, instrument, endMs)) intervals.delete(instrument);
}

/** Whether an interval ends after the life of its instrument. */
export function outlives(house: HouseState, instrument: string, intervalEndMs: number): boolean {
  const endMs = endOfLifeMs(house, instrument);
  return endMs !== undefined && intervalEndMs > endMs;
}

/** Begins with the interval that the ledger's time is in, and the prices that there are. */
function beginFunding(house: HouseState, perpetual: FundedPerpetual): void {
  const { ledgerTimeMs, funding } = house;
  if (ledgerTimeMs === undefined) return;
  const { id, index, intervalMs } = perpetual;
  const endMs = intervalEndAfter(ledgerTimeMs, intervalMs);
  if (outlives(house, id, endMs)) return;
  funding.intervals.set(id, openInterval(index, endMs - intervalMs, endMs));
  takeSides(house, perpetual, id);
  if (index !== id) takeSides(house, perpetual, index);
}

/** Takes the price of a symbol as what it is to a perpetual; its own mark may be its index too. */
function takeSides(house: HouseState, { id, index }: FundedPerpetual, symbol: string): void {
  const interval = house.funding.intervals.get(id);
  const accepted = house.market.prices.get(symbol);
  if (!interval || !accepted) return;
  for (const side of SIDES)
    if (symbol === (side === 'mark' ? id : index))
      takePrice(interval, side, accepted.price, accepted.observedAtMs);
}

/** Whether a perpetual has had a price or is held. */
function isKnown({ market, trading }: HouseState, { id, index }: FundedPerpetual): boolean {
  const isHeld = (trading.holders.get(id)?.size ?? 0) > 0;
  return isHeld || market.prices.has(id) || market.prices.has(index);
}
