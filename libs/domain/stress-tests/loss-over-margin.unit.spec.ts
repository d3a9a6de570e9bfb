import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverOf } from './cover.js';
import type { ExposureUnit, MemberExposure } from './exposure-unit.js';
import { lossOverMargin } from './loss-over-margin.js';

const SCENARIOS = 3;
const units = fc.array(
  fc.record({
    losses: fc
      .array(fc.integer({ min: -1_000, max: 1_000 }), {
        minLength: SCENARIOS,
        maxLength: SCENARIOS,
      })
      .map((losses) => Float64Array.from(losses)),
    margin: fc.nat(800),
  }),
  { maxLength: 4 },
);
const members = fc.record({ house: units, clients: units });
const unit = (loss: number, margin: number): ExposureUnit => ({
  losses: new Float64Array(1).fill(loss),
  margin,
});

describe('stress loss over margin of a member', () => {
  it('lets house accounts stand for each other', () => {
    const house = [unit(100, 20), unit(-70, 0)];
    expect([...lossOverMargin({ house, clients: [] }, 1)]).toEqual([10]);
  });

  it('never lets a client help another client, nor the house', () => {
    const clients = [unit(100, 20), unit(-500, 900)];
    expect([...lossOverMargin({ house: [unit(30, 0)], clients }, 1)]).toEqual([110]);
  });

  it('never lets the house help a client', () => {
    const clients = [unit(100, 20)];
    expect([...lossOverMargin({ house: [unit(-500, 900)], clients }, 1)]).toEqual([80]);
  });

  it('is never negative', () => {
    fc.assert(
      fc.property(members, (member) => {
        for (const loss of lossOverMargin(member, SCENARIOS))
          expect(loss).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('never grows, and with it Cover-2, when anybody lodges more margin', () => {
    const more = (exposure: MemberExposure, by: number): MemberExposure => ({
      house: [...exposure.house].map((each) => ({ ...each, margin: each.margin + by })),
      clients: [...exposure.clients].map((each) => ({ ...each, margin: each.margin + by })),
    });
    const houses = fc.array(members, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(houses, fc.nat(300), (house, by) => {
        const cover = (raised: number): number => {
          const groups = house.map((member, i) => {
            const exposure = i === 0 ? more(member, raised) : member;
            return [`G${i}`, lossOverMargin(exposure, SCENARIOS)] as const;
          });
          return coverOf(new Map(groups), SCENARIOS).cover2.loss;
        };
        expect(cover(by)).toBeLessThanOrEqual(cover(0));
      }),
    );
  });
});
