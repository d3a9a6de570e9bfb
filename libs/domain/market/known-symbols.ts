import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';

const FACTOR = /^(.+?)(\.VOL)?(@\d+)?$/;

/**
 * Whether prices of a symbol mean something to this ledger: an instrument, an underlying or another of
 * its factors (`SPX.VOL@90`), a collateral asset or its price symbol, the index of a perpetual, or a
 * pair of its currencies (contract, "Topics in").
 */
export function isKnownSymbol(reference: ReferenceIndex, symbol: string): boolean {
  if (reference.instruments.has(symbol) || isFactorSymbol(reference, symbol)) return true;
  if (isCollateralSymbol(reference, symbol)) return true;
  const { instruments } = reference.data;
  if (instruments.some((i) => i.type === 'perpetual' && i.index === symbol)) return true;
  return isCurrencyPair(reference, symbol);
}

/**
 * Whether settlement prices of a symbol are closes of its history (contract, "Reference data"): a
 * factor of an underlying, a currency pair, a collateral asset or its price symbol, or a perpetual, which
 * is a factor of its own.
 */
export function growsHistory(reference: ReferenceIndex, symbol: string): boolean {
  if (isFactorSymbol(reference, symbol) || isCurrencyPair(reference, symbol)) return true;
  if (reference.instruments.get(symbol)?.type === 'perpetual') return true;
  return isCollateralSymbol(reference, symbol);
}

/** Whether a symbol is a collateral asset's, or that of its price: either may have its history. */
const isCollateralSymbol = ({ data }: ReferenceIndex, symbol: string): boolean =>
  data.collateral.some(({ asset, priceSymbol }) => asset === symbol || priceSymbol === symbol);

/** Whether a symbol is a pair of the ledger's currencies, such as `EURUSD`: USD for one EUR. */
export function isCurrencyPair(reference: ReferenceIndex, symbol: string): boolean {
  const { currencies } = reference.data;
  return Object.keys(currencies).some(
    (from) => symbol.startsWith(from) && Object.hasOwn(currencies, symbol.slice(from.length)),
  );
}

/** Whether a symbol names a risk factor of an underlying, whose closes are price history. */
export function isFactorSymbol(reference: ReferenceIndex, symbol: string): boolean {
  const factor = factorOf(symbol);
  return factor !== undefined && reference.underlyings.has(factor.underlying);
}

/** The parts of a factor's symbol: `SPX.VOL@90` is a volatility of SPX. */
export function factorOf(
  symbol: string,
): { readonly underlying: string; readonly isVolatility: boolean } | undefined {
  const [, underlying, volatility] = FACTOR.exec(symbol) ?? [];
  return underlying === undefined
    ? undefined
    : { underlying, isVolatility: volatility !== undefined };
}
