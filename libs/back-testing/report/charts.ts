import { MODELS, type ModelId } from '../models/model-family.js';
import type { StudyResult } from '../run/run-study.js';
import type { StudySummary } from '../run/summarise.js';
import { frontierChart } from './frontier-chart.js';
import { timeChart, type ChartLine } from './time-chart.js';

export const COLOURS: Readonly<Record<ModelId, string>> = {
  portfolio: '#1d4f91',
  cross: '#0f8b8d',
  isolated: '#2a9d3f',
  'same-day': '#5e60ce',
  buffered: '#7b3fa0',
  'stress-by-rule': '#4d908e',
  'no-floor': '#e07a1f',
  'no-stress': '#b5838d',
  filtered: '#d4a017',
  'ewma-filtered': '#8d5524',
  'ewma-normal': '#6b7280',
  scan: '#111827',
  ladder: '#c2417c',
  extended: '#3f6212',
};

interface Episode {
  readonly title: string;
  readonly study: string;
  readonly book: string;
  readonly from: string;
  readonly to: string;
  readonly models: readonly [ModelId, ...ModelId[]];
}

const OURS = ['portfolio'] as const;
const PEERS = [
  'portfolio',
  'no-floor',
  'no-stress',
  'ewma-filtered',
  'ewma-normal',
  'scan',
] as const;

/** Times that a risk committee asks about. */
const EPISODES: readonly Episode[] = [
  {
    title: 'S&P 500, one lot long: the whole history',
    study: 'spx',
    book: 'SPX-long',
    from: '',
    to: '9999',
    models: OURS,
  },
  {
    title: 'S&P 500, one lot long: 2007 to 2009',
    study: 'spx',
    book: 'SPX-long',
    from: '2007-06-01',
    to: '2009-12-31',
    models: PEERS,
  },
  {
    title: 'S&P 500, one lot long: February 2018',
    study: 'spx',
    book: 'SPX-long',
    from: '2017-11-01',
    to: '2018-06-30',
    models: PEERS,
  },
  {
    title: 'S&P 500, one lot long: March 2020',
    study: 'spx',
    book: 'SPX-long',
    from: '2020-01-02',
    to: '2020-07-31',
    models: PEERS,
  },
  {
    title: 'S&P 500, one lot short: March 2020',
    study: 'spx',
    book: 'SPX-short',
    from: '2020-01-02',
    to: '2020-07-31',
    models: PEERS,
  },
  {
    title: 'WTI, one lot long: the whole history',
    study: 'wti',
    book: 'WTI-long',
    from: '',
    to: '9999',
    models: OURS,
  },
  {
    title: 'WTI, one lot long: 2008',
    study: 'wti',
    book: 'WTI-long',
    from: '2008-01-02',
    to: '2009-06-30',
    models: PEERS,
  },
  {
    title: 'WTI, one lot long: through the negative price of April 2020',
    study: 'wti',
    book: 'WTI-long',
    from: '2020-01-02',
    to: '2020-09-30',
    models: PEERS,
  },
  {
    title: 'WTI, one lot short: through the negative price of April 2020',
    study: 'wti',
    book: 'WTI-short',
    from: '2020-01-02',
    to: '2020-09-30',
    models: PEERS,
  },
  {
    title: 'Long WTI, short Brent: April 2020',
    study: 'equity-oil',
    book: 'WTI-BRENT-short',
    from: '2020-01-02',
    to: '2020-09-30',
    models: ['portfolio', 'cross', 'no-floor', 'ewma-filtered', 'scan'],
  },
  {
    title: 'Gold, one lot long: 2013',
    study: 'xau',
    book: 'XAU-long',
    from: '2012-10-01',
    to: '2013-12-31',
    models: OURS,
  },
  {
    title: 'Sterling, one lot long: June 2016',
    study: 'gbp',
    book: 'GBP-long',
    from: '2016-01-01',
    to: '2016-12-31',
    models: PEERS,
  },
  {
    title: 'Bitcoin, one lot long',
    study: 'btc',
    book: 'BTC-long',
    from: '',
    to: '9999',
    models: ['portfolio', 'no-floor', 'ewma-normal', 'scan'],
  },
  {
    title: 'Options: short puts 10 % out of the money, ten lots',
    study: 'options',
    book: 'short-put-90',
    from: '2014-06-01',
    to: '2020-12-31',
    models: ['portfolio', 'extended', 'ladder', 'scan'],
  },
  {
    title: 'Options: short straddle, ten lots, February 2018',
    study: 'options',
    book: 'short-straddle',
    from: '2017-06-01',
    to: '2018-12-31',
    models: ['portfolio', 'ladder', 'no-floor', 'ewma-filtered', 'scan'],
  },
];

/** A chart for each episode that the results reach into. */
export function episodeCharts(results: readonly StudyResult[]): string[] {
  return EPISODES.flatMap((episode) => {
    const result = results.find(({ study }) => study.id === episode.study);
    const series = result?.series.find(({ book }) => book.id === episode.book);
    if (!result || !series) return [];
    const [first, end] = rangeOf(result.dates, episode);
    if (end - first < 2) return [];
    const line = (model: ModelId): ChartLine => ({
      label: model === 'portfolio' ? 'margin of the model' : shortTitle(model),
      values: (series.margins.get(model) ?? new Float64Array()).subarray(first, end),
      colour: COLOURS[model],
    });
    const [main, ...others] = episode.models;
    return [
      timeChart({
        title: `${episode.title} (USD)`,
        dates: result.dates.slice(first, end),
        losses: series.losses.subarray(first, end),
        lines: [line(main), ...others.map(line)],
      }),
    ];
  });
}

function rangeOf(dates: readonly string[], { from, to }: Episode): [number, number] {
  const first = dates.findIndex((date) => date >= from);
  const after = dates.findIndex((date) => date > to);
  return [first < 0 ? dates.length : first, after < 0 ? dates.length : after];
}

const FRONTIER_MODELS = [
  'portfolio',
  'cross',
  'isolated',
  'buffered',
  'no-floor',
  'no-stress',
  'filtered',
  'ewma-filtered',
  'ewma-normal',
  'scan',
  'ladder',
  'extended',
] as const satisfies readonly ModelId[];

/** Cost against coverage of a study's models. */
export function studyFrontier(study: StudySummary): string {
  const lines = FRONTIER_MODELS.flatMap((id) => {
    const model = study.models.find((each) => each.model === id);
    if (!model) return [];
    return [
      {
        label: shortTitle(id),
        colour: COLOURS[id],
        reached: { coverage: 100 * model.coverage, margin: 100 * model.meanMarginShare },
        points: model.frontier.map(({ coverage, marginShare }) => ({
          coverage,
          margin: 100 * marginShare,
        })),
      },
    ];
  });
  return frontierChart(
    `What coverage costs: ${study.title} (mean margin, % of gross value)`,
    lines,
  );
}

/** In a legend every line but the peers' is the model's anyway. */
function shortTitle(id: ModelId): string {
  return MODELS[id].replace(/^the model,? /, '');
}
