import { balanceOf, defaultFundBook, transfer } from '#libs/domain/books/books.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { defaultBook } from '../default-state.js';
import { takeMeans, worthOf } from '../estate.js';
import { meansToKeep } from '../means-to-keep.js';
import { smaller, type LayerRule } from './layer-rule.js';

/** All collateral of the defaulter's house accounts, at realised value; never its clients'. */
export const defaulterMargin: LayerRule = ({ house, marks, of, lossMinor }) => {
  const means = meansToKeep(house, marks, of);
  const proceedsMinor = of.proceedsMinor;
  const availableMinor = proceedsMinor + worthOf(means);
  const usedMinor = smaller(availableMinor, lossMinor);
  // What was sold before lies in the default's cash already.
  const { journal, sales } = takeMeans(house, of.defaultId, means, usedMinor - proceedsMinor);
  return { availableMinor, usedMinor, journal, sales };
};

/** The defaulter's own contribution to the default fund. */
export const defaulterDefaultFund: LayerRule = ({ house, of, lossMinor }) => {
  const { baseCurrency } = referenceOf(house);
  const book = defaultFundBook(of.member);
  const availableMinor = balanceOf(house.books, book, baseCurrency);
  const usedMinor = smaller(availableMinor, lossMinor);
  const into = defaultBook(of.defaultId, baseCurrency);
  return { availableMinor, usedMinor, journal: transfer(book, into, baseCurrency, usedMinor) };
};
