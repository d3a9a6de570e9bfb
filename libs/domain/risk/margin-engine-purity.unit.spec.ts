import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { evolve } from '#libs/domain/house/evolve.js';
import { HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import { price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';
import {
  cycleSteps,
  officialSteps,
  OPENING,
  priceSteps,
  RANDOM_ACCOUNTS,
  tradeSteps,
} from '#libs/domain/testing/random-market.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import { MarginEngine } from './margin-engine.js';

const START_MS = Date.parse('2026-11-20T14:00:00.000Z');
/** Steps are hours apart, so that a history sees several business dates. */
const HOURS = 5;
const timeAt = (i: number): string => new Date(START_MS + i * HOURS * 3_600_000).toISOString();

/** What the history may change in the reference data. */
interface Terms {
  readonly marginMode: 'portfolio' | 'cross' | 'isolated';
  readonly tickValueMinor: number;
  readonly priceRange: string;
}

const TERMS: Terms = { marginMode: 'portfolio', tickValueMinor: 500, priceRange: '0.10' };

interface Document {
  readonly members: readonly { readonly id: string; readonly accounts: readonly object[] }[];
  readonly instruments: readonly { readonly id: string }[];
  readonly underlyings: readonly { readonly id: string; readonly scan?: object }[];
  readonly model: object;
}

/** The document of the tests with SPX margined from a short history, and with some terms changed. */
function documentOf({ marginMode, tickValueMinor, priceRange }: Terms): Record<string, unknown> {
  const document = referenceDocument() as Record<string, unknown> & Document;
  const { members, instruments, underlyings, model } = document;
  return {
    ...document,
    model: { ...model, burnIn: 3, stressPeriods: [] },
    members: members.map((member) => ({
      ...member,
      accounts: member.accounts.map((account) => ({ ...account, marginMode })),
    })),
    instruments: instruments.map((each) =>
      each.id === 'SPX-EUR' ? { ...each, tickValueMinor } : each,
    ),
    underlyings: underlyings.map((each) => {
      if (each.id === 'SPX') return { ...each, method: 'fhs', minimumHistory: 12 };
      return each.id === 'OIL' ? { ...each, scan: { ...each.scan, priceRange } } : each;
    }),
  };
}

/** Closes of SPX up to some days after the start: settlement prices will replace the last of them. */
function closes(): [string, string][] {
  return Array.from({ length: 40 }, (_, i) => {
    const date = new Date(Date.UTC(2026, 9, 18 + i)).toISOString().slice(0, 10);
    return [date, String(5000 + ((i * 37) % 90))];
  });
}

type Step = (play: HousePlay, i: number) => void;

/** A step of the random market at the hours of this history. */
const later =
  (step: (i: number) => PlayInput): Step =>
  (play, i) => {
    const input = step(i);
    if (input.kind === 'price') play.price({ ...input.price, observedAt: timeAt(i) });
    else if (input.kind === 'trade') play.trade({ ...input.trade, executedAt: timeAt(i) });
    else play.batch([input]);
  };

/** Prices that no rule would take today: a ledger may hold them from when there was none. */
const oddPrices: fc.Arbitrary<Step> = fc
  .constantFrom(
    ['EURUSD', '0'],
    ['EURUSD', '-1.0842'],
    ['SPX-EUR', '1000.25'],
    ['SPX-FUT', '5000.10'],
    ['OIL-FUT', '20.005'],
  )
  .map(([symbol = '', odd = '']): Step => (play, i) => {
    const event: RecordedEvent = {
      position: play.house.position + 1,
      streamId: 'prices',
      type: 'PricesObserved',
      schemaVersion: 1,
      recordedAtMs: 0,
      ledgerTimeMs: undefined,
      effectiveDate: undefined,
      causation: 'test',
      payload: { prices: [price({ symbol, price: odd, observedAt: timeAt(i) })] },
    };
    evolve(play.house, event);
  });

const newTerms: fc.Arbitrary<Step> = fc
  .record({
    marginMode: fc.constantFrom('portfolio', 'cross', 'isolated'),
    tickValueMinor: fc.constantFrom(500, 600),
    priceRange: fc.constantFrom('0.10', '0.12'),
  })
  .map((terms): Step => (play) => {
    play.command({ type: 'APPLY_REFERENCE_DATA', document: documentOf(terms) });
  });

/** A settlement price of the factor: a close that counts from the next business date on. */
const newCloses: fc.Arbitrary<Step> = fc
  .record({ day: fc.integer({ min: 19, max: 24 }), close: fc.integer({ min: 4000, max: 6000 }) })
  .map(({ day, close }): Step => (play, i) => {
    const given = { symbol: 'SPX', price: String(close), observedAt: timeAt(i) };
    play.price(settlementPrice(`2026-11-${day}`, given));
  });

const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: tradeSteps.map(later) },
    { weight: 4, arbitrary: priceSteps.map(later) },
    { weight: 1, arbitrary: officialSteps.map(later) },
    { weight: 1, arbitrary: cycleSteps.map(later) },
    { weight: 2, arbitrary: oddPrices },
    { weight: 2, arbitrary: newTerms },
    { weight: 2, arbitrary: newCloses },
  ),
  { minLength: 5, maxLength: 40 },
);

