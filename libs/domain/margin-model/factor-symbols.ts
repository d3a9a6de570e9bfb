import { TENOR_DAYS } from '#libs/domain/volatility/tenor-buckets.js';

/** Days of the constant-maturity buckets of prices; 0 is the underlying itself (b.1). */
export const MATURITY_DAYS = [0, 30, 90, 180, 365] as const;

/** The tenor whose volatility has no suffix: `SPX.VOL` is that of 30 days. */
const PLAIN_TENOR = 30;

/** `SPX`, or `SPX@90` for a maturity bucket (contract, "Reference data"). */
export function priceSymbol(underlying: string, maturityDays: number): string {
  return maturityDays === 0 ? underlying : `${underlying}@${maturityDays}`;
}

/** `SPX.VOL` for 30 days, `SPX.VOL@90` for another tenor. */
export function volatilitySymbol(underlying: string, tenorDays: number): string {
  const plain = `${underlying}.VOL`;
  return tenorDays === PLAIN_TENOR ? plain : `${plain}@${tenorDays}`;
}

/** A currency against the base currency: the pair, and the pair turned round. */
export function currencySymbols(currency: string, base: string): readonly [string, string] {
  return [`${currency}${base}`, `${base}${currency}`];
}

/**
 * The key of a currency pair among the factors of a set: not its symbol, since an underlying may be
 * called like the pair and be filtered otherwise.
 */
export const currencyFactorKey = (pair: string): string => `${pair} rate`;

/** Every symbol whose history an underlying's instruments may use, besides those of perpetuals. */
export function symbolsOfUnderlying(underlying: string): readonly string[] {
  return [
    ...MATURITY_DAYS.map((days) => priceSymbol(underlying, days)),
    ...TENOR_DAYS.map((days) => volatilitySymbol(underlying, days)),
  ];
}
