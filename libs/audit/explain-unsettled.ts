import { type AccountEvaluation, type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { formatDecimal, formatUnits } from '#libs/domain/kernel/decimal.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import type { CycleLine } from '#libs/domain/settlement/lines/cycle-line.js';
import type { UnsettledLineStep, UnsettledSteps } from './explanation.js';

/** What a cycle run now would book, line by line, each with the numbers that go into it. */
export function unsettledSteps(house: HouseState, evaluation: AccountEvaluation): UnsettledSteps {
  const { instruments, currencyScales, baseScale } = referenceOf(house);
  const lines = evaluation.unsettledLines.map((line): UnsettledLineStep => {
    const { currency, instrument } = line;
    if (instrument === undefined) {
      const scale = currencyScales.get(currency) ?? 0;
      return { kind: line.kind, currency, amount: formatUnits(line.amountMinor, scale) };
    }
    const terms = instruments.get(instrument);
    invariant(terms, () => `no terms for ${instrument}`);
    return stepOf(line, terms);
  });
  return { lines, amount: formatUnits(evaluation.unsettledMinor, baseScale) };
}

type LineOfInstrument = Exclude<CycleLine, { readonly instrument?: undefined }>;

function stepOf(line: LineOfInstrument, terms: InstrumentEntry): UnsettledLineStep {
  const { instrument, currency } = line;
  const common = {
    instrument,
    currency,
    amount: formatUnits(line.amountMinor, terms.currencyScale),
  };
  switch (line.kind) {
    case 'FUNDING':
      return { kind: line.kind, ...common };
    case 'PREMIUM':
      return { kind: line.kind, ...common, ...tradedOf(line.tradedTicks, terms) };
    case 'EXERCISE': {
      const { finalPrice, outcome } = line;
      const { exercised, assigned } = outcome;
      return { kind: line.kind, ...common, finalPrice, exercised, assigned };
    }
    case 'FINAL_SETTLEMENT':
    case 'VARIATION_MARGIN': {
      const { previousTicks, priceTicks, lots, openingLots } = line;
      return {
        kind: line.kind,
        ...common,
        openingLots,
        previousPrice: previousTicks === undefined ? null : ticksToPrice(terms, previousTicks),
        lots,
        mark: ticksToPrice(terms, priceTicks),
        ...tradedOf(line.tradedTicks, terms),
      };
    }
  }
}

const tradedOf = (ticks: bigint, terms: InstrumentEntry) => ({
  tradedCost: formatUnits(ticks * terms.tick.units, terms.tick.scale),
  pointValue: pointValueOf(terms),
});

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
