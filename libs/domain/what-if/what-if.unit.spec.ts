import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import { booksOf, HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { readHypotheticalTrade, type HypotheticalTrade } from './hypothetical-trade.js';
import { whatIf, type WhatIf } from './what-if.js';

const INSTRUMENTS = [
  'SPX-FUT',
  'SPX-FAR',
  'OIL-FUT',
  'GAS-FUT',
  'SPX-EUR',
  'SPX-CALL',
  'SPX-PUT',
  'SPX-FUTURES-CALL',
];

let play: HousePlay;
/** The mark of an instrument as a price. */
function priceOf(instrument: string): string {
  const entry = play.house.reference?.instruments.get(instrument);
  const ticks = play.engine.markTicks(instrument);
  if (!entry || ticks === undefined) throw new Error(`${instrument} has no mark`);
  return ticksToPrice(entry, ticks);
}

beforeEach(() => {
  play = historicalHouse();
});

function ask(trades: readonly HypotheticalTrade[], account = 'ALPHA/HOUSE'): WhatIf {
  const answer = whatIf(play.house, play.engine, account, trades);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}

const refusalOf = (trades: readonly HypotheticalTrade[], account = 'ALPHA/HOUSE'): unknown => {
  const answer = whatIf(play.house, play.engine, account, trades);
  return answer.ok ? answer.value : answer.error;
};

const buy = (lots: number, instrument = 'SPX-FUT'): HypotheticalTrade => ({ instrument, lots });

describe('a trade that was not made', () => {
  it('is answered with the requirement that the trade itself would lead to', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            instrument: fc.constantFrom(...INSTRUMENTS),
            lots: fc.integer({ min: -30, max: 30 }).filter((lots) => lots !== 0),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        (trades) => {
          play = historicalHouse();
          play.trade(trade({ tradeId: 'T-0', quantity: '7' }));
          play.collateral(deposit({ quantity: '250000.00' }));
          const { after } = ask(trades);
          for (const [i, { instrument, lots }] of trades.entries()) {
            const at = priceOf(instrument);
            const [buyer, seller] =
              lots > 0 ? ['ALPHA/HOUSE', 'BETA/HOUSE'] : ['BETA/HOUSE', 'ALPHA/HOUSE'];
            const quantity = String(Math.abs(lots));
            play.trade(
              trade({ tradeId: `H-${i}`, instrument, quantity, price: at, buyer, seller }),
            );
          }
          expect(play.of('TradeRejected')).toEqual([]);
          expect(ask([]).before).toEqual(after);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('leaves the house as it was, position, holders and all', () => {
    play.trade(trade());
    const before = structuredClone(booksOf(play.house));
    ask([buy(10), buy(-3, 'OIL-FUT'), buy(5, 'SPX-MINI'), buy(-2, 'SPX-PUT')]);
    expect(booksOf(play.house)).toEqual(before);
    expect(play.house.trading.holders.has('OIL-FUT')).toBe(false);
  });

  it('says which components move, by how much, and nothing of those that do not', () => {
    play.trade(trade({ quantity: '10' }));
    const { trades, before, after, moved, position } = ask([buy(-4)]);
    expect(trades).toEqual([{ instrument: 'SPX-FUT', quantity: '-4', price: '5000.00' }]);
    expect(position).toBe(play.house.position);
    const byName = new Map(moved.map((each) => [each.component, each]));
    const requirement = byName.get('requirement');
    expect(requirement).toMatchObject({ before: before.requirement, after: after.requirement });
    const market = byName.get('groups[EQUITY].classes[SPX].marketRisk');
    expect(Number(market?.difference)).toBeCloseTo(-0.4 * Number(market?.before), 1);
    expect(byName.get('groups[EQUITY].classes[SPX].netDelta')).toMatchObject({
      before: '10',
      after: '6',
      difference: '-4',
    });
    expect(byName.has('groups[EQUITY].netOptionValue')).toBe(false);
    expect(moved.every(({ difference }) => Number(difference) !== 0)).toBe(true);
  });

  it('in a class that was not held counts from zero', () => {
    play.trade(trade());
    const component = 'groups[EQUITY].classes[OIL].marketRisk';
    const found = ask([buy(2, 'OIL-FUT')]).moved.find((each) => each.component === component);
    expect(found).toMatchObject({ before: '0.00', after: found?.difference });
  });

  it('at the mark changes exposure as it changes the requirement', () => {
    play.trade(trade({ price: '4990.00', quantity: '3' }));
    play.price(price({ price: '4980.00', observedAt: '2026-11-20T14:00:05.000Z' }));
    const { before, after } = ask([buy(5)]);
    const unsettled = (at: WhatIf['before']): number =>
      Number(at.exposure) - Number(at.requirement);
    expect(unsettled(before)).toBeGreaterThan(0);
    expect(unsettled(after)).toBe(unsettled(before));
  });

  it.each([
    ['of an unknown instrument', [buy(1, 'NDX-FUT')], 'UNKNOWN_INSTRUMENT'],
    [
      'that is too large to be added up',
      [buy(1_000_000_000), buy(1_000_000_000)],
      'BEYOND_EXACT_INTEGERS',
    ],
    ['with too many others', Array.from({ length: 101 }, () => buy(1)), 'LIMIT_EXCEEDED'],
  ])('%s is refused with its code', (_, trades, code) => {
    expect(refusalOf(trades)).toMatchObject({
      code,
      reason: expect.stringMatching(/\w+ \w+/) as string,
    });
  });

  it('of an account that is not there, an instrument without price or one that expired is refused', () => {
    expect(refusalOf([buy(1)], 'ALPHA/NONE')).toMatchObject({ code: 'UNKNOWN_ACCOUNT' });
    play = HousePlay.open();
    expect(refusalOf([buy(1)])).toMatchObject({ code: 'NO_PRICE' });
    expect(refusalOf([buy(1, 'UNMARGINED')])).toMatchObject({ code: 'INSTRUMENT_NOT_OPEN' });
    play.price(price({ observedAt: '2026-12-18T21:00:00.000Z' }));
    expect(refusalOf([buy(1)])).toMatchObject({ code: 'INSTRUMENT_NOT_OPEN' });
  });
});

describe('a trade as a person writes it', () => {
  it.each([
    ['+10 SPX-FUT-2026-12', { lots: 10, instrument: 'SPX-FUT-2026-12' }],
    ['10 SPX-FUT', { lots: 10, instrument: 'SPX-FUT' }],
    ['  -3.00   OIL.F_1 ', { lots: -3, instrument: 'OIL.F_1' }],
    ['-1000000000 X', { lots: -1_000_000_000, instrument: 'X' }],
  ])('%j is read', (text, expected) => {
    expect(readHypotheticalTrade(text)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['', 'INVALID_FIELD'],
    ['+10', 'INVALID_FIELD'],
    ['SPX-FUT +10', 'INVALID_FIELD'],
    ['+10 SPX FUT', 'INVALID_FIELD'],
    ['10 -SPX', 'INVALID_FIELD'],
    ['+0 SPX-FUT', 'INVALID_QUANTITY'],
    ['+1.5 SPX-FUT', 'INVALID_QUANTITY'],
    ['--1 SPX-FUT', 'INVALID_QUANTITY'],
    ['1e3 SPX-FUT', 'INVALID_QUANTITY'],
    ['1000000001 SPX-FUT', 'INVALID_QUANTITY'],
  ])('%j is refused', (text, code) => {
    expect(readHypotheticalTrade(text)).toMatchObject({ ok: false, error: { code } });
  });
});
