import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FundingAccrued } from '#libs/domain/events/funding-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { nextDeadlineMs } from '#libs/domain/house/due.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { booksOf, fold, type HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import { deposit, price } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import {
  A,
  at,
  B,
  C,
  D,
  EXAMPLE_TRADES,
  fundedDocument,
  fundedHouse,
  indexInput,
  markInput,
  PERPETUAL,
  tradeInput,
} from './funded-house.fixture.js';
import { accruedFor } from './funding-state.js';

const accrued = (play: HousePlay): FundingAccrued[] => play.of('FundingAccrued');
const owed = (play: HousePlay, account: string): bigint | undefined =>
  accruedFor(play.house.funding, account).get('BTC-PERP');
const settle = (play: HousePlay, date = '2026-11-20', time?: string) =>
  play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date }, time && at(time));

/** The day of worked example f: a premium of 8 basis points over the whole interval until 16:00. */
function exampleDay(changes = {}): HousePlay {
  const play = fundedHouse(changes);
  play.batch([indexInput('61230.01530612', '08:00:00'), markInput('61280', '08:00:00')]);
  play.batch([indexInput('61230.98', '08:00:00'), ...EXAMPLE_TRADES('09:00:00')]);
  return play;
}

/** With an index of 61,234.57 at the end, and marks that make it 8 basis points on average. */
function workedExample(): HousePlay {
  const play = fundedHouse();
  // (61280 - 61231.015...) / 61231.015... is 8 basis points; the index of the end has a second.
  play.batch([indexInput('61231.015187849720', '08:00:00'), markInput('61280', '08:00:00')]);
  play.batch(EXAMPLE_TRADES('09:00:00'));
  play.batch([indexInput('61234.57', '15:59:59')]);
  play.batch([indexInput('61234.57', '16:00:00')]);
  return play;
}

describe('worked example f', () => {
  it('pays A -13, B 6, C 5 and D 2 cents', () => {
    const [interval] = accrued(workedExample());
    expect(interval).toMatchObject({
      instrument: 'BTC-PERP',
      intervalStart: at('08:00:00'),
      intervalEnd: at('16:00:00'),
      currency: 'USD',
      index: '61234.57',
    });
    // One second of 28,800 at the index of the end: 7.9998 basis points, so nearly 3.
    expect(Number(interval?.premium)).toBeCloseTo(0.0008, 7);
    expect(Number(interval?.rate)).toBeCloseTo(0.0003, 7);
    expect(interval?.amounts).toEqual([
      { account: A, amount: '-0.13' },
      { account: B, amount: '0.06' },
      { account: C, amount: '0.05' },
      { account: D, amount: '0.02' },
    ]);
  });
});

describe('a funding interval', () => {
  let play: HousePlay;
  beforeEach(() => {
    play = exampleDay();
  });

  it('is decided when the ledger shows that it has ended, before what showed it', () => {
    play.batch([tradeInput(D, A, 100, '15:59:59')]);
    expect(accrued(play)).toEqual([]);
    const events = play.batch([tradeInput(B, A, 1000, '16:00:00')]);
    expect(events.map(({ type }) => type)).toEqual(['FundingAccrued', 'TradeNovated']);
    expect(accrued(play)[0]?.amounts).toContainEqual({ account: D, amount: '-1.82' });
  });

  it('is a deadline of the ledger, on a wall clock without any message', () => {
    expect(nextDeadlineMs(play.house)).toBe(Date.parse(at('16:00:00')));
    const wall = fundedHouse({ clock: 'wall' });
    wall.wallClockMs = Date.parse(at('09:00:00'));
    wall.batch([indexInput('60000', '09:00:00'), markInput('60030', '09:00:00')]);
    wall.batch(EXAMPLE_TRADES('09:00:00'));
    wall.wallClockMs = Date.parse(at('16:00:01'));
    expect(wall.batch([]).map(({ type }) => type)).toEqual(['FundingAccrued']);
    expect(accrued(wall)[0]).toMatchObject({ premium: '0.000500000000', rate: '0.000100000000' });
  });

  it('that was missed is decided late, one by one, with the last prices and the positions now', () => {
    play.batch([markInput('61290', '39:00:00')]);
    expect(accrued(play).map(({ intervalEnd }) => intervalEnd)).toEqual([
      at('16:00:00'),
      at('24:00:00'),
      at('32:00:00'),
    ]);
    const [, ...later] = accrued(play);
    expect(new Set(later.map(({ premium, rate }) => `${premium} ${rate}`)).size).toBe(1);
    expect(owed(play, A)).toBe(
      accrued(play)
        .map(({ amounts }) => amounts.find(({ account }) => account === A)?.amount ?? '0')
        .reduce((sum, amount) => sum + BigInt(amount.replace('.', '')), 0n),
    );
  });

  it('pays nothing for a position that was opened and closed inside it', () => {
    play.batch([tradeInput(D, A, 1000, '10:00:00'), tradeInput(A, D, 1000, '11:00:00')]);
    play.batch([markInput('61280', '16:00:00')]);
    expect(accrued(play)[0]?.amounts).toEqual(accrued(after(exampleDay(), '16:00:00'))[0]?.amounts);
  });

  it('is over for who closed before its end, and is paid whole by who held at its end', () => {
    play.batch([tradeInput(D, A, 7, '15:59:00')]);
    play.batch([markInput('61280', '16:00:00')]);
    const accounts = accrued(play)[0]?.amounts.map(({ account }) => account);
    expect(accounts).toEqual([B, C, D]);
  });

  it('without an index pays nothing and says so', () => {
    const blind = fundedHouse();
    blind.batch([markInput('61280', '08:00:00'), ...EXAMPLE_TRADES('09:00:00')]);
    blind.batch([markInput('61290', '16:00:00')]);
    expect(accrued(blind)).toEqual([
      {
        instrument: 'BTC-PERP',
        intervalStart: at('08:00:00'),
        intervalEnd: at('16:00:00'),
        currency: 'USD',
        missing: ['BTCUSD'],
        amounts: [],
      },
    ]);
  });

  it('without any price pays nothing, however much is traded', () => {
    const blind = fundedHouse();
    blind.price(price({ observedAt: at('08:00:00') }));
    blind.house.market.prices.set('BTC-PERP', {
      price: '61280',
      source: 'X',
      observedAtMs: Date.parse(at('08:00:00')),
    });
    blind.batch(EXAMPLE_TRADES('09:00:00'));
    blind.house.market.prices.delete('BTC-PERP');
    blind.price(price({ observedAt: at('16:00:00') }));
    expect(accrued(blind)[0]?.missing).toEqual(['BTCUSD']);
  });
});

function after(play: HousePlay, time: string): HousePlay {
  play.batch([markInput('61280', time)]);
  return play;
}
void PERPETUAL;
void C;
void deposit;
void settle;
void fc;
void booksOf;
void fold;
void referenceDocument;
void fundedDocument;
void serialize;
void deserialize;
void evaluateAccount;
void MarginEngine;
export type { HouseState, PlayInput };
