import type { AdjustedInstrument, BeforeAfter } from '#libs/domain/events/instrument-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { rational, roundToEven } from '#libs/domain/numerics/rational.js';
import { ticksToPrice, tickGridOf } from '#libs/domain/reference-data/price-ticks.js';
import { DECIMALS_MAX } from '#libs/domain/reference-data/reference-data-limits.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import { adjustedGrid, ticksIn, ticksOn, type AdjustedGrid } from './adjusted-grid.js';
import { exactTimes, ofPrices, ratioText, type AdjustmentRatio } from './ratio.js';

/** A price of the instrument that has to fall on a tick afterwards, and what it is. */
interface Booked {
  readonly what: string;
  readonly ticks: number;
}

/**
 * What a ratio makes of an instrument. Strike, settlement prices and official prices that wait are kept
 * exactly, on a finer tick where they need one; a mark, by which nothing is booked, is rounded where it
 * fits no tick that they fit. Where there is no such tick the error says which price does not fit, and
 * the nearest that would.
 */
export function adjustInstrument(
  house: HouseState,
  entry: InstrumentEntry,
  ratio: AdjustmentRatio,
): Result<AdjustedInstrument, string> {
  const { id, terms } = entry;
  const strike = terms.type === 'option' ? adjustStrike(entry, terms.strike, ratio) : undefined;
  if (strike && !strike.ok) return strike;
  const booked = bookedPrices(house, entry);
  const [mark, lastTrade] = [markOf(house, entry), house.trading.lastTradeTicks.get(id)];
  const all = booked.map(({ ticks }) => ticks);
  const observed = [mark, lastTrade].filter((each) => each !== undefined);
  const grid = adjustedGrid(entry, ratio, [...all, ...observed]) ?? adjustedGrid(entry, ratio, all);
  if (!grid) return failed(doesNotFit(entry, ratio, booked));
  const moved = (ticks: number): BeforeAfter => movedPrice(entry, grid, ratio, ticks);
  const settled = house.settlement.lastSettledTicks.get(id);
  return ok({
    instrument: id,
    tickSize: { before: entry.tickSize, after: grid.tickSize },
    tickValueMinor: { before: entry.tickValueMinor, after: grid.tickValueMinor },
    ...(strike ? { strike: strike.value } : {}),
    ...(settled === undefined ? {} : { settlementPrice: moved(settled) }),
    ...(mark === undefined ? {} : { mark: moved(mark) }),
    ...(lastTrade === undefined ? {} : { lastTradePrice: moved(lastTrade) }),
    officialPrices: officialOf(house, entry).map(({ ticks, businessDate, type }) => ({
      businessDate,
      type,
      ...moved(ticks),
    })),
  });
}

function adjustStrike(
  { id }: InstrumentEntry,
  strike: string,
  ratio: AdjustmentRatio,
): Result<BeforeAfter, string> {
  const after = exactTimes(strike, ofPrices(ratio), DECIMALS_MAX);
  if (after !== undefined) return ok({ before: strike, after });
  return failed(`strike ${strike} of ${id} has no exact price at ${ratioText(ratio)}`);
}

function bookedPrices(house: HouseState, entry: InstrumentEntry): Booked[] {
  const { id, terms } = entry;
  const settled = house.settlement.lastSettledTicks.get(id);
  const strike = terms.type === 'option' ? ticksIn(entry, terms.strike) : undefined;
  return [
    ...(settled === undefined ? [] : [{ what: 'settlement price', ticks: settled }]),
    ...(strike === undefined ? [] : [{ what: 'strike', ticks: strike }]),
    ...officialOf(house, entry).map(({ businessDate, ticks }) => {
      return { what: `official price of ${businessDate}`, ticks };
    }),
  ];
}

/** Official prices of dates whose end-of-day cycle has not run, and the last one's. */
function officialOf({ market }: HouseState, entry: InstrumentEntry) {
  return [...market.official]
    .filter(([key, { businessDate }]) => key === `${businessDate} ${entry.id}`)
    .flatMap(([, { price, businessDate, type }]) => {
      const ticks = ticksIn(entry, price);
      return ticks === undefined ? [] : [{ ticks, businessDate, type }];
    });
}

function markOf({ market }: HouseState, entry: InstrumentEntry): number | undefined {
  const accepted = market.prices.get(entry.id);
  return accepted && ticksIn(entry, accepted.price);
}

/** A price on both grids, rounded half to even where it falls on none of the new ticks. */
function movedPrice(
  entry: InstrumentEntry,
  grid: AdjustedGrid,
  ratio: AdjustmentRatio,
  ticks: number,
): BeforeAfter {
  const exact = ticksOn(grid, ratio, ticks);
  const product = BigInt(ticks) * BigInt(ratio.from) * BigInt(grid.finer);
  const after = exact ?? Number(roundToEven(rational(product, BigInt(ratio.to))));
  return {
    before: ticksToPrice(entry, ticks),
    after: ticksToPrice({ tick: tickGridOf(grid.tickSize) }, after),
  };
}

function doesNotFit(
  entry: InstrumentEntry,
  ratio: AdjustmentRatio,
  booked: readonly Booked[],
): string {
  const misfit = booked.find(({ ticks }) => !adjustedGrid(entry, ratio, [ticks])) ?? booked[0];
  const step = ratio.to;
  const ticks = misfit?.ticks ?? 0;
  const below = Math.floor(ticks / step) * step;
  const prices = [ticks, below, below + step].map((each) => ticksToPrice(entry, each));
  return `${misfit?.what} ${prices[0]} of ${entry.id} falls on no tick at ${ratioText(ratio)}, nor on a part of one; ${prices[1]} and ${prices[2]} would`;
}
