import { describe, expect, it } from 'vitest';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';
import { reverseDefault, type ReverseQuestion, type ReverseResult } from './reverse-default.js';
import { simulateDefault } from './simulate-default.js';

/** One hundred lots at 100 lose 100 a point: so many points exhaust so much. */
const FALL = { stressScenarios: [{ name: 'fall', moves: { IDX: '-0.02' } }] };

function reverse({ play }: HouseOfFive, question: ReverseQuestion): ReverseResult {
  const steps = reverseDefault(play.house, play.engine, question);
  for (;;) {
    const step = steps.next();
    if (!step.done) continue;
    if (!step.value.ok) throw new Error(step.value.error.reason);
    return step.value.value;
  }
}

describe('the reverse of a drill (margin-model.md h.5)', () => {
  it('finds the smallest multiple of a scenario that goes beyond each layer', () => {
    const found = reverse(new HouseOfFive(FALL), { member: 'A', scenario: 'fall' });
    expect(found).toMatchObject({ member: 'A', scenario: 'fall', isWorst: false });
    const byLayer = new Map(found.layers.map((each) => [each.layer, each]));
    // Prices go by whole points: 300 of margin lasts for 3 of them, 474 for 4, 875 and 885 for 8.
    expect(byLayer.get('DEFAULTER_MARGIN')).toMatchObject({ loss: '400', available: '300' });
    expect(byLayer.get('DEFAULTER_DEFAULT_FUND')).toMatchObject({ loss: '500' });
    expect(byLayer.get('SURVIVORS_DEFAULT_FUND')).toMatchObject({ loss: '900' });
    expect(byLayer.get('CCP_SECOND_LOSS')).toMatchObject({ loss: '900' });
    expect(byLayer.get('ASSESSMENTS')).toMatchObject({ loss: '1300' });
    expect(byLayer.get('GAINS_HAIRCUT')).toMatchObject({ multiplier: null, loss: null });
    const multiples = found.layers.flatMap(({ multiplier }) =>
      multiplier === null ? [] : [Number(multiplier)],
    );
    expect(multiples).toHaveLength(6);
    expect(multiples).toEqual(multiples.toSorted((a, b) => a - b));
    // 3.5 points down round to 4: log(0.965) / 0.02.
    expect(Number(byLayer.get('DEFAULTER_MARGIN')?.multiplier)).toBeCloseTo(1.7814, 3);
  });

  it('takes the worst scenario of the member where none is named, and a drill agrees with it', () => {
    const house = new HouseOfFive(FALL);
    const found = reverse(house, { member: 'B' });
    expect(found).toMatchObject({ member: 'B', isWorst: true });
    const drill = simulateDefault(house.play.house, house.play.engine, {
      member: 'B',
      scenario: found.scenario,
    });
    expect(drill).toMatchObject({ ok: true });
    expect(found.scenario).not.toBe('fall');
  });

  it('needs no multiple for what is lost at present prices already', () => {
    const house = new HouseOfFive(FALL);
    house.price('FUT', '96');
    const found = reverse(house, { member: 'A', scenario: 'fall' });
    expect(found.layers.slice(0, 2)).toMatchObject([
      { layer: 'DEFAULTER_MARGIN', multiplier: '0.0000', loss: '400', available: '300' },
      { layer: 'DEFAULTER_DEFAULT_FUND', loss: '500', available: '174' },
    ]);
  });

  it('refuses a scenario that is none', () => {
    const { play } = new HouseOfFive(FALL);
    const step = reverseDefault(play.house, play.engine, { member: 'A', scenario: 'x' }).next();
    expect(step).toMatchObject({ done: true, value: { ok: false } });
  });
});
