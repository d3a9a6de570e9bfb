import { balanceOf, transfer } from '#libs/domain/books/books.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { defaultBook, FIRST_LOSS_BOOK, SECOND_LOSS_BOOK } from '../default-state.js';
import { smaller, type LayerRule } from './layer-rule.js';

/** The clearing house's own capital: what a default before it took is not there until it is refilled. */
const ownCapital =
  (book: string): LayerRule =>
  ({ house, of, lossMinor }) => {
    const { baseCurrency } = referenceOf(house);
    const availableMinor = balanceOf(house.books, book, baseCurrency);
    const usedMinor = smaller(availableMinor, lossMinor);
    const into = defaultBook(of.defaultId, baseCurrency);
    return { availableMinor, usedMinor, journal: transfer(book, into, baseCurrency, usedMinor) };
  };

export const ccpFirstLoss = ownCapital(FIRST_LOSS_BOOK);
export const ccpSecondLoss = ownCapital(SECOND_LOSS_BOOK);
