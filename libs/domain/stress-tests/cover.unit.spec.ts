import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverOf } from './cover.js';
import { lossOverMargin } from './loss-over-margin.js';
import { EXAMPLE_MEMBERS } from './worked-example-h.fixture.js';

const SCENARIOS = 4;

function exampleGroups(): Map<string, Float64Array> {
  const groups = new Map<string, Float64Array>();
  for (const { group, margin, pnl } of EXAMPLE_MEMBERS) {
    const unit = { losses: Float64Array.from(pnl, (each) => -each), margin };
    const over = lossOverMargin({ house: [unit], clients: [] }, SCENARIOS);
    const held = groups.get(group) ?? new Float64Array(SCENARIOS);
    groups.set(
      group,
      held.map((loss, s) => loss + over[s]!),
    );
  }
  return groups;
}

describe('Cover-1 and Cover-2 (margin-model.md h.5)', () => {
  it('are those of worked example h', () => {
    const { cover1, cover2, emir42, scenarios } = coverOf(exampleGroups(), SCENARIOS);
    expect(cover1).toEqual({ loss: 310, scenario: 3 });
    expect(cover2).toEqual({ loss: 500, scenario: 2 });
    expect(emir42).toEqual({ loss: 310, scenario: 3 });
    expect(scenarios[2]?.largest).toEqual([
      { group: 'C', loss: 250 },
      { group: 'DE', loss: 250 },
      { group: 'B', loss: 10 },
    ]);
  });

  it('name the most that each group loses, and only groups that lose something', () => {
    const groups = exampleGroups().set('QUIET', new Float64Array(SCENARIOS));
    const { peaks } = coverOf(groups, SCENARIOS);
    expect([...peaks].map(([group, { loss }]) => [group, loss])).toEqual([
      ['A', 310],
      ['B', 230],
      ['C', 250],
      ['DE', 250],
    ]);
  });

  it('add the two largest groups of one scenario, never of two', () => {
    const groups = new Map([
      ['X', Float64Array.of(100, 0)],
      ['Y', Float64Array.of(0, 90)],
    ]);
    expect(coverOf(groups, 2).cover2).toEqual({ loss: 100, scenario: 0 });
  });

  it('cover as much as any one or two groups lose in any scenario', () => {
    const vector = fc.array(fc.nat(1_000), { minLength: 3, maxLength: 3 });
    const book = fc.array(vector, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(book, (losses) => {
        const groups = new Map(losses.map((each, i) => [`G${i}`, Float64Array.from(each)]));
        const { cover1, cover2, emir42 } = coverOf(groups, 3);
        const sorted = [0, 1, 2].map((s) =>
          losses.map((each) => each[s]!).toSorted((a, b) => b - a),
        );
        const most = (pick: (column: number[]) => number): number => Math.max(...sorted.map(pick));
        expect(cover1.loss).toBe(most(([a = 0]) => a));
        expect(cover2.loss).toBe(most(([a = 0, b = 0]) => a + b));
        expect(emir42.loss).toBe(most(([a = 0, b = 0, c = 0]) => Math.max(a, b + c)));
      }),
    );
  });
});
