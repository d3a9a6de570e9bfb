import { post } from '#libs/domain/books/books.js';
import { isHeldAboveCap } from '#libs/domain/collateral/asset-cap.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import { payDebtsOfCycles } from '#libs/domain/settlement/cycle-debts.js';
import type { HouseState } from './house-state.js';

interface MovedCollateral {
  readonly journal: readonly JournalLine[];
  /** Accounts that it left or came to. */
  readonly accounts: readonly string[];
}

/** Folds collateral that moved. It may change what counts in other accounts, where all of it is above its cap. */
export function moveCollateral(house: HouseState, { journal, accounts }: MovedCollateral): void {
  if (journal.some(({ asset }) => isHeldAboveCap(house, asset))) house.attention.everyone = true;
  post(house.books, journal);
  payDebtsOfCycles(house.settlement, journal);
  for (const account of accounts) house.attention.accounts.add(account);
}
