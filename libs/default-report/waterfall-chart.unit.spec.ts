import { describe, expect, it } from 'vitest';
import { simulateDefault } from '#libs/domain/fire-drill/simulate-default.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';
import { wellFormedFault } from './testing/well-formed.js';
import { waterfallChart, type Waterfall } from './waterfall-chart.js';

interface DrawnBar {
  readonly name: string;
  readonly amount: number;
  readonly height: number;
  readonly y: number;
}

function barsOf(svg: string): DrawnBar[] {
  const shape =
    /<rect class="bar" data-name="(\w+)" data-amount="([\d.]+)" x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/g;
  return [...svg.matchAll(shape)].map(([, name = '', amount, y, height]) => ({
    name,
    amount: Number(amount),
    y: Number(y),
    height: Number(height),
  }));
}

function drilled(lossMinor: bigint, waterfall?: readonly string[]): Waterfall {
  const { play } = new HouseOfFive(waterfall === undefined ? {} : { waterfall });
  const result = simulateDefault(play.house, play.engine, { member: 'A', lossMinor });
  if (!result.ok) throw new Error(result.error.reason);
  return { title: 'Default of A & Sons, "<1500>"', ...result.value };
}

describe('the waterfall chart', () => {
  it.each([0n, 1n, 667n, 1500n, 3000n])('of a loss of %s is XML whose bars add up', (loss) => {
    const svg = waterfallChart(
      drilled(loss, ['DEFAULTER_MARGIN', 'CCP_FIRST_LOSS', 'ASSESSMENTS']),
    );
    expect(wellFormedFault(svg)).toBeUndefined();
    const [whole, ...parts] = barsOf(svg);
    expect(whole).toMatchObject({ name: 'LOSS', amount: Number(loss) });
    expect(parts).toHaveLength(4);
    const sum = (of: (bar: DrawnBar) => number): number =>
      parts.reduce((total, bar) => total + of(bar), 0);
    expect(sum(({ amount }) => amount)).toBe(Number(loss));
    expect(sum(({ height }) => height)).toBeCloseTo(whole?.height ?? -1, 1);
  });

  it('steps down: each bar begins where the one before it ended', () => {
    const bars = barsOf(waterfallChart(drilled(1500n)));
    expect(bars.map(({ name }) => name)).toEqual([
      'LOSS',
      'DEFAULTER_MARGIN',
      'DEFAULTER_DEFAULT_FUND',
      'CCP_FIRST_LOSS',
      'SURVIVORS_DEFAULT_FUND',
      'CCP_SECOND_LOSS',
      'ASSESSMENTS',
      'GAINS_HAIRCUT',
      'PARTIAL_TEAR_UP',
      'FULL_TEAR_UP',
      'NOT_BORNE',
    ]);
    const layers = bars.slice(1, -1);
    layers.slice(1).forEach(({ y }, i) => {
      const before = layers[i];
      expect(y).toBeCloseTo((before?.y ?? 0) + (before?.height ?? 0), 1);
    });
  });

  it('escapes its title and asks nobody for anything', () => {
    const svg = waterfallChart(drilled(667n));
    expect(svg).toContain('Default of A &amp; Sons, &quot;&lt;1500&gt;&quot;');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|href|@import|<script/,
    );
  });

  it('the checker of this test finds what is not well-formed', () => {
    expect(wellFormedFault('<a><b></a></b>')).toContain('b');
    expect(wellFormedFault('<a>x & y</a>')).toContain('&');
    expect(wellFormedFault('<a b=c/>')).toBeDefined();
    expect(wellFormedFault('<a/><b/>')).toBeDefined();
    expect(wellFormedFault('<a b="c"><d/>&amp;</a>')).toBeUndefined();
  });
});
