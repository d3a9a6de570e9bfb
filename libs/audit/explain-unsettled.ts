import { type AccountEvaluation, type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { formatDecimal, formatUnits } from '#libs/domain/kernel/decimal.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import type { UnsettledSteps } from './explanation.js';

/** The variation margin that a cycle run now would book, instrument by instrument. */
export function unsettledSteps(house: HouseState, evaluation: AccountEvaluation): UnsettledSteps {
  const { instruments, baseScale } = referenceOf(house);
  const holdings = holdingsOf(house.trading, evaluation.account);
  const lines = evaluation.unsettledLines.map((line) => {
    const terms = instruments.get(line.instrument);
    invariant(terms, () => `no terms for ${line.instrument}`);
    const { previousTicks, markTicks, lots, openingLots, currency, amountMinor } = line;
    const tradedTicks = holdings.get(line.instrument)?.tradedTicks ?? 0n;
    return {
      instrument: line.instrument,
      currency,
      openingLots,
      previousPrice: previousTicks === undefined ? null : ticksToPrice(terms, previousTicks),
      lots,
      mark: ticksToPrice(terms, markTicks),
      tradedCost: formatUnits(tradedTicks * terms.tick.units, terms.tick.scale),
      pointValue: pointValueOf(terms),
      amount: formatUnits(amountMinor, terms.currencyScale),
    };
  });
  return { lines, amount: formatUnits(evaluation.unsettledMinor, baseScale) };
}

/** Digits after the point of a value that does not come out even; no real contract has one. */
const UNEVEN_DIGITS = 12;

/** Major units of the instrument's currency for one price point of one lot: tick value / tick size. */
export function pointValueOf(terms: InstrumentEntry): string {
  const numerator = BigInt(terms.tickValueMinor) * 10n ** BigInt(terms.tick.scale + UNEVEN_DIGITS);
  const denominator = terms.tick.units * 10n ** BigInt(terms.currencyScale);
  const units = numerator / denominator;
  return formatDecimal(trim(units, UNEVEN_DIGITS));
}

function trim(units: bigint, scale: number): { units: bigint; scale: number } {
  let [left, digits] = [units, scale];
  while (digits > 0 && left % 10n === 0n) [left, digits] = [left / 10n, digits - 1];
  return { units: left, scale: digits };
}
