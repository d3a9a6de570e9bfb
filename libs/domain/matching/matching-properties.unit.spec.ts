import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { MemberInstruction, SideSubmission } from '#libs/domain/inputs/inputs.js';
import { booksOf, fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { price } from '#libs/domain/testing/inputs.js';

const MEMBERS = ['ALPHA', 'BETA', 'GAMMA'] as const;
const RUNS = 60;

/** Few values, so that sides meet, miss each other narrowly, and come in crowds. */
const sides = fc.record({
  member: fc.constantFrom(...MEMBERS),
  counterparty: fc.constantFrom(...MEMBERS),
  side: fc.constantFrom('BUY' as const, 'SELL' as const),
  quantity: fc.constantFrom('1', '2'),
  price: fc.constantFrom('5000.00', '5000.25'),
  reference: fc.option(fc.constantFrom('R-1', 'R-2'), { nil: undefined }),
});
type Drawn = typeof sides extends fc.Arbitrary<infer T> ? T : never;

const sideOf = (drawn: Drawn, i: number): SideSubmission => {
  const { reference, ...rest } = drawn;
  return {
    type: 'SIDE',
    sideId: `S-${i}`,
    account: `${drawn.member}/HOUSE`,
    instrument: 'SPX-FUT',
    executedAt: '2026-11-20T14:01:00.000Z',
    ...rest,
    ...(reference === undefined ? {} : { reference }),
  };
};

function open(): HousePlay {
  const play = HousePlay.open();
  play.price(price());
  return play;
}

/** How often each terms were novated, whoever's sides they were. */
function novatedTerms(play: HousePlay): string[] {
  return play
    .of('TradeNovated')
    .map(({ buyer, seller, quantity, price: at }) => `${buyer} ${seller} ${quantity} ${at}`)
    .toSorted();
}

describe('matching', () => {
  it('novates the same terms equally often in whatever order the sides come', () => {
    fc.assert(
      fc.property(
        fc
          .array(sides, { maxLength: 24 })
          .map((drawn) => drawn.map(sideOf))
          .chain((given) =>
            fc.tuple(
              fc.constant(given),
              fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length }),
            ),
          ),
        ([given, shuffled]) => {
          const [one, two] = [open(), open()];
          for (const side of given) one.member(side);
          for (const side of shuffled) two.member(side);
          expect(novatedTerms(two)).toEqual(novatedTerms(one));
          expect(two.house.matching.pending.size).toBe(one.house.matching.pending.size);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('uses no side twice, leaves none pending that fits another, and is what its events fold to', () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 6, arbitrary: sides.map((drawn) => (i: number) => sideOf(drawn, i)) },
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.constantFrom(...MEMBERS), fc.nat({ max: 30 }))
            .map(([member, id]) => (): MemberInstruction => ({
              type: 'WITHDRAW',
              member,
              sideId: `S-${id}`,
            })),
        },
        // The same again, perhaps with other content.
        {
          weight: 1,
          arbitrary: fc.tuple(sides, fc.nat({ max: 30 })).map(
            ([drawn, id]) =>
              () =>
                sideOf(drawn, id),
          ),
        },
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, fc.nat({ max: 40 }), (given, restartAt) => {
        const play = open();
        given.forEach((step, i) => {
          if (i === restartAt) play.restart(deserialize(serialize(play.house)) as HouseState);
          play.member(step(i));
        });
        const used = play
          .of('TradeNovated')
          .flatMap(({ buyer, seller, buyerSideId, sellerSideId }) => [
            `${buyer} ${buyerSideId}`,
            `${seller} ${sellerSideId}`,
          ]);
        expect(new Set(used).size).toBe(used.length);
        expectNoneFits(play);
        expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
        for (const holdings of sumsOf(play).values()) expect(holdings).toBe(0);
      }),
      { numRuns: RUNS },
    );
  });

  it('keeps an index that is empty when nothing is pending', () => {
    fc.assert(
      fc.property(fc.array(sides, { maxLength: 20 }), (drawn) => {
        const play = open();
        drawn.forEach((each, i) => play.member(sideOf(each, i)));
        play.price(price({ observedAt: '2026-11-21T00:00:00.000Z' }));
        const { pending, index, countOf, expiring } = play.house.matching;
        expect([pending.size, index.size, countOf.size, expiring.size]).toEqual([0, 0, 0, 0]);
      }),
      { numRuns: RUNS },
    );
  });
});

function expectNoneFits({ house }: HousePlay): void {
  const pending = [...house.matching.pending.values()];
  for (const one of pending)
    for (const other of pending) {
      const fits =
        one.side !== other.side &&
        one.member === other.counterparty &&
        one.counterparty === other.member &&
        one.account !== other.account &&
        one.lots === other.lots &&
        one.ticks === other.ticks;
      expect(fits).toBe(false);
    }
}

function sumsOf({ house }: HousePlay): Map<string, number> {
  const sums = new Map<string, number>();
  for (const holdings of house.trading.holdings.values())
    for (const [instrument, { lots }] of holdings)
      sums.set(instrument, (sums.get(instrument) ?? 0) + lots);
  return sums;
}
