import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HouseState } from '#libs/domain/house/house-state.js';
import {
  atSecond,
  gatedDocument,
  gatedHouse,
  observe,
  passUntil,
  statesOf,
  verdictsOf,
} from '#libs/domain/testing/gated-market.js';
import { booksOf, fold, HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import { deposit, price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import { feedEffectsOf, leadFeedOf } from './feed-effects.js';
import { markTicks } from './marks.js';

const markOf = (play: HousePlay, symbol = 'SPX-FUT'): string | undefined =>
  play.house.market.prices.get(symbol)?.price;

const FREE = { rungsUp: 0, withdrawals: true, newRisk: true, automatedLiquidation: true };
const effectsOf = (play: HousePlay) => feedEffectsOf(play.house, 'SPX');

describe('the gate of a feed (margin-model.md j.6)', () => {
  it('worked example (j), through the house', () => {
    const play = gatedHouse();
    const observations = [
      [0, '100.00'],
      [1, '100.10'],
      [2, '109.00'],
      [3, '100.20'],
      [4, '108.00'],
      [6, '108.10'],
      [8, '108.05'],
      [10, '108.20'],
    ] as const;
    const marks = observations.map(([seconds, given]) => {
      observe(play, seconds, given);
      return markOf(play);
    });
    expect(verdictsOf(play)).toEqual([
      'ACCEPTED',
      'ACCEPTED',
      'QUARANTINED',
      'ACCEPTED',
      'QUARANTINED',
      'QUARANTINED',
      'QUARANTINED',
      'JUMP_ACCEPTED',
    ]);
    const held = '100.20';
    expect(marks).toEqual(['100.00', '100.10', '100.10', held, held, held, held, '108.20']);
    expect(markTicks(play.house, 'SPX-FUT')).toBe(10_820);
    expect(statesOf(play)).toEqual(['LIVE', 'SUSPECT', 'LIVE', 'SUSPECT', 'LIVE']);
    expect(play.quarantined).toHaveLength(4);
    expect(play.quarantined[0]).toBe(
      'price 109.00 of SPX-FUT moves 0.08518 from the last accepted price 100.10, beyond the band of 0.002000; it counts once 3 consecutive observations within 0.002 of each other span 5 s',
    );
  });

  it('says what the verdict rests on, so that it can be given again', () => {
    const play = gatedHouse();
    observe(play, 0, '100.00');
    observe(play, 60, '100.50');
    expect(play.of('PriceJudged').at(-1)).toEqual({
      symbol: 'SPX-FUT',
      underlying: 'SPX',
      price: '100.50',
      source: 'XSIM',
      observedAt: atSecond(60),
      quotes: [{ source: 'XSIM', price: '100.50', weight: '1', observedAt: atSecond(60) }],
      outliers: [],
      quality: 'NORMAL',
      previous: '100.00',
      previousAt: atSecond(0),
      combined: '100.50',
      combinedAt: atSecond(60),
      dailyVolatility: '0.03',
      move: expect.stringMatching(/^0\.004987541511/) as string,
      width: expect.stringMatching(/^0\.0047434164902/) as string,
      verdict: 'QUARANTINED',
      pending: [{ firstAt: atSecond(60), count: 1, low: '100.5', high: '100.5' }],
      // The clock stands where the last accepted price left it.
      state: 'SUSPECT',
    });
  });

  it('what is held moves no clock; what is accepted does', () => {
    const play = gatedHouse();
    observe(play, 0, '100.00');
    observe(play, 5, '150.00');
    expect(play.house.ledgerTimeMs).toBe(Date.parse(atSecond(0)));
    observe(play, 6, '100.00');
    expect(play.house.ledgerTimeMs).toBe(Date.parse(atSecond(6)));
  });

  it('never accepts a single spike, whatever the steps, and the mark stays with the crowd', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 100, max: 9_000 }),
        fc.constantFrom('130.00', '70.00', '100.80', '0.01'),
        (spikes, stepMs, spikePrice) => {
          const play = gatedHouse({ band: { sigmas: '0' } });
          let wasSpike = true;
          spikes.forEach((spike, i) => {
            wasSpike = spike && !wasSpike;
            observe(play, (i * stepMs) / 1000, wasSpike ? spikePrice : '100.00');
            expect(markOf(play)).toBe('100.00');
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('the same observation again is no second one: it leaves no event and no jump', () => {
    const play = gatedHouse();
    observe(play, 0, '100.00');
    observe(play, 1, '110.00');
    observe(play, 7, '110.00');
    const events = play.events.length;
    observe(play, 7, '110.00');
    observe(play, 1, '110.00');
    expect(play.events).toHaveLength(events);
    expect(markOf(play)).toBe('100.00');
  });

  it('starts from the price that was accepted before there was a gate', () => {
    const ungated = gatedDocument();
    const [spx, ...others] = ungated['underlyings'] as Record<string, unknown>[];
    const { priceFeed, ...bare } = spx ?? {};
    void priceFeed;
    const play = HousePlay.open({ ...ungated, underlyings: [bare, ...others] });
    observe(play, 0, '100.00');
    const document = referenceDocument(gatedDocument());
    play.command({ type: 'APPLY_REFERENCE_DATA', document });
    observe(play, 1, '130.00');
    expect([verdictsOf(play), markOf(play)]).toEqual([['QUARANTINED'], '100.00']);
  });
});

describe('what passes no gate', () => {
  it('is every price of an underlying without the block: no event of the gates, as ever', () => {
    const play = HousePlay.open();
    for (const given of ['5000.00', '9000.00', '1.00']) play.price(price({ price: given }));
    expect(markOf(play)).toBe('1.00');
    expect(play.events.slice(2).every(({ type }) => type === 'PricesObserved')).toBe(true);
    expect(effectsOf(play)).toEqual(FREE);
  });

  it('is the observed price of an option', () => {
    const play = gatedHouse();
    observe(play, 0, '3.00', 'ANYBODY', 'SPX-C');
    observe(play, 1, '9.00', 'ANYBODY', 'SPX-C');
    expect([markOf(play, 'SPX-C'), verdictsOf(play)]).toEqual(['9.00', []]);
  });

  it('is an official price, which is what the gate compares with from then on', () => {
    const play = gatedHouse();
    observe(play, 0, '100.00');
    observe(play, 1, '120.00');
    play.price(settlementPrice('2026-11-20', { price: '120.05', observedAt: atSecond(2) }));
    expect(statesOf(play).at(-1)).toBe('LIVE');
    observe(play, 3, '120.10');
    expect([markOf(play), verdictsOf(play).at(-1)]).toEqual(['120.10', 'ACCEPTED']);
    observe(play, 4, '100.00');
    expect(verdictsOf(play).at(-1)).toBe('QUARANTINED');
  });
});

describe('an official price that is older than the last one of its source', () => {
  it('is neither the mark nor what the gate compares with', () => {
    const play = gatedHouse();
    observe(play, 5, '100.00');
    const late = { price: '120.00', observedAt: atSecond(4) };
    const left = play.price(settlementPrice('2026-11-20', late));
    expect(left.map(({ type }) => type)).toEqual(['SettlementPriceAccepted']);
    expect(markOf(play)).toBe('100.00');
    observe(play, 6, '120.00');
    expect(verdictsOf(play).at(-1)).toBe('QUARANTINED');
  });
});

describe('input that cannot be judged (margin-model.md j.1, j.2)', () => {
  it.each([
    [{ source: 'YOTH' }, 'YOTH is not a source of the price feed of SPX; its sources are XSIM'],
    [{ price: '-1.00' }, 'SPX has returns log, so it must be above zero'],
    [{ price: '0.00' }, 'must be above zero'],
    [{ price: '10000000000.00' }, 'moves 18.42 from the last accepted price 100.00'],
    [{ symbol: 'SPX', price: '1' + '0'.repeat(400) }, 'too large'],
    [{ symbol: 'SPX', price: '1' + '0'.repeat(17) }, 'too large'],
    [{ observedAt: '2027-01-20T14:00:00.000Z' }, 'time'],
  ])('%j goes to quarantine with the reason and changes nothing', (given, reason) => {
    const play = gatedHouse();
    observe(play, 0, '100.00');
    play.price(price({ price: '100.00', observedAt: atSecond(1), ...given }));
    expect(markOf(play)).toBe('100.00');
    expect(play.quarantined).toEqual([expect.stringContaining(reason) as string]);
  });

  it('a price older than the limit is quarantined, unless its source sent a later one', () => {
    const play = gatedHouse({ sources: { XSIM: '1', YOTH: '1' } });
    observe(play, 20, '100.00');
    observe(play, 9, '100.00', 'YOTH');
    expect(play.quarantined).toEqual([
      `observedAt ${atSecond(9)} lies 11 s before the ledger's time ${atSecond(20)}; a price of SPX-FUT may be 10 s old`,
    ]);
    observe(play, 8, '100.00');
    expect(play.quarantined).toHaveLength(1);
    observe(play, 10, '100.00', 'YOTH');
    expect(verdictsOf(play)).toEqual(['ACCEPTED', 'ACCEPTED']);
  });

  it('negative prices pass where returns are absolute', () => {
    const play = gatedHouse({}, { returns: 'absolute' });
    observe(play, 0, '0.10');
    observe(play, 1, '-37.63');
    observe(play, 4, '-37.63');
    observe(play, 7, '-37.63');
    expect([markOf(play), verdictsOf(play).at(-1)]).toEqual(['-37.63', 'JUMP_ACCEPTED']);
  });
});

describe('several sources (margin-model.md j.3, j.4)', () => {
  const four = { sources: { A: '1', B: '1', C: '1', D: '2' }, quorum: 3 };

  it('make the weighted mean, on the tick, halves to the even one', () => {
    const play = gatedHouse(four);
    for (const [i, source] of ['A', 'B', 'D'].entries()) observe(play, i / 10, '100.00', source);
    observe(play, 1, '100.02', 'D');
    expect(markOf(play)).toBe('100.01');
    observe(play, 2, '100.03', 'D');
    // 100.015 lies between two ticks.
    expect(markOf(play)).toBe('100.02');
    expect(statesOf(play)).toEqual(['DEGRADED', 'DEGRADED', 'LIVE']);
  });

  it('without the one that is out of line, whose message is put aside', () => {
    const play = gatedHouse(four);
    for (const [i, source] of ['A', 'B', 'C'].entries())
      observe(play, i / 10, ['100.00', '100.02', '100.04'][i] ?? '', source);
    observe(play, 1, '101.00', 'D');
    expect(play.of('PriceJudged').at(-1)).toMatchObject({ outliers: ['D'], verdict: 'ACCEPTED' });
    expect(markOf(play)).toBe('100.02');
    expect(play.quarantined).toEqual([expect.stringContaining('outlier') as string]);
  });

  it('two that disagree hold the last price, and degrade the feed', () => {
    const play = gatedHouse(four);
    observe(play, 0, '100.00', 'A');
    observe(play, 0.1, '100.02', 'B');
    observe(play, 1, '101.00', 'B');
    expect(markOf(play)).toBe('100.01');
    expect(verdictsOf(play).at(-1)).toBe('SOURCES_DISAGREE');
    expect(play.quarantined).toEqual([expect.stringContaining('quorum of 3') as string]);
    expect(play.house.market.feeds.get('SPX')?.get('SPX-FUT')?.state).toBe('DEGRADED');
  });

  it('two of which one goes silent: the other stands alone, and margin goes a rung up', () => {
    const play = gatedHouse({ sources: { A: '1', B: '1' }, quorum: 2 });
    observe(play, 0, '100.00', 'A');
    observe(play, 0, '100.00', 'B');
    expect([statesOf(play).at(-1), effectsOf(play)]).toEqual(['LIVE', FREE]);
    for (let s = 1; s <= 11; s++) observe(play, s, '100.00', 'A');
    expect(statesOf(play).at(-1)).toBe('DEGRADED');
    expect(effectsOf(play)).toEqual({ ...FREE, rungsUp: 1 });
    observe(play, 12, '100.00', 'B');
    expect([statesOf(play).at(-1), effectsOf(play)]).toEqual(['LIVE', FREE]);
  });

  it('one alone under a quorum of three is degraded for good', () => {
    const play = gatedHouse({ quorum: 3 });
    for (let s = 0; s < 30; s++) observe(play, s, '100.00');
    expect(statesOf(play)).toEqual(['DEGRADED']);
    expect(effectsOf(play)).toEqual({ ...FREE, rungsUp: 1 });
  });

  it("of the underlying's own symbol keep their digits, and a mean has two more", () => {
    const play = gatedHouse({ sources: { A: '1', B: '2' }, quorum: 1 });
    observe(play, 0, '100.12345', 'A', 'SPX');
    expect(markOf(play, 'SPX')).toBe('100.12345');
    observe(play, 1, '100.1235', 'B', 'SPX');
    expect(markOf(play, 'SPX')).toBe('100.1234833');
  });
});

describe('states that come by time (margin-model.md j.7)', () => {
  it('STALE after the age, HALTED after the halt, LIVE with the next price; each to its millisecond', () => {
    const play = gatedHouse();
    observe(play, 0, '100.00');
    passUntil(play, 10);
    expect(statesOf(play)).toEqual(['LIVE']);
    passUntil(play, 10.001);
    expect(statesOf(play)).toEqual(['LIVE', 'STALE']);
    expect(effectsOf(play)).toEqual({ ...FREE, rungsUp: 1, withdrawals: false });
    passUntil(play, 60);
    expect(statesOf(play)).toHaveLength(2);
    passUntil(play, 60.001);
    expect(effectsOf(play)).toEqual({
      rungsUp: 1,
      withdrawals: false,
      newRisk: false,
      automatedLiquidation: false,
    });
    observe(play, 61, '100.00');
    expect(statesOf(play)).toEqual(['LIVE', 'STALE', 'HALTED', 'LIVE']);
    expect(effectsOf(play)).toEqual(FREE);
    const causes = play.events.flatMap(({ type, causation }) =>
      type === 'PriceFeedStateChanged' ? [causation.split('/')[0]] : [],
    );
    expect(causes).toEqual(['ccp.prices', 'policy', 'policy', 'ccp.prices']);
  });

  it('on a wall clock by the clock alone', () => {
    const play = HousePlay.open({ ...gatedDocument(), clock: 'wall' });
    play.wallClockMs = Date.parse(atSecond(0));
    observe(play, 0, '100.00');
    play.wallClockMs += 10_001;
    play.batch([]);
    expect(statesOf(play)).toEqual(['LIVE', 'STALE']);
    play.wallClockMs += 50_000;
    play.batch([]);
    expect(statesOf(play)).toEqual(['LIVE', 'STALE', 'HALTED']);
  });

  it('of an underlying is that of the first to expire of those that had a price and have not', () => {
    const play = gatedHouse({ maxAgeSeconds: 60, haltAfterSeconds: 2_592_000 });
    observe(play, 0, '100.00');
    observe(play, 0, '101.00', 'XSIM', 'SPX-FAR');
    observe(play, 59, '101.00', 'XSIM', 'SPX-FAR');
    passUntil(play, 61);
    expect(leadFeedOf(play.house, 'SPX')).toMatchObject({ symbol: 'SPX-FUT' });
    expect(effectsOf(play).withdrawals).toBe(false);
    const expiry = (Date.parse('2026-12-18T21:00:00.000Z') - Date.parse(atSecond(0))) / 1000;
    observe(play, expiry - 1, '101.00', 'XSIM', 'SPX-FAR');
    expect(effectsOf(play).withdrawals).toBe(false);
    passUntil(play, expiry);
    expect(statesOf(play)).toEqual(['LIVE', 'STALE', 'CLOSED']);
    expect(effectsOf(play)).toEqual(FREE);
  });

  it('of an underlying does not hang on a back month that nobody quotes', () => {
    const play = gatedHouse({ maxAgeSeconds: 60, haltAfterSeconds: 2_592_000 });
    observe(play, 0, '101.00', 'XSIM', 'SPX-FAR');
    observe(play, 0, '100.00');
    observe(play, 59, '100.00');
    passUntil(play, 61);
    expect(effectsOf(play)).toEqual(FREE);
  });

  it('a price of an expired instrument opens its feed no more', () => {
    const play = gatedHouse();
    observe(play, 0, '100.00');
    const expiry = (Date.parse('2026-12-18T21:00:00.000Z') - Date.parse(atSecond(0))) / 1000;
    observe(play, expiry, '100.00');
    observe(play, expiry + 1, '100.00');
    expect(statesOf(play)).toEqual(['LIVE', 'CLOSED']);
  });

  it('every holder of the underlying is looked at again, those of other instruments too', () => {
    const play = gatedHouse();
    play.collateral(deposit({ account: 'BETA/HOUSE' }));
    observe(play, 0, '100.00');
    observe(play, 0, '100.00', 'XSIM', 'SPX-FAR');
    play.trade(trade({ instrument: 'SPX-FAR', price: '100.00' }));
    play.evaluate();
    observe(play, 9, '100.00', 'XSIM', 'SPX-FAR');
    play.evaluate();
    passUntil(play, 10.001);
    expect(statesOf(play)).toEqual(['LIVE', 'STALE']);
    expect([...play.house.attention.accounts].sort()).toEqual(['ALPHA/HOUSE', 'BETA/HOUSE']);
  });

  it('longer ages take effect at once, and without the block the feed is forgotten', () => {
    const play = gatedHouse();
    observe(play, 0, '100.00');
    passUntil(play, 30);
    expect(statesOf(play)).toEqual(['LIVE', 'STALE']);
    const apply = (changes: Record<string, unknown>): void => {
      play.command({ type: 'APPLY_REFERENCE_DATA', document: referenceDocument(changes) });
    };
    apply(gatedDocument({ maxAgeSeconds: 40 }));
    expect(statesOf(play)).toEqual(['LIVE', 'STALE', 'LIVE']);
    const bare = gatedDocument();
    const [spx, ...others] = bare['underlyings'] as Record<string, unknown>[];
    apply({ ...bare, underlyings: [{ ...spx, priceFeed: null }, ...others] });
    expect(play.house.market.feeds.size).toBe(0);
    passUntil(play, 500);
    expect(effectsOf(play)).toEqual(FREE);
  });
});

describe('trading while a feed is halted (margin-model.md j.7)', () => {
  const halted = (): HousePlay => {
    const play = gatedHouse();
    observe(play, 0, '100.00');
    play.trade(trade({ quantity: '10', price: '100.00', executedAt: atSecond(1) }));
    passUntil(play, 100);
    return play;
  };
  const send = (play: HousePlay, given: Parameters<typeof trade>[0]): unknown =>
    play
      .trade(trade({ tradeId: `T-${play.events.length}`, price: '100.00', ...given }))
      .find(({ type }) => type.startsWith('Trade'))?.payload;

  it('refuses what raises the requirement of either account, and says why', () => {
    const play = halted();
    expect(send(play, { executedAt: atSecond(100) })).toMatchObject({
      code: 'INSTRUMENT_NOT_OPEN',
      field: 'instrument',
      reason: `SPX-FUT is not open for new risk: the price feed of SPX-FUT is halted since ${atSecond(100)}, and the trade would raise the requirement of ALPHA/HOUSE; send trades that raise nobody's requirement, or send this one again when prices come again`,
    });
    expect(send(play, { instrument: 'SPX-FAR' })).toMatchObject({ code: 'INSTRUMENT_NOT_OPEN' });
    const passedOn = { buyer: 'GAMMA/HOUSE', seller: 'ALPHA/HOUSE' };
    expect(send(play, passedOn)).toMatchObject({ code: 'INSTRUMENT_NOT_OPEN' });
  });

  it('lets both reduce, and everything again once a price was accepted', () => {
    const play = halted();
    const back = { buyer: 'BETA/HOUSE', seller: 'ALPHA/HOUSE' };
    expect(send(play, { ...back, quantity: '4' })).toMatchObject({ quantity: '4' });
    expect(send(play, { ...back, quantity: '13' })).toMatchObject({ code: 'INSTRUMENT_NOT_OPEN' });
    observe(play, 101, '100.00');
    expect(send(play, { ...back, quantity: '13' })).toMatchObject({ quantity: '13' });
  });

  it('leaves other underlyings alone', () => {
    const play = halted();
    expect(send(play, { instrument: 'OIL-FUT', price: '50.00' })).toMatchObject({ quantity: '1' });
  });
});

describe('the events of the gates', () => {
  const SOURCES = ['A', 'B', 'C', 'D', 'E'] as const;
  const steps = fc.array(
    fc.record({
      source: fc.constantFrom(...SOURCES, 'UNKNOWN'),
      symbol: fc.constantFrom('SPX-FUT', 'SPX-FAR', 'SPX', 'SPX-C', 'OIL-FUT'),
      cents: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 9_990, max: 10_010 }) },
        { weight: 2, arbitrary: fc.integer({ min: 10_990, max: 11_010 }) },
        { weight: 1, arbitrary: fc.integer({ min: -10, max: 30_000 }) },
      ),
      waitMs: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: -2_000, max: 4_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 90_000 }) },
      ),
      officialOneIn: fc.nat(9),
    }),
    { minLength: 5, maxLength: 40 },
  );
  type Step = (typeof steps extends fc.Arbitrary<infer T> ? T : never)[number];

  const open = (): HousePlay =>
    gatedHouse({ sources: Object.fromEntries(SOURCES.map((id) => [id, '1'])), quorum: 3 });

  /** The inputs with their times; one in ten is an official price. */
  function inputsOf(given: readonly Step[]): PlayInput[] {
    let ms = 0;
    return given.map(({ source, symbol, cents, waitMs, officialOneIn }) => {
      ms = Math.max(0, ms + waitMs);
      const at = { observedAt: atSecond(ms / 1000), price: (cents / 100).toFixed(2) };
      const observed = { symbol, source, ...at };
      const official = officialOneIn === 0;
      return {
        kind: 'price',
        price: official ? settlementPrice('2026-11-20', observed) : price(observed),
      };
    });
  }

  const played = (inputs: readonly PlayInput[], play = open()): HousePlay => {
    for (const input of inputs) play.batch([input]);
    return play;
  };

  it('fold to the state that decided them, and a snapshot goes on as if it had never stopped', () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(steps, fc.nat(), (given, cut) => {
        const inputs = inputsOf(given);
        const through = played(inputs);
        expect(booksOf(fold('main', through.events))).toEqual(booksOf(through.house));
        const at = cut % inputs.length;
        const play = played(inputs.slice(0, at));
        const { attention } = play.house;
        play.restart({ ...(deserialize(serialize(play.house)) as HouseState), attention });
        played(inputs.slice(at), play);
        expect(play.lines).toEqual(through.lines);
        for (const outcome of [...verdictsOf(through), ...statesOf(through)]) outcomes.add(outcome);
      }),
      { numRuns: 60, seed: 4 },
    );
    const seen = [
      'ACCEPTED',
      'JUMP_ACCEPTED',
      'QUARANTINED',
      'SOURCES_DISAGREE',
      'STALE',
      'HALTED',
    ];
    expect([...outcomes]).toEqual(expect.arrayContaining(seen));
  });

  it('do not depend on the batches in which observations come', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const inputs = inputsOf(given);
        const [one, other] = [played(inputs), open()];
        other.batch(inputs);
        const judged = (play: HousePlay) => [
          play.of('PriceJudged'),
          play.of('PriceFeedStateChanged'),
        ];
        expect(judged(other)).toEqual(judged(one));
        expect(other.house.market.feeds).toEqual(one.house.market.feeds);
      }),
      { numRuns: 100 },
    );
  });
});
