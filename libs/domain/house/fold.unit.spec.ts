import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { requirementContent } from '#libs/domain/risk/requirement-message.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { booksOf, fold, HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import {
  cycleSteps,
  depositSteps,
  officialSteps,
  OPENING,
  priceSteps,
  RANDOM_ACCOUNTS,
  tradeSteps,
  volatilitySteps,
} from '#libs/domain/testing/random-market.js';
import type { HouseState } from './house-state.js';

/** Due times and cycles of the calendar fall into the minutes of the random market. */
const CHANGES = {
  marginCalls: { minimumTransferAmount: '1000.00', rounding: '100.00', dueMinutes: 1 },
  calendar: {
    timezone: 'America/New_York',
    weekend: ['SAT', 'SUN'],
    holidays: [],
    intraday: ['09:01', '09:03'],
    endOfDay: '09:02',
  },
};

type Step = PlayInput | 'evaluate';

const inputs = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: tradeSteps },
      { weight: 4, arbitrary: priceSteps },
      { weight: 2, arbitrary: officialSteps },
      { weight: 2, arbitrary: volatilitySteps },
      { weight: 2, arbitrary: depositSteps(['USD', 'EUR', 'UST-2028', 'BTC']) },
      { weight: 1, arbitrary: cycleSteps },
      { weight: 1, arbitrary: fc.constant(() => 'evaluate' as const) },
    ),
    { minLength: 5, maxLength: 40 },
  )
  .map((steps) => steps.map((step, i): Step => step(i + 1)));

function played(steps: readonly Step[]): HousePlay {
  const play = HousePlay.open(CHANGES);
  play.batch(OPENING);
  for (const step of steps)
    if (step === 'evaluate') play.evaluate();
    else play.batch([step]);
  return play;
}

const restored = (house: HouseState): HouseState => deserialize(serialize(house)) as HouseState;

const requirements = (house: HouseState, engine: MarginEngine): unknown[] =>
  RANDOM_ACCOUNTS.map((account) =>
    requirementContent(house, evaluateAccount(house, engine, account)),
  );

describe('the state of the house', () => {
  it('is what the fold of its events is, from the first one on', () => {
    fc.assert(
      fc.property(inputs, (steps) => {
        const play = played(steps);
        expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
      }),
      { numRuns: 60 },
    );
  });

  it('goes on from a snapshot as if it had never stopped', () => {
    fc.assert(
      fc.property(inputs, fc.nat(), (steps, cut) => {
        const at = cut % steps.length;
        const through = played(steps);
        const play = played(steps.slice(0, at));
        const { attention } = play.house;
        play.restart({ ...restored(play.house), attention });
        for (const step of steps.slice(at))
          if (step === 'evaluate') play.evaluate();
          else play.batch([step]);
        expect(play.lines).toEqual(through.lines);
        expect(booksOf(play.house)).toEqual(booksOf(through.house));
      }),
      { numRuns: 40 },
    );
  });

  it('gives every account the requirement that an engine has which was just made', () => {
    fc.assert(
      fc.property(inputs, (steps) => {
        const { house, engine } = played(steps);
        const again = restored(house);
        expect(requirements(house, engine)).toEqual(requirements(again, new MarginEngine(again)));
      }),
      { numRuns: 40 },
    );
  });

  it('has positions and books that add up to zero, whatever happened', () => {
    fc.assert(
      fc.property(inputs, (steps) => {
        const { house } = played(steps);
        const sums = new Map<string, bigint>();
        const add = (key: string, units: bigint): void => {
          sums.set(key, (sums.get(key) ?? 0n) + units);
        };
        for (const holdings of house.trading.holdings.values())
          for (const [instrument, { lots }] of holdings) add(`lots ${instrument}`, BigInt(lots));
        for (const balances of house.books.values())
          for (const [asset, units] of balances) add(`book ${asset}`, units);
        expect([...sums.values()].every((sum) => sum === 0n)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('looks again at every account whose requirement changed', () => {
    fc.assert(
      fc.property(inputs, (steps) => {
        const play = HousePlay.open(CHANGES);
        play.batch(OPENING);
        play.evaluate();
        for (const step of steps) {
          if (step === 'evaluate') continue;
          const before = requirements(play.house, play.engine);
          play.batch([step]);
          const after = requirements(play.house, play.engine);
          RANDOM_ACCOUNTS.forEach((account, i) => {
            if (JSON.stringify(after[i]) === JSON.stringify(before[i])) return;
            const { everyone, accounts } = play.house.attention;
            expect(everyone || accounts.has(account)).toBe(true);
          });
          play.evaluate();
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('the batches in which inputs come', () => {
  /** Cuts inputs into batches after the places where `cuts` says so. */
  const batches = (steps: readonly PlayInput[], cuts: readonly boolean[]): PlayInput[][] => {
    const cut: PlayInput[][] = [[]];
    steps.forEach((step, i) => {
      cut.at(-1)?.push(step);
      if (cuts[i]) cut.push([]);
    });
    return cut;
  };

  const inBatches = (steps: readonly PlayInput[], cuts: readonly boolean[]): HousePlay => {
    const play = HousePlay.open(CHANGES);
    play.batch(OPENING);
    for (const batch of batches(steps, cuts)) play.batch(batch);
    return play;
  };

  const only = (kinds: readonly PlayInput['kind'][]) =>
    inputs.map((steps) =>
      steps.filter((step): step is PlayInput => step !== 'evaluate' && kinds.includes(step.kind)),
    );
  const cuts = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });

  it('do not change a byte of the ledger where no prices are among them', () => {
    fc.assert(
      fc.property(only(['trade', 'collateral', 'command', 'volatility']), cuts, (steps, where) => {
        expect(inBatches(steps, where).lines).toEqual(inBatches(steps, []).lines);
      }),
      { numRuns: 40 },
    );
  });

  it('do not change what is decided where prices are: only their events are fewer', () => {
    const answers = (play: HousePlay): string[] =>
      play.events
        .filter(({ type }) => type !== 'PricesObserved')
        .map(({ type, payload }) =>
          JSON.stringify({ type, payload }, (key, value: unknown) =>
            ['position', 'cyclePosition', 'lastPosition'].includes(key) ? undefined : value,
          ),
        );
    // Official prices remember where in the ledger they are, which batches of prices move.
    const withoutPositions = ({ official, ...market }: HouseState['market']) => ({
      ...market,
      official: [...official].map(([key, each]) => [key, { ...each, position: 0 }]),
    });
    fc.assert(
      fc.property(
        only(['trade', 'collateral', 'command', 'price', 'volatility']),
        cuts,
        (steps, where) => {
          const [whole, cut] = [inBatches(steps, []), inBatches(steps, where)];
          expect(answers(cut)).toEqual(answers(whole));
          const { position: _, settlement: ours, market: here, ...state } = booksOf(whole.house);
          const { position: __, settlement: theirs, market: there, ...other } = booksOf(cut.house);
          expect(other).toEqual(state);
          expect(withoutPositions(there)).toEqual(withoutPositions(here));
          expect(theirs.lastSettledTicks).toEqual(ours.lastSettledTicks);
          expect(theirs.scheduledThroughMs).toEqual(ours.scheduledThroughMs);
        },
      ),
      { numRuns: 60 },
    );
  });
});
