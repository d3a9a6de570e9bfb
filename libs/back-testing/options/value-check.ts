import { optionGreeks } from '#libs/domain/pricing/option-greeks.js';
import { optionValue } from '#libs/domain/pricing/option-value.js';
import { smileVolatility, type Smile } from '#libs/domain/volatility/smile.js';
import { smileOf, type ImpliedQuote, type QuotedExpiry } from './quoted-expiry.js';

/** One option valued by the surface that all others of its expiry imply. */
export interface ValuedQuote {
  readonly contract: string;
  /** Index points. */
  readonly close: number;
  readonly value: number;
  /** The difference as a difference of volatility: value less close, over vega. */
  readonly volatilityError: number;
  readonly isOutOfTheMoney: boolean;
  /** Whether the others have strikes on both sides of it; else the smile is flat there. */
  readonly isInside: boolean;
}

/** Model values against the market on one day. */
export interface ValueCheck {
  readonly date: string;
  readonly options: number;
  /** Closes that no volatility explains at the forward of their expiry. */
  readonly unexplained: number;
  readonly valued: number;
  /** Median size of the difference, index points. */
  readonly medianError: number;
  /** The same over options out of the money, and over those in it. */
  readonly medianErrorOut: number;
  readonly medianErrorIn: number;
  /** Median and 95th percentile of the difference in volatility, of options with some vega. */
  readonly medianVolatilityError: number;
  readonly highVolatilityError: number;
  /** The 95th percentile inside the strikes of the others alone. */
  readonly highVolatilityErrorInside: number;
  /** Median size of our implied volatility less the file's, out of the money. */
  readonly medianAgainstFile: number;
  readonly worst: readonly ValuedQuote[];
}

/** Index points per 1.00 of volatility below which a price says nothing about volatility. */
const VEGA_MIN = 20;
const WORST_NAMED = 3;

/** Values every option of a day by the surface of the others, and compares with its close. */
export function checkValues(date: string, expiries: readonly QuotedExpiry[]): ValueCheck {
  const valued: (ValuedQuote & { readonly vega: number })[] = [];
  const againstFile: number[] = [];
  let unexplained = 0;
  for (const expiry of expiries) {
    for (const each of expiry.quotes) {
      if (each.volatility === undefined) unexplained += 1;
      else if (isOutOfTheMoney(each)) {
        againstFile.push(Math.abs(each.volatility - each.quote.impliedVolatility));
      }
      const found = valueWithout(expiry, each);
      if (found) valued.push(found);
    }
  }
  const errors = (of: readonly ValuedQuote[]): number =>
    quantile(
      of.map(({ close, value }) => Math.abs(value - close)),
      0.5,
    );
  const withVega = valued.filter(({ vega }) => vega >= VEGA_MIN);
  const volatilityErrors = (of: readonly ValuedQuote[]): number[] =>
    of.map((each) => Math.abs(each.volatilityError));
  const inside = withVega.filter(({ isInside }) => isInside);
  return {
    date,
    options: expiries.reduce((sum, { quotes }) => sum + quotes.length, 0),
    unexplained,
    valued: valued.length,
    medianError: errors(valued),
    medianErrorOut: errors(valued.filter((each) => each.isOutOfTheMoney)),
    medianErrorIn: errors(valued.filter((each) => !each.isOutOfTheMoney)),
    medianVolatilityError: quantile(volatilityErrors(withVega), 0.5),
    highVolatilityError: quantile(volatilityErrors(withVega), 0.95),
    highVolatilityErrorInside: quantile(volatilityErrors(inside), 0.95),
    medianAgainstFile: quantile(againstFile, 0.5),
    worst: [...valued].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, WORST_NAMED),
  };
}

const sizeOf = ({ close, value }: ValuedQuote): number => Math.abs(value - close);

function isOutOfTheMoney({ quote, logMoneyness }: ImpliedQuote): boolean {
  return quote.right === 'call' ? logMoneyness >= 0 : logMoneyness < 0;
}

function valueWithout(expiry: QuotedExpiry, each: ImpliedQuote) {
  const smile = smileOf(expiry, each);
  if (!smile) return undefined;
  const volatility = smileVolatility(smile, each.logMoneyness);
  const value = optionValue(each.option, expiry.forward, volatility);
  const { vega } = optionGreeks(each.option, expiry.forward, volatility);
  const { contract, close } = each.quote;
  return {
    contract,
    close,
    value,
    volatilityError: vega > 0 ? (value - close) / vega : 0,
    isOutOfTheMoney: isOutOfTheMoney(each),
    isInside: isInside(smile, each.logMoneyness),
    vega,
  };
}

function isInside({ logMoneyness }: Smile, k: number): boolean {
  return k > (logMoneyness[0] ?? Infinity) && k < (logMoneyness.at(-1) ?? -Infinity);
}

/** The value below which a share of the values lies; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
