import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bookLots,
  emptyTrading,
  openAnew,
  type TradingState,
} from '#libs/domain/trading/trading-state.js';
import { variationMarginMinor } from './variation-margin.js';

const TICK_VALUE_MINOR = 1250;
const ACCOUNTS = ['A', 'B', 'C', 'D'];

interface Step {
  readonly buyer: string;
  readonly seller: string;
  readonly lots: number;
  readonly ticks: number;
}

const steps = fc.array(
  fc.record({
    buyer: fc.constantFrom(...ACCOUNTS),
    seller: fc.constantFrom(...ACCOUNTS),
    lots: fc.integer({ min: 1, max: 1_000_000_000 }),
    ticks: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  }),
  { minLength: 1, maxLength: 25 },
);

function settle(
  state: TradingState,
  ticks: number,
  previous: number,
  paid: Map<string, bigint>,
): void {
  for (const account of ACCOUNTS) {
    const holding = state.holdings.get(account)?.get('X');
    if (!holding) continue;
    const amount = variationMarginMinor(holding, ticks, previous, TICK_VALUE_MINOR);
    paid.set(account, (paid.get(account) ?? 0n) + amount);
  }
  openAnew(state, 'X');
}

/** What each account is paid over a day of trades, with a cycle after each step of `cyclesAfter`. */
function day(trades: readonly Step[], cycleTicks: ReadonlyMap<number, number>, closing: number) {
  const state = emptyTrading();
  const paid = new Map<string, bigint>();
  let previous = 0;
  trades.forEach(({ buyer, seller, lots, ticks }, i) => {
    bookLots(state, buyer, 'X', lots, ticks);
    bookLots(state, seller, 'X', -lots, ticks);
    const cycle = cycleTicks.get(i);
    if (cycle === undefined) return;
    settle(state, cycle, previous, paid);
    previous = cycle;
  });
  settle(state, closing, previous, paid);
  return paid;
}

describe('variation margin (margin-model.md f.1)', () => {
  const ticks = fc.integer({ min: -1_000_000, max: 1_000_000 });

  it('of a day is the same whatever cycles the day is cut into, at whatever prices', () => {
    const cycles = fc.array(fc.tuple(fc.integer({ min: 0, max: 24 }), ticks), { maxLength: 10 });
    fc.assert(
      fc.property(steps, cycles, ticks, (trades, cut, closing) => {
        const whole = day(trades, new Map(), closing);
        const inParts = day(trades, new Map(cut), closing);
        for (const account of ACCOUNTS)
          expect(inParts.get(account) ?? 0n).toBe(whole.get(account) ?? 0n);
      }),
    );
  });

  it('of a day is what each trade gains or loses against the closing price', () => {
    fc.assert(
      fc.property(steps, ticks, (trades, closing) => {
        const expected = new Map(ACCOUNTS.map((account) => [account, 0n]));
        for (const { buyer, seller, lots, ticks: at } of trades) {
          const gain = BigInt(lots) * BigInt(closing - at) * BigInt(TICK_VALUE_MINOR);
          expected.set(buyer, (expected.get(buyer) ?? 0n) + gain);
          expected.set(seller, (expected.get(seller) ?? 0n) - gain);
        }
        const paid = day(trades, new Map(), closing);
        for (const account of ACCOUNTS) expect(paid.get(account) ?? 0n).toBe(expected.get(account));
      }),
    );
  });

  it('adds up to zero over all accounts', () => {
    fc.assert(
      fc.property(steps, ticks, (trades, closing) => {
        const paid = [...day(trades, new Map(), closing).values()];
        expect(paid.reduce((sum, amount) => sum + amount, 0n)).toBe(0n);
      }),
    );
  });

  it('of a position that did not trade is lots times the move times the tick value', () => {
    const holding = { lots: 10, openingLots: 10, tradedLots: 0, tradedTicks: 0n };
    expect(variationMarginMinor(holding, 20_018, 20_000, 1250)).toBe(225_000n);
    expect(variationMarginMinor(holding, -5, 3, 1000)).toBe(-80_000n);
    expect(variationMarginMinor(holding, 0, 0, 1250)).toBe(0n);
  });
});
