import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { trade } from '#libs/domain/testing/inputs.js';
import type { HypotheticalTrade } from './hypothetical-trade.js';
import { type Reduction, searchReduction } from './reduce-requirement.js';
import { SizeSearch } from './size-search.js';
import { whatIf } from './what-if.js';

/** Runs a search to its end, and counts its pauses. */
function reduce(
  { house, engine }: HousePlay,
  trades: readonly HypotheticalTrade[] = [],
  account = 'ALPHA/HOUSE',
): Reduction & { readonly pauses: number } {
  const search = searchReduction(house, engine, account, trades);
  for (let pauses = 0; ; pauses++) {
    const step = search.next();
    if (!step.done) continue;
    if (!step.value.ok) throw new Error(JSON.stringify(step.value.error));
    return { ...step.value.value, pauses };
  }
}

function held(positions: Readonly<Record<string, number>>, changes = {}): HousePlay {
  const play = historicalHouse(changes);
  for (const [instrument, lots] of Object.entries(positions)) {
    const [buyer, seller] =
      lots > 0 ? ['ALPHA/HOUSE', 'BETA/HOUSE'] : ['BETA/HOUSE', 'ALPHA/HOUSE'];
    const at = play.house.market.prices.get(instrument)?.price ?? '';
    const quantity = String(Math.abs(lots));
    play.trade(
      trade({ tradeId: `T-${instrument}`, instrument, quantity, price: at, buyer, seller }),
    );
  }
  if (play.of('TradeRejected').length > 0) throw new Error('a trade was refused');
  return play;
}

describe('the trade that reduces the requirement most', () => {
  it('closes a position that stands alone, to the lot', () => {
    const { best } = reduce(held({ 'SPX-FUT': 37 }));
    expect(best?.trades).toEqual([{ instrument: 'SPX-FUT', quantity: '-37', price: '5000.00' }]);
    expect(best).toMatchObject({
      after: { requirement: '0.00' },
      reduction: best?.before.requirement,
    });
  });

  it('is none where nothing is held', () => {
    expect(reduce(held({}))).toMatchObject({ best: null, tried: [], notTried: [] });
  });

  it('is what asking about it says, and after trades that are given, of the account with them', () => {
    const play = held({ 'SPX-FUT': 20, 'OIL-FUT': 15 });
    const given = [{ instrument: 'GAS-FUT', lots: -9 }];
    const { best } = reduce(play, given);
    const [made] = best?.trades ?? [];
    const lots = Number(made?.quantity);
    const instrument = made?.instrument ?? '';
    const asked = whatIf(play.house, play.engine, 'ALPHA/HOUSE', [...given, { instrument, lots }]);
    expect(asked.ok && asked.value.after).toEqual(best?.after);
    const before = whatIf(play.house, play.engine, 'ALPHA/HOUSE', given);
    expect(before.ok && before.value.after).toEqual(best?.before);
  });

  it('is never beaten by a size that a full search of small sizes finds', () => {
    const position = fc.integer({ min: -12, max: 12 });
    fc.assert(
      fc.property(position, position, position, (spx, far, oil) => {
        const positions = Object.fromEntries(
          Object.entries({ 'SPX-FUT': spx, 'SPX-FAR': far, 'OIL-FUT': oil }).filter(
            ([, lots]) => lots !== 0,
          ),
        );
        const play = held(positions);
        const { best, tried } = reduce(play);
        for (const { instrument } of tried) {
          // Small sizes are not where these are best.
          if (!['SPX-FUT', 'SPX-FAR', 'SPX-EUR', 'OIL-FUT'].includes(instrument)) continue;
          for (let lots = -26; lots <= 26; lots++) {
            if (lots === 0) continue;
            const asked = whatIf(play.house, play.engine, 'ALPHA/HOUSE', [{ instrument, lots }]);
            if (!asked.ok) throw new Error(asked.error.reason);
            const found = Number(best?.after.requirement ?? asked.value.before.requirement);
            expect(found).toBeLessThanOrEqual(Number(asked.value.after.requirement));
          }
        }
      }),
      { numRuns: 4 },
    );
  }, 60_000);

  it('says which lots it tried, pauses after each, and names what it could not try', () => {
    const play = held({ 'SPX-FUT': 5 });
    play.house.market.prices.delete('SPX-MINI');
    const { tried, notTried, pauses } = reduce(play);
    expect(tried.map(({ instrument }) => instrument)).toEqual([
      'SPX-FUT',
      'SPX-CALL',
      'SPX-EUR',
      'SPX-FAR',
      'SPX-FUTURES-CALL',
      'SPX-PUT',
    ]);
    expect(tried[0]?.quantities.slice(0, 3)).toEqual(['1', '2', '4']);
    expect(tried[0]?.quantities).toContain('-5');
    expect(notTried).toEqual([
      { instrument: 'SPX-MINI', reason: expect.stringContaining('has no price') as string },
    ]);
    expect(pauses).toBeGreaterThan(tried.length * 4);
  });
});

describe('a search of sizes', () => {
  const run = (requirementAt: (lots: number) => bigint | undefined): SizeSearch => {
    const search = new SizeSearch(requirementAt, requirementAt(0) ?? 0n);
    for (const step of search.double()) expect(step).toBeUndefined();
    for (const step of search.refine()) expect(step).toBeUndefined();
    return search;
  };

  it('finds the lowest point of a valley exactly, in a number of steps that grows with its digits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -500_000_000, max: 500_000_000 }).filter((at) => at !== 0),
        fc.integer({ min: 1, max: 9 }),
        (at, slope) => {
          const search = run((lots) => BigInt(Math.abs(lots - at)) * BigInt(slope));
          expect(search.best?.lots).toBe(at);
          expect(search.tried.length).toBeLessThan(110);
        },
      ),
    );
  });

  it('of a requirement that nothing lowers tries few sizes and finds none', () => {
    const search = run((lots) => BigInt(Math.abs(lots)));
    expect(search.best).toBeUndefined();
    expect(search.tried).toEqual([1, 2, 4, -1, -2, -4]);
  });

  it('ends where nobody can say what a size requires, and at the largest trade there is', () => {
    expect(run((lots) => (lots > 100 ? undefined : 1000n - BigInt(lots))).best?.lots).toBe(100);
    const endless = run((lots) => 2_000_000_000n - BigInt(lots));
    expect(Math.max(...endless.tried)).toBeLessThanOrEqual(2 ** 30);
  });
});
