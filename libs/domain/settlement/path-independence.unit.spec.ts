import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fundedDocument } from '#libs/domain/testing/funded-house.js';
import { HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import { price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';
import { RANDOM_ACCOUNTS } from '#libs/domain/testing/random-market.js';

const DAY = '2026-11-20';
const START_MS = Date.parse(`${DAY}T08:00:00.000Z`);
/** Steps come half an hour apart, so that intervals of funding end between them. */
const timeAt = (i: number): string => new Date(START_MS + i * 1_800_000).toISOString();

/** Futures in two currencies, a perpetual that pays funding, and an option whose premium is paid once. */
const CALL = {
  id: 'SPX-CALL',
  type: 'option',
  underlying: 'SPX',
  currency: 'USD',
  tickSize: '0.05',
  tickValueMinor: 250,
  expiry: '2026-12-18T21:00:00.000Z',
  right: 'call',
  strike: '5000',
  premiumStyle: 'premium',
  forward: 'SPX-FUT',
};
const PRICES: Readonly<Record<string, readonly string[]>> = {
  'SPX-FUT': ['4990.25', '5000.00', '5003.75'],
  'OIL-FUT': ['-3.00', '0.00', '71.13'],
  'SPX-EUR': ['990.50', '1000.00', '1004.00'],
  'BTC-PERP': ['60010', '61000', '61990'],
  'SPX-CALL': ['0.05', '120.00', '130.35'],
};
const INSTRUMENTS = Object.keys(PRICES);

type Step = (i: number) => PlayInput;

const instrument = fc.constantFrom(...INSTRUMENTS);
const which = fc.integer({ min: 0, max: 2 });
const account = fc.constantFrom(...RANDOM_ACCOUNTS);

const trades: fc.Arbitrary<Step> = fc
  .record({
    instrument,
    which,
    buyer: account,
    seller: account,
    lots: fc.integer({ min: 1, max: 90 }),
  })
  .map(({ which: at, lots, ...given }) => (i) => {
    const terms = { quantity: String(lots), price: PRICES[given.instrument]?.[at] ?? '' };
    const made = trade({ ...given, ...terms, tradeId: `T-${i}`, executedAt: timeAt(i) });
    return { kind: 'trade', trade: made };
  });

const prices: fc.Arbitrary<Step> = fc.record({ instrument, which }).map((given) => (i) => {
  const symbol = given.instrument;
  const at = PRICES[symbol]?.[given.which] ?? '';
  return { kind: 'price', price: price({ symbol, price: at, observedAt: timeAt(i) }) };
});

const cycle: Step = (i) => {
  const body = { type: 'SETTLE', cycleType: 'INTRADAY', date: DAY } as const;
  const command = { commandId: `S-${i}`, ledger: 'main', by: 'op', at: timeAt(i), body };
  return { kind: 'command', command };
};

function opened(): HousePlay {
  const { instruments = [], ...document } = fundedDocument();
  const play = HousePlay.open({
    ...document,
    instruments: [...(instruments as object[]), CALL],
    fees: [
      { accountType: 'house', perLot: '0.50' },
      { accountType: 'client-segregated', perLot: '0.75' },
    ],
    priceAlignment: { enabled: true, rates: { USD: '0.05', EUR: '0.03' } },
    marginCalls: { minimumTransferAmount: '1000000000000.00' },
  });
  const first = { EURUSD: '1.0842', BTCUSD: '61000.00' };
  for (const [symbol, at] of Object.entries({ ...first, ...middle() }))
    play.price(price({ symbol, price: at, observedAt: timeAt(0) }));
  return play;
}

const middle = (): Record<string, string> =>
  Object.fromEntries(Object.entries(PRICES).map(([symbol, of]) => [symbol, of[1] ?? '']));

/** Ends the day, whatever was settled in it before; returns what every account holds. */
function endOfDay(play: HousePlay, after: number): Map<string, bigint> {
  for (const symbol of ['SPX-FUT', 'OIL-FUT', 'SPX-EUR', 'BTC-PERP']) {
    const given = { symbol, price: PRICES[symbol]?.[2] ?? '', observedAt: timeAt(after) };
    play.price(settlementPrice(DAY, given));
  }
  play.command({ type: 'SETTLE', cycleType: 'EOD', date: DAY }, timeAt(after));
  expect(play.of('CommandAnswered').at(-1)).toMatchObject({ outcome: 'DONE' });
  const cash = new Map<string, bigint>();
  for (const [book, held] of play.house.books)
    for (const [currency, minor] of held) if (minor !== 0n) cash.set(`${book} ${currency}`, minor);
  return cash;
}

describe('the cash of every account at the end of a day', () => {
  it('does not depend on the intraday cycles that the day was cut into', () => {
    let [cycles, funded] = [0, 0];
    const steps = fc.array(fc.tuple(fc.oneof(trades, trades, prices), fc.boolean()), {
      minLength: 1,
      maxLength: 30,
      size: 'max',
    });
    fc.assert(
      fc.property(steps, (given) => {
        const [whole, cut] = [opened(), opened()];
        given.forEach(([step, isCut], i) => {
          const input = step(i + 1);
          whole.batch([input]);
          cut.batch(isCut ? [input, cycle(i + 1)] : [input]);
        });
        const after = given.length + 2;
        expect(endOfDay(cut, after)).toEqual(endOfDay(whole, after));
        cycles += cut.of('SettlementCycleCompleted').length;
        funded += cut.of('FundingAccrued').filter(({ amounts }) => amounts.length > 0).length;
      }),
      { numRuns: 60 },
    );
    expect(cycles).toBeGreaterThan(200);
    expect(funded).toBeGreaterThan(5);
  });
});