function opened(): HousePlay {
  const play = new HousePlay();
  play.command({ type: 'APPLY_REFERENCE_DATA', document: documentOf(TERMS) });
  play.command({ type: 'IMPORT_HISTORY', symbol: 'SPX', closes: closes() });
  play.batch(OPENING);
  return play;
}

const INSTRUMENTS = ['SPX-FUT', 'OIL-FUT', 'SPX-EUR', 'UNMARGINED'] as const;

/** All that decisions ask of an engine. */
const answers = (engine: MarginEngine): unknown => ({
  requirements: RANDOM_ACCOUNTS.map((account) => engine.requirement(account)),
  raises: RANDOM_ACCOUNTS.flatMap((account) =>
    INSTRUMENTS.map((instrument) => engine.raisesRequirement(account, instrument, 7)),
  ),
  obstacles: INSTRUMENTS.map((instrument) => engine.obstacleToMargining(instrument)),
});

describe('the margin engine is a function of the state of the house', () => {
  it('one that has seen a whole history answers as one that was just made, at every position', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const play = opened();
        given.forEach((step, i) => {
          step(play, i + 1);
          expect(answers(play.engine)).toEqual(answers(new MarginEngine(play.house)));
        });
      }),
      { numRuns: 30 },
    );
  });

  it('a close that replaces another counts from the next business date on, in an old engine too', () => {
    const play = opened();
    play.trade(trade({ quantity: '20' }));
    const replaced = { symbol: 'SPX', price: '4000', observedAt: '2026-11-20T15:00:00.000Z' };
    play.price(settlementPrice('2026-11-20', replaced));
    const before = play.engine.requirement('ALPHA/HOUSE').totalMinor;
    play.price(price({ observedAt: '2026-11-21T14:00:00.000Z' }));
    const after = play.engine.requirement('ALPHA/HOUSE').totalMinor;
    expect(after > before && before > 0n).toBe(true);
    expect(new MarginEngine(play.house).requirement('ALPHA/HOUSE').totalMinor).toBe(after);
  });

  it.each([
    ['mark', 'SPX-FUT', '5000.10', { code: 'NO_PRICE', instrument: 'SPX-FUT' }],
    ['rate', 'EURUSD', '0', { code: 'NO_EXCHANGE_RATE', currency: 'EUR' }],
  ])('a %s that is gone is gone from an old engine too', (_, symbol, odd, failure) => {
    const play = opened();
    play.trade(trade({ quantity: '20' }));
    play.trade(
      trade({ tradeId: 'T-2', instrument: 'SPX-EUR', price: '1000.00', buyer: 'ALPHA/C1' }),
    );
    const account = symbol === 'EURUSD' ? 'ALPHA/C1' : 'ALPHA/HOUSE';
    expect(play.engine.requirement(account).kind).toBe('computed');
    const { observedAt } = price();
    play.house.market.prices.set(symbol, {
      price: odd,
      source: 'XSIM',
      observedAtMs: Date.parse(observedAt),
    });
    expect(play.engine.requirement(account)).toMatchObject({ kind: 'failed', failure });
  });
});
