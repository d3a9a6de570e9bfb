import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '#libs/domain/kernel/assert.js';
import { balancesHeld } from './balances-held.js';
import {
  assetBook,
  balanceOf,
  cashBook,
  defaultFundBook,
  post,
  transfer,
  type Books,
} from './books.js';
import { accountOfHolder, bucketOfHolder, holderOf, holderOfCashBook } from './holder.js';

describe('the books', () => {
  it('add up to zero per asset after any journal of transfers', () => {
    const book = fc.constantFrom('account/A/B/cash/USD', 'external/BANK', 'ccp/settlement/USD');
    const moves = fc.array(
      fc.tuple(book, book, fc.constantFrom('USD', 'EUR'), fc.bigInt(-(10n ** 18n), 10n ** 18n)),
    );
    fc.assert(
      fc.property(moves, (given) => {
        const books: Books = new Map();
        // Enough came in that anything may go out.
        for (const asset of ['USD', 'EUR'])
          post(books, transfer('external/BANK', 'ccp/fees', asset, 10n ** 24n));
        post(
          books,
          given.flatMap(([from, to, asset, units]) => transfer(from, to, asset, units)),
        );
        for (const asset of ['USD', 'EUR']) {
          const balances = [...books.keys()].map((name) => balanceOf(books, name, asset));
          expect(balances.reduce((sum, units) => sum + units, 0n)).toBe(0n);
        }
      }),
    );
  });

  it('refuse a journal that does not add up to zero, and post none of it', () => {
    const books: Books = new Map();
    const broken = [...transfer('a', 'b', 'USD', 5n), { book: 'a', asset: 'USD', amount: '1' }];
    expect(() => post(books, broken)).toThrow(InvariantViolation);
    expect(() => post(books, broken)).toThrow('adds up to 1 USD');
    expect(books.size).toBe(0);
  });

  it.each(['external/BANK', 'external/CUSTODIAN'])(
    'never pay out to %s more than came in',
    (to) => {
      const books: Books = new Map();
      post(books, transfer(to, 'account/A/B/cash/USD', 'USD', 5n));
      post(books, transfer('account/A/B/cash/USD', to, 'USD', 5n));
      expect(() => post(books, transfer('account/A/C/cash/USD', to, 'USD', 1n))).toThrow(
        `1 USD more went out to ${to} than ever came in`,
      );
    },
  );

  it('pay out by the bank what came in as own capital, and no more', () => {
    const books: Books = new Map();
    post(books, transfer('external/CAPITAL', 'ccp/first-loss', 'USD', 5n));
    post(books, transfer('ccp/first-loss', 'external/BANK', 'USD', 5n));
    expect(() => post(books, transfer('ccp/first-loss', 'external/BANK', 'USD', 1n))).toThrow(
      '1 USD more went out to external/BANK than ever came in',
    );
  });

  it('do not set one asset off against another', () => {
    const mixed = [
      { book: 'a', asset: 'USD', amount: '5' },
      { book: 'b', asset: 'EUR', amount: '-5' },
    ];
    expect(() => post(new Map(), mixed)).toThrow(InvariantViolation);
  });

  it('say who holds anything, and what was ever booked', () => {
    const books: Books = new Map();
    post(books, transfer('external/BANK', cashBook('A/B', 'USD'), 'USD', 5n));
    post(books, transfer('external/BANK', cashBook('A/C', 'EUR'), 'EUR', 5n));
    post(books, transfer(cashBook('A/C', 'EUR'), 'external/BANK', 'EUR', 5n));
    post(books, transfer('external/BANK', defaultFundBook('M'), 'USD', 5n));
    const bucket = assetBook(holderOf('A/D', 'FUT'), 'UST');
    post(books, transfer('external/CUSTODIAN', bucket, 'UST', 5n));
    expect(balancesHeld(books)).toEqual({
      accounts: new Set(['A/B', 'A/D']),
      buckets: new Map([['A/D', new Set(['FUT'])]]),
      members: new Set(['M']),
      assets: new Set(['USD', 'UST']),
      currencies: new Set(['USD', 'EUR', 'UST']),
    });
  });
});

describe('a holder', () => {
  it('is an account or a bucket of it, and its cash book says which', () => {
    const id = fc.constantFrom('A', 'bucket', 'cash', 'SPX-FUT-2026-12', 'a.b_c');
    fc.assert(
      fc.property(
        id,
        id,
        fc.option(id, { nil: undefined }),
        id,
        (member, name, bucket, currency) => {
          const holder = holderOf(`${member}/${name}`, bucket);
          expect(accountOfHolder(holder)).toBe(`${member}/${name}`);
          expect(bucketOfHolder(holder)).toBe(bucket);
          expect(holderOfCashBook(cashBook(holder, currency))).toBe(holder);
          expect(holderOfCashBook(assetBook(holder, 'UST'))).toBeUndefined();
        },
      ),
    );
  });

  it.each(['ccp/settlement/USD', 'default/main-D1/cash/USD', 'default-fund/A', 'external/BANK'])(
    'of cash is none in %s',
    (book) => {
      expect(holderOfCashBook(book)).toBeUndefined();
    },
  );
});
