import { settlementBook } from '#libs/domain/books/books.js';
import type { GainsHaircutLine } from './cycle-line.js';
import type { LineKind } from './line-kind.js';

/**
 * The cut of a gain (margin-model.md h.3). It follows from what all accounts gain in a cycle together, so the
 * cycle adds it (default-management, `cycle-effects.ts`): no account has one by itself.
 */
export const GAINS_HAIRCUT_LINES: LineKind<GainsHaircutLine> = {
  accounts: () => [],
  lines: () => [],
  details: () => ({}),
  bookOf: settlementBook,
};
