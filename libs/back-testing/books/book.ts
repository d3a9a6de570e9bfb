/** A portfolio that a back-test holds still: instruments and signed lots. */
export interface Book {
  readonly id: string;
  /** For people, such as "long S&P 500, short gold". */
  readonly title: string;
  readonly kind: BookKind;
  readonly positions: readonly BookPosition[];
}

export const BOOK_KINDS = ['single', 'pair', 'spread', 'basket', 'random', 'options'] as const;
export type BookKind = (typeof BOOK_KINDS)[number];

export interface BookPosition {
  readonly instrument: string;
  /** Product, hence class. */
  readonly product: string;
  /** Signed, long positive, not 0. */
  readonly lots: number;
}

export const EXPIRIES = ['NEAR', 'FAR'] as const;
export type Expiry = (typeof EXPIRIES)[number];

/** The future of a product and expiry; both expiries of a product have the product's one price. */
export function futureId(product: string, expiry: Expiry): string {
  return `${product}-${expiry}`;
}
