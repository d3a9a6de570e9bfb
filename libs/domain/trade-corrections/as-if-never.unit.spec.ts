import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TradeSubmission } from '#libs/domain/inputs/inputs.js';
import { booksOf, fold, HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import { price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';
import { RANDOM_ACCOUNTS } from '#libs/domain/testing/random-market.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';

const DAY = '2026-11-20';
const START_MS = Date.parse(`${DAY}T08:00:00.000Z`);
const timeAt = (i: number): string => new Date(START_MS + i * 60_000).toISOString();

/** Futures in two currencies and an option whose premium is paid once. */
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
  'SPX-CALL': ['0.05', '120.00', '130.35'],
};
const INSTRUMENTS = Object.keys(PRICES);

const terms = fc
  .record({
    instrument: fc.constantFrom(...INSTRUMENTS),
    which: fc.integer({ min: 0, max: 2 }),
    sides: fc.shuffledSubarray([...RANDOM_ACCOUNTS], { minLength: 2, maxLength: 2 }),
    lots: fc.integer({ min: 1, max: 90 }),
  })
  .map(({ instrument, which, sides: [buyer = '', seller = ''], lots }) => ({
    instrument,
    price: PRICES[instrument]?.[which] ?? '',
    quantity: String(lots),
    buyer,
    seller,
  }));
type Terms = Pick<TradeSubmission, 'instrument' | 'price' | 'quantity' | 'buyer' | 'seller'>;

type Step = (i: number) => PlayInput;
const trades = terms.map((given) => (i: number): PlayInput => {
  return {
    kind: 'trade',
    trade: trade({ ...given, tradeId: `T-${i}`, executedAt: timeAt(i) }),
  };
});
const prices = terms.map((given) => (i: number): PlayInput => {
  const { instrument: symbol, price: at } = given;
  return { kind: 'price', price: price({ symbol, price: at, observedAt: timeAt(i) }) };
});
const cycle = (i: number): PlayInput => {
  const body = { type: 'SETTLE', cycleType: 'INTRADAY', date: DAY } as const;
  return {
    kind: 'command',
    command: { commandId: `S-${i}`, ledger: 'main', by: 'op', at: timeAt(i), body },
  };
};
const steps: fc.Arbitrary<Step[]> = fc.array(fc.oneof(trades, prices, fc.constant(cycle)), {
  minLength: 2,
  maxLength: 25,
  size: 'max',
});

function opened(): HousePlay {
  const { instruments = [] } = referenceDocument() as { instruments?: object[] };
  const play = HousePlay.open({
    instruments: [...instruments, CALL],
    fees: [
      { accountType: 'house', perLot: '0.50' },
      { accountType: 'client-segregated', perLot: '0.75' },
    ],
    marginCalls: { minimumTransferAmount: '1000000000000.00' },
  });
  play.price(price({ symbol: 'EURUSD', price: '1.0842', observedAt: timeAt(0) }));
  for (const [symbol, [, at = '']] of Object.entries(PRICES))
    play.price(price({ symbol, price: at, observedAt: timeAt(0) }));
  return play;
}

/** Ends the day; returns what every book holds and who has a position. */
function closed(play: HousePlay, after: number): unknown {
  for (const symbol of ['SPX-FUT', 'OIL-FUT', 'SPX-EUR'])
    play.price(
      settlementPrice(DAY, {
        symbol,
        price: PRICES[symbol]?.[2] ?? '',
        observedAt: timeAt(after),
      }),
    );
  play.command({ type: 'SETTLE', cycleType: 'EOD', date: DAY }, timeAt(after));
  expect(play.of('CommandAnswered').at(-1)).toMatchObject({ outcome: 'DONE' });
  const money = [...play.house.books].flatMap(([book, held]) =>
    [...held]
      .filter(([, minor]) => minor !== 0n)
      .map(([asset, minor]) => `${book} ${asset} ${minor}`),
  );
  const lots = [...play.house.trading.holdings].flatMap(([account, held]) =>
    [...held].map(([instrument, holding]) => `${account} ${instrument} ${holding.lots}`),
  );
  return { money: money.toSorted(), lots: lots.toSorted(), fees: [...play.house.charges.fees] };
}

const request = (type: 'BUST' | 'CORRECT', i: number, asked: object = {}): PlayInput => ({
  kind: 'correction',
  correction: {
    type,
    tradeId: 'X',
    venue: 'XSIM',
    correctionId: `K-${i}`,
    reason: 'a test',
    requestedAt: timeAt(i),
    ...asked,
  },
});

/** Plays steps, with something at one place and something at a later one. */
function played(given: readonly Step[], first: number, then: number, inputs: [Step?, Step?]) {
  const play = opened();
  given.forEach((step, i) => {
    if (i === first && inputs[0]) play.batch([inputs[0](i + 1)]);
    play.batch([step(i + 1)]);
    if (i === then && inputs[1]) play.batch([inputs[1](i + 1)]);
  });
  return play;
}

const places = fc.tuple(fc.nat(), fc.nat());
const placed = (given: readonly Step[], [a, b]: [number, number]): [number, number] => {
  const [x, y] = [a % given.length, b % given.length];
  return x < y ? [x, y] : [y, x];
};
const submitted =
  (content: Terms, tradeId = 'X'): Step =>
  (i) => ({ kind: 'trade', trade: trade({ ...content, tradeId, executedAt: timeAt(i) }) });

describe('at the end of the day every balance and position', () => {
  it('is as if a busted trade had never been, whatever was traded and settled in between', () => {
    let between = 0;
    fc.assert(
      fc.property(steps, terms, places, (given, content, at) => {
        const [first, then] = placed(given, at);
        const never = played(given, first, then, []);
        const bust: Step = (i) => request('BUST', i);
        const busted = played(given, first, then, [submitted(content), bust]);
        // A price far from the mark may have been refused by its band.
        fc.pre(busted.of('TradeNovated').some(({ tradeId }) => tradeId === 'X'));
        expect(busted.of('TradeBusted')).toHaveLength(1);
        const after = given.length + 2;
        expect(closed(busted, after)).toEqual(closed(never, after));
        expect(booksOf(fold('main', busted.events))).toEqual(booksOf(busted.house));
        const types = busted.events.map(({ type }) => type);
        const [from, to] = [
          busted.events.findIndex(
            ({ type, payload }) =>
              type === 'TradeNovated' && 'tradeId' in payload && payload.tradeId === 'X',
          ),
          types.indexOf('TradeBusted'),
        ];
        if (types.slice(from, to).includes('SettlementCycleCompleted')) between += 1;
      }),
      { numRuns: 80 },
    );
    expect(between).toBeGreaterThan(15);
  });

  it('is as if a corrected trade had always been what it was corrected to', () => {
    fc.assert(
      fc.property(steps, terms, terms, places, (given, content, right, at) => {
        const [first, then] = placed(given, at);
        const { quantity } = right;
        const asked = PRICES[content.instrument]?.[right.quantity.length % 3] ?? '';
        const meant = { ...content, quantity, price: asked };
        const always = played(given, first, then, [submitted(meant)]);
        const correct: Step = (i) => request('CORRECT', i, { quantity, price: asked });
        const corrected = played(given, first, then, [submitted(content), correct]);
        const isAnother = quantity !== content.quantity || asked !== content.price;
        for (const play of [always, corrected])
          fc.pre(play.of('TradeNovated').some(({ tradeId }) => tradeId === 'X'));
        expect(corrected.of('TradeCorrected')).toHaveLength(isAnother ? 1 : 0);
        const after = given.length + 2;
        expect(closed(corrected, after)).toEqual(closed(always, after));
      }),
      { numRuns: 60 },
    );
  });
});
