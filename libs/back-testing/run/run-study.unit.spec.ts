import { describe, expect, it } from 'vitest';
import { coverageStatistics } from '#libs/domain/back-test/coverage-statistics.js';
import { singleBooks } from '../books/reference-books.js';
import type { ModelFamily, Study } from '../models/model-family.js';
import { INDEX, marketOf, walkingMarket } from '../testing/synthetic-market.js';
import { jointMarket } from './joint-market.js';
import { marginedDays, runStudy } from './run-study.js';
import type { PlannedStudy } from './study-plan.js';
import { summariseStudy } from './summarise.js';

/** 200 closes of 2000 points, but for the days given, which close lower until the next. */
function quietMarket(...falls: readonly { readonly day: number; readonly points: number }[]) {
  const closes = Array.from({ length: 200 }, () => 2000);
  for (const { day, points } of falls) closes[day] = 2000 - points;
  return marketOf(INDEX, closes);
}

function studyOf(market: ReturnType<typeof marketOf>, given: Partial<Study> = {}): PlannedStudy {
  const joint = jointMarket([market]);
  return {
    id: 'test',
    title: 'test',
    market: joint,
    books: singleBooks(joint),
    firstDay: 102,
    horizonDays: 2,
    confidenceBp: 9900,
    strideDays: 1,
    ...given,
  };
}

/** A model whose margins are 1,000 USD whatever happens. */
const FIXED: ModelFamily = {
  models: ['portfolio'],
  marginsAt: () => [Float64Array.of(1000, 1000)],
};

const quiet = (): void => undefined;
const never = new AbortController().signal;

describe('a study runs day by day (margin-model.md i)', () => {
  it('holds positions still over the horizon: a fall of 30 points costs 1,500 USD a lot twice', async () => {
    const study = studyOf(quietMarket({ day: 120, points: 30 }));
    const { series, dates } = await runStudy(study, quiet, never, [FIXED]);
    const [long, short] = series;
    const lossOf = (day: number): number | undefined => long?.losses[day - study.firstDay];
    expect([118, 119, 120, 121].map(lossOf)).toEqual([1500, 0, -1500, 0]);
    expect(short?.losses[118 - study.firstDay]).toBe(-1500);
    expect(dates[118 - study.firstDay]).toBe(study.market.dates[118]);
    expect(long?.grossValues[0]).toBe(100_000);
  });

  it('counts the known hits: three falls beyond the margin, one within it', async () => {
    const falls = [
      { day: 120, points: 30 },
      { day: 141, points: 25 },
      { day: 150, points: 19 },
      { day: 180, points: 100 },
    ];
    const result = await runStudy(studyOf(quietMarket(...falls)), quiet, never, [FIXED]);
    const [series] = result.series;
    const margins = series?.margins.get('portfolio') ?? new Float64Array();
    const found = coverageStatistics({ losses: series?.losses ?? [], margins }, 2, 0.01);
    // Of the windows that begin on even days those with the falls of 120 and 180, on odd ones 141.
    expect(found).toMatchObject({
      days: 96,
      windows: 48,
      hits: 2,
      hitsByStart: [2, 1],
      dayHits: 3,
    });
    const [model] = summariseStudy(result).models;
    expect(model?.books[0]).toMatchObject({
      largestShortfallDate: result.study.market.dates[178],
      largestShortfall: { loss: 5000, margin: 1000, amount: 4000 },
    });
    // One per cent of 96 days is less than one: the worst would have had to be covered.
    expect(model?.books[0]?.factorAtTarget).toBe(5);
  });

  it('margins every second day where the stride says so, and no day without its horizon', () => {
    const study = studyOf(quietMarket(), { strideDays: 2 });
    const days = marginedDays(study);
    expect([days[0], days[1], days.at(-1)]).toEqual([102, 104, 196]);
    expect(marginedDays({ ...study, firstDay: 198 })).toEqual([]);
  });

  it('no model sees what comes after: later closes change no earlier margin', async () => {
    const before = walkingMarket(INDEX, 200, 'look-ahead');
    const changed = before.closes.map((close, day) => (day > 150 ? close * 1.5 : close));
    const runs = [before, { ...before, closes: changed }].map((market) =>
      runStudy(studyOf(market), quiet, never),
    );
    const [first, second] = await Promise.all(runs);
    const known = 150 - 102 + 1;
    for (const [b, series] of (first?.series ?? []).entries()) {
      for (const [model, margins] of series.margins) {
        const other = second?.series[b]?.margins.get(model) ?? new Float64Array();
        expect([model, [...other.subarray(0, known)]]).toEqual([
          model,
          [...margins.subarray(0, known)],
        ]);
        expect(margins.length).toBeGreaterThan(known);
      }
    }
    const after = (of: typeof first) => of?.series[0]?.margins.get('portfolio')?.at(-1);
    expect(after(second)).not.toBe(after(first));
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    stop.abort();
    const run = runStudy(studyOf(quietMarket()), quiet, stop.signal, [FIXED]);
    await expect(run).rejects.toThrow(/stopped/);
  });
});
