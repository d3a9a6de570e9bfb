import { europeanOption, type EuropeanOption } from '#libs/domain/pricing/european-option.js';
import { impliedVolatility } from '#libs/domain/pricing/implied-volatility.js';
import { exp } from '#libs/domain/numerics/exp.js';
import { log } from '#libs/domain/numerics/log.js';
import { yearsToExpiry } from '#libs/domain/pricing/time-to-expiry.js';
import type { Smile } from '#libs/domain/volatility/smile.js';
import { closeInstant } from '../run/option-chain.js';
import type { OptionQuote } from './option-quotes.js';

/** Continuous rate per year, about that of bills at the end of 2015. */
export const RISK_FREE_RATE = '0.005';

/** An option with the volatility that its close implies at the forward of its expiry. */
export interface ImpliedQuote {
  readonly quote: OptionQuote;
  readonly option: EuropeanOption;
  /** ln(strike/forward). */
  readonly logMoneyness: number;
  /** Undefined where the close is outside what any volatility explains. */
  readonly volatility: number | undefined;
}

/** All options of one expiry at one close. */
export interface QuotedExpiry {
  readonly expiry: string;
  readonly years: number;
  readonly forward: number;
  readonly quotes: readonly ImpliedQuote[];
}

/**
 * The options of a day by expiry, ascending, each expiry with its forward: from put and call of one
 * strike where there are both; else from the line through the logarithms of those forwards over time,
 * which is what a constant carry makes of them.
 * @param index the forward where no strike has both, about the spot price
 */
export function quotedExpiries(
  quotes: readonly OptionQuote[],
  date: string,
  index: number,
): QuotedExpiry[] {
  const byExpiry = new Map<string, OptionQuote[]>();
  for (const quote of quotes) {
    const known = byExpiry.get(quote.expiry);
    if (known) known.push(quote);
    else byExpiry.set(quote.expiry, [quote]);
  }
  const expiries = [...byExpiry.keys()].sort().map((expiry) => {
    const ofExpiry = byExpiry.get(expiry) ?? [];
    const years = yearsToExpiry(closeInstant(expiry), closeInstant(date));
    return { expiry, years, quotes: ofExpiry, parity: forwardByParity(ofExpiry, years) };
  });
  const known = expiries.flatMap(({ years, parity }) =>
    parity === undefined ? [] : [{ years, logForward: log(parity) }],
  );
  return expiries.map(({ expiry, years, quotes: ofExpiry, parity }) => {
    const forward = parity ?? exp(lineAt(known, years) ?? log(index));
    return { expiry, years, forward, quotes: ofExpiry.map((q) => implied(q, years, forward)) };
  });
}

/** C - P = D*(F - K), the mean over the strikes that have both; undefined where none has. */
function forwardByParity(quotes: readonly OptionQuote[], years: number): number | undefined {
  const discount = exp(-Number(RISK_FREE_RATE) * years);
  const forwards = quotes.flatMap((call) => {
    if (call.right !== 'call') return [];
    const put = quotes.find(({ right, strike }) => right === 'put' && strike === call.strike);
    return put ? [call.strike + (call.close - put.close) / discount] : [];
  });
  if (forwards.length === 0) return undefined;
  return forwards.reduce((sum, each) => sum + each, 0) / forwards.length;
}

interface ForwardPoint {
  readonly years: number;
  readonly logForward: number;
}

/** The least-squares line through the points; level where they do not tell a slope. */
function lineAt(points: readonly ForwardPoint[], years: number): number | undefined {
  const count = points.length;
  if (count === 0) return undefined;
  const meanYears = points.reduce((sum, point) => sum + point.years, 0) / count;
  const meanLog = points.reduce((sum, point) => sum + point.logForward, 0) / count;
  let [covariance, variance] = [0, 0];
  for (const point of points) {
    covariance += (point.years - meanYears) * (point.logForward - meanLog);
    variance += (point.years - meanYears) ** 2;
  }
  return variance > 0 ? meanLog + (covariance / variance) * (years - meanYears) : meanLog;
}

function implied(quote: OptionQuote, years: number, forward: number): ImpliedQuote {
  const option = europeanOption({
    right: quote.right,
    strike: quote.strike,
    years,
    riskFreeRate: Number(RISK_FREE_RATE),
    premiumStyle: 'premium',
  });
  const found = impliedVolatility(option, forward, quote.close);
  const logMoneyness = log(quote.strike / forward);
  return { quote, option, logMoneyness, volatility: found.ok ? found.value : undefined };
}

/**
 * The smile of the options out of the money, whose prices are nothing but time value.
 * @param without an option that is left out, to be valued by the others
 * @returns undefined where there is no option left
 */
export function smileOf({ quotes }: QuotedExpiry, without?: ImpliedQuote): Smile | undefined {
  const byStrike = new Map<number, number>();
  for (const each of quotes) {
    const { quote, logMoneyness, volatility } = each;
    const outOfTheMoney = quote.right === 'call' ? logMoneyness >= 0 : logMoneyness < 0;
    if (each !== without && outOfTheMoney && volatility !== undefined) {
      byStrike.set(logMoneyness, volatility);
    }
  }
  const nodes = [...byStrike].sort(([a], [b]) => a - b);
  if (nodes.length === 0) return undefined;
  return {
    logMoneyness: Float64Array.from(nodes, ([k]) => k),
    variance: Float64Array.from(nodes, ([, volatility]) => volatility * volatility),
  };
}
