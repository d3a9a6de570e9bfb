import type { Books } from './books.js';

/** Who holds anything in the books, and what. */
export interface BalancesHeld {
  readonly accounts: ReadonlySet<string>;
  /** Instruments of buckets by account. */
  readonly buckets: ReadonlyMap<string, ReadonlySet<string>>;
  /** Members with a contribution to the default fund. */
  readonly members: ReadonlySet<string>;
  readonly assets: ReadonlySet<string>;
  /** Everything that was ever booked, held or not. */
  readonly currencies: ReadonlySet<string>;
}

export function balancesHeld(books: Books): BalancesHeld {
  const accounts = new Set<string>();
  const buckets = new Map<string, Set<string>>();
  const members = new Set<string>();
  const assets = new Set<string>();
  const currencies = new Set<string>();
  for (const [book, balances] of books) {
    const [kind, member = '', account = '', part, instrument = ''] = book.split('/');
    for (const [asset, units] of balances) {
      currencies.add(asset);
      if (units === 0n) continue;
      const name = `${member}/${account}`;
      if (kind === 'account') accounts.add(name);
      if (kind === 'account' && part === 'bucket')
        buckets.set(name, (buckets.get(name) ?? new Set<string>()).add(instrument));
      if (kind === 'default-fund') members.add(member);
      if (kind === 'account' || kind === 'default-fund') assets.add(asset);
    }
  }
  return { accounts, buckets, members, assets, currencies };
}
