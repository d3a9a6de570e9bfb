import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { instruct } from '#libs/domain/testing/instructions.js';
import {
  cycleSteps,
  depositSteps,
  OPENING,
  priceSteps,
  tradeSteps,
  type MarketStep,
} from '#libs/domain/testing/random-market.js';

/** Clients of their own in two accounts of each member beside the house. */
const MEMBERS = ['ALPHA', 'BETA', 'GAMMA'].map((id) => ({
  id,
  name: id,
  accounts: [
    { id: 'HOUSE', type: 'house', marginMode: 'portfolio' },
    { id: 'C1', type: 'client-segregated', marginMode: 'portfolio', client: `${id} One` },
    { id: 'C2', type: 'client-segregated', marginMode: 'portfolio', client: `${id} Two` },
  ],
}));
const ACCOUNTS = MEMBERS.flatMap(({ id, accounts }) => accounts.map((each) => `${id}/${each.id}`));

/** Calls from the first cent on, so that nothing hides below a minimum; nothing is due in this time. */
const CALLS = { minimumTransferAmount: '0.00', rounding: '0.01', coalesceSeconds: 0 };

const account = fc.constantFrom(...ACCOUNTS);
const asset = fc.constantFrom('USD', 'EUR', 'UST-2028');
const upTo = (cents: number): fc.Arbitrary<string> =>
  fc.integer({ min: 1, max: cents }).map((units) => (units / 100).toFixed(2));
const quantity = upTo(10_000_000);
const amount = fc.record({ asset, quantity });

/** What somebody asks for that something should move; a member's house and its clients, or anybody. */
const wishes: fc.Arbitrary<Partial<CollateralInstruction>> = fc.oneof(
  fc.record({
    type: fc.constantFrom('WITHDRAWAL' as const, 'RECALL' as const),
    account,
    asset,
    quantity,
  }),
  fc.record({
    type: fc.constant('TRANSFER' as const),
    account,
    toAccount: account,
    asset,
    quantity,
  }),
  fc
    .record({
      id: fc.constantFrom('ALPHA', 'BETA', 'GAMMA'),
      to: fc.constantFrom('C1', 'C2'),
      asset,
      quantity,
    })
    .map(({ id, to, ...given }) => ({
      type: 'TRANSFER' as const,
      account: `${id}/HOUSE`,
      toAccount: `${id}/${to}`,
      ...given,
    })),
  fc.record({
    type: fc.constant('SUBSTITUTION' as const),
    account,
    release: amount,
    deliver: amount,
  }),
  fc.record({ type: fc.constant('DEPOSIT' as const), account, asset, quantity: upTo(900_000_000) }),
);

const steps = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: tradeSteps },
    { weight: 1, arbitrary: priceSteps },
    { weight: 2, arbitrary: depositSteps() },
    { weight: 1, arbitrary: cycleSteps },
    { weight: 10, arbitrary: wishes },
  ),
  { minLength: 10, maxLength: 60, size: 'max' },
);

function opened(): HousePlay {
  const play = HousePlay.open({ members: MEMBERS, marginCalls: CALLS });
  play.batch(OPENING);
  return play;
}

/** Plays steps; `told` hears of each wish and how it was answered. */
function played(
  given: readonly (MarketStep | Partial<CollateralInstruction>)[],
  told: (play: HousePlay, wish: Partial<CollateralInstruction>, type: string) => void = () =>
    undefined,
): HousePlay {
  const play = opened();
  given.forEach((step, i) => {
    if (typeof step === 'function') play.batch([step(i + 1)]);
    else told(play, step, instruct(play, step).type);
    play.evaluate();
  });
  return play;
}

const journalOf = ({ payload }: RecordedEvent): readonly JournalLine[] =>
  'journal' in payload ? (payload.journal ?? []) : [];

const accountOf = (book: string): string | undefined =>
  /^account\/([^/]+\/[^/]+)\//.exec(book)?.[1];

describe('collateral over any history', () => {
  it('moves for its own account alone; only a house gives, to a client of its own', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(steps, (given) => {
        for (const event of played(given).events) {
          const accounts = journalOf(event).flatMap(({ book }) => accountOf(book) ?? []);
          if (accounts.length === 0) continue;
          seen.set(event.type, (seen.get(event.type) ?? 0) + 1);
          const { account: owner, toAccount } = event.payload as Partial<CollateralInstruction>;
          if (event.type !== 'CollateralTransferred') {
            expect([event.type, ...new Set(accounts)]).toEqual([event.type, owner]);
            continue;
          }
          expect(new Set(accounts)).toEqual(new Set([owner, toAccount]));
          expect(owner).toMatch(/\/HOUSE$/);
          expect(toAccount?.split('/')[0]).toBe(owner?.split('/')[0]);
        }
      }),
      { numRuns: 60 },
    );
    for (const type of ['CollateralTransferred', 'CollateralSubstituted', 'AccountSettled'])
      expect(seen.get(type) ?? 0).toBeGreaterThan(10);
  });

  it('is conserved: each journal and all books together add up to nothing in every asset', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const play = played(given);
        for (const event of play.events) expect(sums(journalOf(event))).toEqual([]);
        const books = [...play.house.books].flatMap(([book, held]) =>
          [...held].map(([of, units]) => ({ book, asset: of, amount: String(units) })),
        );
        expect(sums(books)).toEqual([]);
        for (const { book, amount: units } of books)
          if (book.startsWith('external/')) expect(BigInt(units) <= 0n).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('that was let go is not called for at the same prices, now or after a cycle', () => {
    let gone = 0;
    // What a cycle takes in a currency that the account lacks is a debt, whatever was let go before.
    const callsOf = (play: HousePlay, of: string | undefined, debts: boolean): number =>
      play
        .of('MarginCallIssued')
        .filter(
          ({ account: called, reason }) => called === of && (debts || reason !== 'CASH_DEBIT'),
        ).length;
    fc.assert(
      fc.property(steps, (given) => {
        played(given, (play, { account: of }, type) => {
          if (!['CollateralWithdrawn', 'CollateralSubstituted'].includes(type)) return;
          gone += 1;
          const before = [true, false].map((debts) => callsOf(play, of, debts));
          play.evaluate();
          expect(callsOf(play, of, true)).toBe(before[0]);
          play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
          play.evaluate();
          expect(callsOf(play, of, false)).toBe(before[1]);
        });
      }),
      { numRuns: 60 },
    );
    expect(gone).toBeGreaterThan(10);
  });
});

/** Assets of which lines do not add up to nothing. */
function sums(lines: readonly JournalLine[]): [string, bigint][] {
  const totals = new Map<string, bigint>();
  for (const { asset: of, amount: units } of lines)
    totals.set(of, (totals.get(of) ?? 0n) + BigInt(units));
  return [...totals].filter(([, total]) => total !== 0n);
}
