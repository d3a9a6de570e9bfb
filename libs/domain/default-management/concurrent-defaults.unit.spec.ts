import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#libs/domain/kernel/instant.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';

const CONTRIBUTIONS = { B: 145n, C: 116n, D: 69n, E: 46n } as const;

/** Default of A, then of E, each with a loss; E is long 100 of FUT2 against D and has 5000. */
function twoDefaults(lossOfA: number, lossOfE: number): { house: HouseOfFive; ids: string[] } {
  const house = new HouseOfFive();
  house.price('FUT2', '1000');
  house.trade('E/HOUSE', 'D/HOUSE', 100, 1000, 'FUT2');
  house.settle('2026-11-21', { FUT: '100', FUT2: '1000' });
  const first = house.lose(lossOfA);
  const second = house.declare('E');
  const [lower, rest] = [Math.floor(lossOfE / 100), lossOfE % 100];
  if (rest > 0) house.closeOut(second, `${-rest} FUT2 ${1000 - lower - 1} B/HOUSE`);
  if (rest < 100) house.closeOut(second, `${rest - 100} FUT2 ${1000 - lower} C/HOUSE`);
  return { house, ids: [first, second] };
}

const used = (house: HouseOfFive, id: string): string[] =>
  house
    .steps('LAYER_APPLIED')
    .filter(({ defaultId }) => defaultId === id)
    .map(({ layer, used: amount }) => `${layer} ${amount}`);

describe('two members in default on one day', () => {
  it('each with its own account of what it used: what the first emptied is empty for the second', () => {
    const {
      house,
      ids: [a = '', e = ''],
    } = twoDefaults(667, 5166);
    house.bear(a);
    house.bear(e);
    expect(used(house, a)).toEqual([
      'DEFAULTER_MARGIN 300',
      'DEFAULTER_DEFAULT_FUND 174',
      'CCP_FIRST_LOSS 25',
      // E is in default: its contribution is for its own.
      'SURVIVORS_DEFAULT_FUND 168',
    ]);
    expect(used(house, e)).toEqual([
      'DEFAULTER_MARGIN 5000',
      'DEFAULTER_DEFAULT_FUND 46',
      'SURVIVORS_DEFAULT_FUND 120',
    ]);
    house.settle('2026-11-22', { FUT: '100', FUT2: '1000' });
    expect(house.held('ccp/settlement/JPY')).toBe(0n);
    for (const id of [a, e]) {
      expect(house.ask({ type: 'CLOSE_DEFAULT', defaultId: id }).outcome).toBe('DONE');
      expect(house.held(`default/${id}/cash/JPY`)).toBe(0n);
    }
    expect([...house.play.house.settlement.booked.keys()]).toEqual([]);
  });

  it('are borne in any order of their steps, and the sum is the same', () => {
    const sums = [0, 1].map((swap) => {
      const { house, ids } = twoDefaults(667, 5166);
      for (const id of swap ? ids.toReversed() : ids) house.bear(id);
      house.settle('2026-11-22', { FUT: '100', FUT2: '1000' });
      return ['B', 'C', 'D'].map((member) => house.held(`default-fund/${member}`));
    });
    expect(sums[0]).toEqual(sums[1]);
  });

  it('an affiliate of the first is a default of its own, and its contribution is not a survivor’s', () => {
    const {
      house,
      ids: [a = '', e = ''],
    } = twoDefaults(900, 5046);
    house.bear(a);
    const [shares] = house
      .steps('LAYER_APPLIED')
      .filter(({ layer }) => layer === 'SURVIVORS_DEFAULT_FUND');
    expect(shares?.contributions?.map(({ member }) => member)).toEqual(['B', 'C', 'D']);
    house.bear(e);
    expect(used(house, e)).toEqual(['DEFAULTER_MARGIN 5000', 'DEFAULTER_DEFAULT_FUND 46']);
  });

  it('are never assessed above the caps, of each and of both together', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 500, max: 2500 }),
        fc.integer({ min: 4900, max: 7500 }),
        (lossOfA, lossOfE) => {
          const { house, ids } = twoDefaults(lossOfA, lossOfE);
          for (const id of ids) house.bear(id);
          const total = new Map<string, bigint>();
          for (const { layer, contributions = [] } of house.steps('LAYER_APPLIED')) {
            if (layer !== 'ASSESSMENTS') continue;
            for (const { member, amount } of contributions) {
              const cap = CONTRIBUTIONS[member as keyof typeof CONTRIBUTIONS];
              expect(BigInt(amount)).toBeLessThanOrEqual(cap);
              total.set(member, (total.get(member) ?? 0n) + BigInt(amount));
            }
          }
          for (const [member, amount] of total)
            expect(amount).toBeLessThanOrEqual(
              2n * CONTRIBUTIONS[member as keyof typeof CONTRIBUTIONS],
            );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are assessed by contributions as they stood before the first, also where that one has used them up', () => {
    const house = new HouseOfFive();
    house.price('FUT2', '1000');
    house.trade('E/HOUSE', 'D/HOUSE', 100, 1000, 'FUT2');
    house.settle('2026-11-21', { FUT: '100', FUT2: '1000' });
    // All of the default fund, and 100 of assessments, of which E has not paid its 12.
    house.bear(house.lose(985));
    const second = house.declare('E');
    house.closeOut(second, '-40 FUT2 947 B/HOUSE', '-60 FUT2 948 C/HOUSE');
    house.bear(second);
    const [assessed] = house
      .steps('LAYER_APPLIED')
      .filter(({ defaultId, layer }) => defaultId === second && layer === 'ASSESSMENTS');
    expect(assessed).toMatchObject({
      available: '330',
      used: '252',
      lossAfter: '0',
      contributions: [
        { member: 'B', amount: '111' },
        { member: 'C', amount: '88' },
        { member: 'D', amount: '53' },
      ],
    });
  });

  it('find own capital again when a month has passed, and only the rest of it before', () => {
    const {
      house,
      ids: [a = ''],
    } = twoDefaults(484, 5000);
    house.bear(a);
    expect(house.held('ccp/first-loss')).toBe(15n);
    house.ask({ type: 'CLOSE_DEFAULT', defaultId: a });
    const later = new Date(Date.parse('2026-11-20T01:00:00.000Z') + 31 * DAY_MS).toISOString();
    house.play.price({ symbol: 'FUT', price: '100', source: 'XSIM', observedAt: later });
    expect(house.held('ccp/first-loss')).toBe(25n);
    expect(house.play.of('OwnCapitalChanged').at(-1)).toMatchObject({ cause: 'REFILLED' });
  });
});
