import { balanceOf, defaultFundBook } from '#libs/domain/books/books.js';
import {
  FIRST_LOSS_BOOK,
  SECOND_LOSS_BOOK,
  type DefaultCase,
} from '#libs/domain/default-management/default-state.js';
import { survivorsOf } from '#libs/domain/default-management/layers/layer-rule.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';
import type { DrillLayer } from './drill-layers.js';
import type { Rehearsal } from './rehearsal.js';

/** Layers that hold money before anything happens. */
const PREFUNDED: ReadonlySet<WaterfallLayer> = new Set([
  'DEFAULTER_MARGIN',
  'DEFAULTER_DEFAULT_FUND',
  'CCP_FIRST_LOSS',
  'SURVIVORS_DEFAULT_FUND',
  'CCP_SECOND_LOSS',
]);

/** Means that are there before a default; major units of the base currency. */
export interface Prefunded {
  /** Those of the defaulter among them. */
  readonly available: string;
  readonly used: string;
  /** Own capital and the survivors' contributions after it: what the next default finds. */
  readonly leftForNext: string;
}

/** What of the means that are paid in the default takes. */
export function prefundedOf(
  { house }: Rehearsal,
  of: DefaultCase,
  layers: readonly DrillLayer[],
): Prefunded {
  const { baseCurrency, baseScale } = referenceOf(house);
  const sum = (amountOf: (layer: DrillLayer) => string): string =>
    formatUnits(
      layers
        .filter(({ layer }) => PREFUNDED.has(layer))
        .reduce((all, each) => all + (toUnits(parseDecimal(amountOf(each)), baseScale) ?? 0n), 0n),
      baseScale,
    );
  const books = survivorsOf(house)
    .filter((member) => member !== of.member)
    .map(defaultFundBook);
  const left = [FIRST_LOSS_BOOK, SECOND_LOSS_BOOK, ...books].reduce(
    (all, book) => all + balanceOf(house.books, book, baseCurrency),
    0n,
  );
  return {
    available: sum(({ available }) => available),
    used: sum(({ used }) => used),
    leftForNext: formatUnits(left, baseScale),
  };
}
