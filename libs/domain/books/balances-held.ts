import type { Books } from './books.js';

/** Who holds anything in the books, and what. */
export interface BalancesHeld {
  readonly accounts: ReadonlySet<string>;
  /** Members with a contribution to the default fund. */
  readonly members: ReadonlySet<string>;
  readonly assets: ReadonlySet<string>;
  /** Everything that was ever booked, held or not. */
  readonly currencies: ReadonlySet<string>;
}

export function balancesHeld(books: Books): BalancesHeld {
  const accounts = new Set<string>();
  const members = new Set<string>();
  const assets = new Set<string>();
  const currencies = new Set<string>();
  for (const [book, balances] of books) {
    const [kind, member = '', account = ''] = book.split('/');
    for (const [asset, units] of balances) {
      currencies.add(asset);
      if (units === 0n) continue;
      if (kind === 'account') accounts.add(`${member}/${account}`);
      if (kind === 'default-fund') members.add(member);
      if (kind === 'account' || kind === 'default-fund') assets.add(asset);
    }
  }
  return { accounts, members, assets, currencies };
}
