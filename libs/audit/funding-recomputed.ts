import type { FundingAccrued } from '#libs/domain/events/funding-events.js';
import type { FundedPerpetual } from '#libs/domain/funding/funded-perpetuals.js';
import type { HouseState } from '#libs/domain/house/index.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { floorDiv } from '#libs/domain/kernel/rounding.js';
import { rational, roundToEven } from '#libs/domain/numerics/rational.js';
import type { AveragePremium } from './funding-prices.js';

/** Decimals of premium and rate, and of what rates are computed in: those of the terms are no more. */
const [RATE_DIGITS, EXACT_DIGITS] = [12, 18];
const RATE_UNITS = 10n ** BigInt(RATE_DIGITS);
const EXACT_PER_RATE = 10n ** BigInt(EXACT_DIGITS - RATE_DIGITS);

/** What of an accrual is computed, in one form; empty where there is none. */
export interface FundingFigures {
  readonly premium: string;
  readonly rate: string;
  readonly index: string;
  readonly missing: string;
  readonly amounts: readonly string[];
}

/** The figures of an accrual as it is recorded. */
export const recordedFigures = (accrued: FundingAccrued): FundingFigures => ({
  premium: accrued.premium ?? '',
  rate: accrued.rate ?? '',
  index: accrued.index ?? '',
  missing: accrued.missing?.join() ?? '',
  amounts: accrued.amounts.map(({ account, amount }) => `${account} ${amount}`),
});

/** The figures as they follow from the average premium and the positions. */
export function recomputedFigures(
  house: HouseState,
  perpetual: FundedPerpetual,
  { premium, index, missing }: AveragePremium,
): FundingFigures {
  if (premium === undefined || index === undefined) {
    const symbols = missing.map((side) => (side === 'mark' ? perpetual.id : perpetual.index));
    return { premium: '', rate: '', index: '', missing: symbols.join(), amounts: [] };
  }
  const rate = rateOf(perpetual, premium);
  return {
    premium: formatUnits(premium, RATE_DIGITS),
    rate: formatUnits(rate, RATE_DIGITS),
    index,
    missing: '',
    amounts: partsOf(house, perpetual, index, rate),
  };
}

/**
 * The rate in units of 10^-12: a premium within the damper of the interest rate pays the interest rate,
 * another one comes nearer to it by the damper; at most the cap either way (margin-model.md a.2).
 */
function rateOf({ terms }: FundedPerpetual, premium: bigint): bigint {
  const exact = (text: string): bigint => toUnits(parseDecimal(text), EXACT_DIGITS) ?? 0n;
  const [interest, damper, cap] = [
    exact(terms.interestRate),
    exact(terms.damper),
    exact(terms.cap),
  ];
  let rate = premium * EXACT_PER_RATE;
  if (rate > interest + damper) rate -= damper;
  else if (rate < interest - damper) rate += damper;
  else rate = interest;
  if (rate > cap) rate = cap;
  if (rate < -cap) rate = -cap;
  return roundToEven(rational(rate, EXACT_PER_RATE));
}

/** `-n * m * index * f` to the cent: rounded down, and what is left over by the largest remainder. */
function partsOf(
  { trading }: HouseState,
  { id, entry }: FundedPerpetual,
  index: string,
  rate: bigint,
): string[] {
  const points = parseDecimal(index);
  const value = BigInt(entry.tickValueMinor) * 10n ** BigInt(entry.tick.scale);
  const whole = entry.tick.units * 10n ** BigInt(points.scale) * RATE_UNITS;
  const parts = [...(trading.holders.get(id) ?? [])].sort().flatMap((account) => {
    const lots = trading.holdings.get(account)?.get(id)?.lots ?? 0;
    const exact = -BigInt(lots) * value * points.units * rate;
    const minor = floorDiv(exact, whole);
    return lots === 0 ? [] : [{ account, minor, rest: exact - minor * whole }];
  });
  const leftOver = parts.reduce((sum, { minor }) => sum - minor, 0n);
  // The sort is stable, so that of equal remainders the first name comes first.
  const byRest = parts.toSorted((a, b) => (a.rest === b.rest ? 0 : a.rest > b.rest ? -1 : 1));
  for (const part of byRest.slice(0, Number(leftOver))) part.minor += 1n;
  return parts
    .filter(({ minor }) => minor !== 0n)
    .map(({ account, minor }) => `${account} ${formatUnits(minor, entry.currencyScale)}`);
}
