import { describe, expect, it } from 'vitest';
import { singleBooks } from '../books/reference-books.js';
import type { BackTest } from '../run/back-test.js';
import { jointMarket } from '../run/joint-market.js';
import { runStudy } from '../run/run-study.js';
import type { PlannedStudy } from '../run/study-plan.js';
import { summariseStudy } from '../run/summarise.js';
import { INDEX, marketOf, walkingMarket } from '../testing/synthetic-market.js';
import { reportPage } from './page.js';
import { summaryInWords } from './summary-in-words.js';
import { timeChart } from './time-chart.js';
import { weakSpots } from './weak-spots.js';

/** A back-test of one market with margins of a model, at 99 %. */
async function backTestOf(market: ReturnType<typeof marketOf>): Promise<BackTest> {
  const joint = jointMarket([market]);
  const study: PlannedStudy = {
    id: 'spx',
    title: 'A & B <market>',
    market: joint,
    books: singleBooks(joint),
    firstDay: 110,
    horizonDays: 2,
    confidenceBp: 9900,
    strideDays: 1,
  };
  const result = await runStudy(study, () => undefined, new AbortController().signal);
  return {
    from: result.dates[0] ?? '',
    to: result.dates.at(-1) ?? '',
    seed: '1',
    seconds: 1,
    markets: { folder: '', byProduct: new Map([['SPX', market]]), missing: ['wti.csv'] },
    leftOut: [],
    results: [result],
    studies: [summariseStudy(result)],
    listedOptions: { reason: 'there is no vix.csv' },
  };
}

const calm = walkingMarket(INDEX, 300, 'calm');
/** The same market, but on one day it loses a third. */
const crashed = marketOf(
  INDEX,
  calm.closes.map((close, t) => (t >= 200 ? close * 0.67 : close)),
);

describe('the report', () => {
  it('is one document that asks nobody for anything, and escapes what it shows', async () => {
    const page = reportPage(await backTestOf(calm));
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/(src|href)="(?!#)/);
    expect(page).not.toMatch(/https?:|@import|url\(|<script/);
    expect(page).toContain('A &amp; B &lt;market&gt;');
    expect(page).not.toContain('<market>');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
    expect(page).toContain('wti.csv is not there');
  });

  it('says what the numbers say: the worst day of a crash is named, a calm market has none', async () => {
    const [quiet, crash] = await Promise.all([backTestOf(calm), backTestOf(crashed)]);
    const ratio = crash.studies[0]?.models[0]?.books[0]?.largestShortfall;
    expect(ratio).toBeDefined();
    const told = summaryInWords(crash.studies).join('\n');
    expect(told).toMatch(/long one lot of S&P 500 on \d{4}-\d\d-\d\d/);
    expect(told).toContain(`on ${crashed.dates[198]}`);
    expect(weakSpots(crash).join('\n')).toContain('long one lot of S&P 500');
    expect(weakSpots(quiet).join('\n')).not.toContain('was exceeded');
  });
});

describe('a chart of margins and losses', () => {
  it('marks each loss beyond the first line, and no other', () => {
    const svg = timeChart({
      title: 'test',
      dates: ['2020-01-02', '2020-01-03', '2020-02-03'],
      losses: [50, 150, -10],
      lines: [{ label: 'margin', values: [100, 100, 100], colour: '#000000' }],
    });
    expect(svg.match(/<circle/g)).toHaveLength(1);
    expect(svg).toContain('2020-01-03: margin 100, loss 150');
    expect(svg.match(/<path d="([^"]*)"/)?.[1]?.match(/M/g)).toHaveLength(2);
  });
});
