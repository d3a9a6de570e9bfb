import type { Underlying } from '#libs/domain/reference-data/model.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import { factorOf, isCurrencyPair } from './known-symbols.js';

/** Volatilities that are taken, per square root of a year (margin-model.md a.4). */
const VOLATILITY_MIN = 0.01;
const VOLATILITY_MAX = 5;

/**
 * Why a value cannot be the price or the close of a symbol, as a clause; undefined when it can. A price
 * may be zero or negative, but not where the house takes a logarithm of it or divides by it: there a
 * single such value would take the requirement from everybody (margin-model.md a.1 and b.1).
 */
export function refuseRange(
  reference: ReferenceIndex,
  symbol: string,
  value: string,
): string | undefined {
  const number = Number(value);
  if (!Number.isFinite(number)) return 'it is too large';
  if (isCurrencyPair(reference, symbol) && !(number > 0))
    return 'an exchange rate must be above zero';
  const factor = factorOf(symbol);
  const underlying = factor && reference.underlyings.get(factor.underlying);
  if (!underlying) return undefined;
  return factor.isVolatility ? refuseVolatility(value) : refuseClose(underlying, number);
}

/** Why a value cannot be an implied volatility, as a clause. */
export function refuseVolatility(value: string): string | undefined {
  const number = Number(value);
  if (number >= VOLATILITY_MIN && number <= VOLATILITY_MAX) return undefined;
  return `a volatility lies from ${VOLATILITY_MIN} to ${VOLATILITY_MAX}, where 0.2 is 20 %`;
}

function refuseClose({ id, returns, returnShift }: Underlying, close: number): string | undefined {
  if (returns === 'absolute') return undefined;
  const shift = returns === 'log' ? 0 : Number(returnShift ?? '0');
  if (close + shift > 0) return undefined;
  return returns === 'log'
    ? `${id} has returns log, so it must be above zero`
    : `${id} has returns shifted-log, so it must be above ${-shift}`;
}
