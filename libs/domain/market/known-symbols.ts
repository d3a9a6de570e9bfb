import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';

const FACTOR = /^(.+?)(\.VOL)?(@\d+)?$/;

/**
 * Whether prices of a symbol mean something to this ledger: an instrument, an underlying or another of
 * its factors (`SPX.VOL@90`), a collateral asset or its price symbol, the index of a perpetual, or a
 * pair of its currencies (contract, "Topics in").
 */
export function isKnownSymbol(reference: ReferenceIndex, symbol: string): boolean {
  if (reference.instruments.has(symbol) || isFactorSymbol(reference, symbol)) return true;
  const { currencies, collateral, instruments } = reference.data;
  if (collateral.some(({ asset, priceSymbol }) => asset === symbol || priceSymbol === symbol))
    return true;
  if (instruments.some((i) => i.type === 'perpetual' && i.index === symbol)) return true;
  return Object.keys(currencies).some(
    (from) => symbol.startsWith(from) && Object.hasOwn(currencies, symbol.slice(from.length)),
  );
}

/** Whether a symbol names a risk factor of an underlying, whose closes are price history. */
export function isFactorSymbol(reference: ReferenceIndex, symbol: string): boolean {
  const underlying = FACTOR.exec(symbol)?.[1];
  return underlying !== undefined && reference.underlyings.has(underlying);
}
