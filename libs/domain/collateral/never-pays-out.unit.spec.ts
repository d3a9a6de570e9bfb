import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { Auditor } from '#libs/domain/testing/auditor.js';
import { fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { instruct, judged } from '#libs/domain/testing/instructions.js';
import {
  cycleSteps,
  depositSteps,
  OPENING,
  priceSteps,
  RANDOM_ACCOUNTS,
  tradeSteps,
  type MarketStep,
} from '#libs/domain/testing/random-market.js';
import { debtsMinor } from './collateral-value.js';

/** Somebody takes out as much as is ever allowed, or a part of it. */
type Taking = Partial<CollateralInstruction> & { readonly part: bigint };

const account = fc.constantFrom(...RANDOM_ACCOUNTS);
const asset = fc.constantFrom('USD', 'EUR', 'UST-2028');
const taking: fc.Arbitrary<Taking> = fc
  .record({
    type: fc.constantFrom('WITHDRAWAL' as const, 'TRANSFER' as const, 'RECALL' as const),
    account,
    asset,
    part: fc.constantFrom(1n, 1n, 3n),
  })
  .map((given) => (given.type === 'TRANSFER' ? { ...given, toAccount: 'ALPHA/C1' } : given));

const steps: fc.Arbitrary<MarketStep | Taking> = fc.oneof(
  { weight: 4, arbitrary: tradeSteps },
  { weight: 3, arbitrary: priceSteps },
  { weight: 3, arbitrary: depositSteps() },
  { weight: 3, arbitrary: cycleSteps },
  { weight: 8, arbitrary: taking },
);

/** Nobody is called, so that whoever has a surplus may take it, debtors all around. */
const NO_CALLS = {
  marginCalls: { minimumTransferAmount: '1000000000.00', withdrawalBuffer: '0' },
};

/** As much as the clearing house lets go of, or a part; returns whether anything went. */
function take(play: HousePlay, { part, ...wanted }: Taking): boolean {
  const all = judged(play, { ...wanted, quantity: '99999999999.00' });
  const cents = BigInt((all.maximumQuantity ?? '0.00').replace('.', '')) / part;
  if (cents === 0n) return false;
  const quantity = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
  const answer = instruct(play, { ...wanted, quantity });
  expect(answer).not.toHaveProperty('code');
  if (wanted.type !== 'WITHDRAWAL') return true;
  const after = evaluateAccount(play.house, play.engine, wanted.account ?? '');
  expect(after.deficitMinor).toBe(0n);
  return true;
}

function cashOf(play: HousePlay, currency: string): bigint {
  return -(play.house.books.get('external/BANK')?.get(currency) ?? 0n);
}

/** What accounts owe by the books, and what cycles say is owed: the same, account by account. */
function debtsOf(play: HousePlay): [Map<string, bigint>, Map<string, bigint>] {
  const byBooks = new Map<string, bigint>();
  for (const [book, held] of play.house.books)
    for (const [currency, units] of held)
      if (units < 0n && book.startsWith('account/'))
        byBooks.set(`${book.split('/').slice(1, 3).join('/')} ${currency}`, -units);
  const byCycles = new Map<string, bigint>();
  for (const { owed } of play.house.settlement.booked.values())
    for (const [key, units] of owed) byCycles.set(key, (byCycles.get(key) ?? 0n) + units);
  return [byBooks, byCycles];
}

describe('the clearing house, whoever takes out whatever it may', () => {
  const SEEDS = [1, 2, 3, 4, 5, 6];
  let taken = 0;
  const waited = new Set<string>();

  it.each(SEEDS)('never pays out what has not come in (seed %i)', (seed) => {
    const play = HousePlay.open(NO_CALLS);
    play.batch(OPENING);
    fc.sample(steps, { seed, numRuns: 300 }).forEach((step, i) => {
      if (typeof step !== 'function') taken += take(play, step) ? 1 : 0;
      else play.batch([step(i + 1)]);
      for (const currency of ['USD', 'EUR']) expect(cashOf(play, currency) >= 0n).toBe(true);
      const [byBooks, byCycles] = debtsOf(play);
      expect(byCycles).toEqual(byBooks);
      for (const cycleId of play.house.settlement.booked.keys()) waited.add(cycleId);
    });
    const auditor = new Auditor();
    for (const event of play.events) auditor.read(event);
    expect(auditor.findings).toEqual([]);
    expect(fold('main', play.events).settlement).toEqual(play.house.settlement);
  });

  it('did pay out, and made some wait', () => {
    expect(taken).toBeGreaterThan(40);
    expect(waited.size).toBeGreaterThan(20);
  });

  it('has nothing left to wait for when all debts are paid', () => {
    fc.assert(
      fc.property(fc.array(steps, { minLength: 1, maxLength: 60 }), (given) => {
        const play = HousePlay.open(NO_CALLS);
        play.batch(OPENING);
        given.forEach((step, i) =>
          typeof step === 'function' ? void play.batch([step(i + 1)]) : void take(play, step),
        );
        for (const each of RANDOM_ACCOUNTS) {
          const { debts } = evaluateAccount(play.house, play.engine, each).collateral;
          expect(debtsMinor(debts) === 0n).toBe(debts.length === 0);
          for (const { currency, amountMinor } of debts) {
            const quantity = `${amountMinor / 100n}.${String(amountMinor % 100n).padStart(2, '0')}`;
            instruct(play, { type: 'DEPOSIT', account: each, asset: currency, quantity });
          }
        }
        expect(play.house.settlement.booked.size).toBe(0);
        const cycles = play.of('SettlementCycleCompleted').map(({ cycleId }) => cycleId);
        expect(
          play
            .of('SettlementCycleSettled')
            .map(({ cycleId }) => cycleId)
            .sort(),
        ).toEqual(cycles.sort());
      }),
      { numRuns: 40 },
    );
  });
});
