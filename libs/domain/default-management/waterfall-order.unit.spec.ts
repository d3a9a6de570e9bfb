import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WATERFALL_LAYERS, type WaterfallLayer } from '#libs/domain/reference-data/model.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';

/** What each layer of worked example h has; positions are flat, so nothing is left to tear up. */
const THERE: Readonly<Partial<Record<WaterfallLayer, number>>> = {
  DEFAULTER_MARGIN: 300,
  DEFAULTER_DEFAULT_FUND: 174,
  CCP_FIRST_LOSS: 25,
  SURVIVORS_DEFAULT_FUND: 376,
  CCP_SECOND_LOSS: 10,
  ASSESSMENTS: 376,
};

/** Any order of any layers. */
const waterfalls = fc.shuffledSubarray([...WATERFALL_LAYERS], { minLength: 1 });
const losses = fc.integer({ min: 0, max: 2400 });

/** What a waterfall comes to on paper: each layer what is missing, as far as it goes; gains any loss. */
function onPaper(waterfall: readonly WaterfallLayer[], loss: number): Map<string, number> {
  const used = new Map<string, number>();
  let left = loss;
  for (const layer of waterfall) {
    const there = THERE[layer] ?? (layer === 'PARTIAL_TEAR_UP' ? 0 : loss);
    const use = Math.min(there, left);
    left -= use;
    if (use > 0) used.set(layer, use);
  }
  return used;
}

const used = (house: HouseOfFive): Map<string, number> =>
  new Map(house.steps('LAYER_APPLIED').map((step) => [step.layer, Number(step.used)]));

describe('a waterfall in any order, with layers left out', () => {
  it('uses each layer in its order, as far as it goes, and no other', () => {
    fc.assert(
      fc.property(waterfalls, losses, (waterfall, loss) => {
        const house = new HouseOfFive({ waterfall });
        house.bear(house.lose(loss));
        // A layer that closes the ledger without bearing anything is applied, and bears nothing.
        const borne = [...used(house)].filter(([, use]) => use > 0);
        expect(borne).toEqual([...onPaper(waterfall, loss)]);
      }),
      { numRuns: 80 },
    );
  });

  it('never uses less of a layer where more is lost', () => {
    fc.assert(
      fc.property(waterfalls, losses, losses, (waterfall, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((loss) => {
          const house = new HouseOfFive({ waterfall });
          house.bear(house.lose(loss));
          return used(house);
        });
        for (const [layer, use] of less ?? [])
          expect(more?.get(layer) ?? 0).toBeGreaterThanOrEqual(use);
      }),
      { numRuns: 40 },
    );
  });

  it('comes to the same one layer at a time and all at once', () => {
    fc.assert(
      fc.property(waterfalls, losses, (waterfall, loss) => {
        const [atOnce, byOne] = [false, true].map((next) => {
          const house = new HouseOfFive({ waterfall });
          const id = house.lose(loss);
          house.ask({ type: 'DETERMINE_LOSS', defaultId: id });
          for (let i = 0; i < 10; i++) house.ask({ type: 'APPLY_LAYERS', defaultId: id, next });
          return [house.steps('LAYER_APPLIED'), house.steps('LOSS_PAID')];
        });
        expect(byOne).toEqual(atOnce);
      }),
      { numRuns: 40 },
    );
  });

  it('comes to the same at once and by one where positions are torn up too', () => {
    fc.assert(
      fc.property(
        waterfalls,
        losses,
        fc.integer({ min: 80, max: 120 }),
        (waterfall, loss, mark) => {
          const [atOnce, byOne] = [false, true].map((next) => {
            const house = new HouseOfFive({ waterfall });
            const id = house.declare();
            house.closeOut(id, `-60 FUT ${100 - Math.floor(loss / 60)} D/HOUSE`);
            house.price('FUT', String(mark));
            const answer = house.ask({ type: 'DETERMINE_LOSS', defaultId: id, tearUp: true });
            if (answer.outcome === 'REFUSED') expect(waterfall).not.toContain('PARTIAL_TEAR_UP');
            for (let i = 0; i < 10; i++) house.ask({ type: 'APPLY_LAYERS', defaultId: id, next });
            return [
              house.steps('LAYER_APPLIED'),
              house.steps('LOSS_PAID'),
              house.play.of('TradeNovated'),
            ];
          });
          expect(byOne).toEqual(atOnce);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('Nasdaq Clearing, September 2018: 114 million beyond the means of the defaulter', () => {
  const FIRST = ['DEFAULTER_MARGIN', 'DEFAULTER_DEFAULT_FUND'] as const;
  const REST = ['CCP_SECOND_LOSS', 'ASSESSMENTS', 'GAINS_HAIRCUT'] as const;

  /** In millions: A's means are 474, the fund of the others 376, and the clearing house has 7 of its own. */
  function lost(waterfall: readonly WaterfallLayer[]): Map<string, number> {
    const house = new HouseOfFive({ waterfall, skinInTheGame: { first: '7', second: '0' } });
    house.bear(house.lose(474 + 114));
    return used(house);
  }

  it('took 7 of own capital and 107 of the survivors', () => {
    const split = lost([...FIRST, 'CCP_FIRST_LOSS', 'SURVIVORS_DEFAULT_FUND', ...REST]);
    expect([...split].slice(2)).toEqual([
      ['CCP_FIRST_LOSS', 7],
      ['SURVIVORS_DEFAULT_FUND', 107],
    ]);
  });

  it('would have taken all 114 of the survivors had they stood before own capital', () => {
    const split = lost([...FIRST, 'SURVIVORS_DEFAULT_FUND', 'CCP_FIRST_LOSS', ...REST]);
    expect([...split].slice(2)).toEqual([['SURVIVORS_DEFAULT_FUND', 114]]);
  });
});
