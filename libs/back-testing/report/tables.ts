import { MODELS } from '../models/model-family.js';
import type { ModelSummary, StudySummary } from '../run/summarise.js';
import { shortfallRatio, SIGNIFICANT, type Placed } from './findings.js';
import { percent, probability, times, whole } from './format.js';
import { htmlTable, type HtmlColumn } from './html.js';

const significant = (p: number): string | undefined => (p < SIGNIFICANT ? 'noted' : undefined);

const COVERAGE_COLUMNS: readonly HtmlColumn<Placed>[] = [
  { title: 'portfolio', cell: ({ book }) => book.title, words: true },
  { title: 'T', hint: 'windows that do not overlap', cell: ({ book }) => whole(book.windows) },
  {
    title: 'x',
    hint: 'hits in those windows, and in those that begin a day later',
    cell: ({ book }) => book.hitsByStart.join(' / '),
  },
  {
    title: 'expected',
    hint: 'hits at exactly the confidence',
    cell: ({ study, book }) => ((book.windows * (10_000 - study.confidenceBp)) / 10_000).toFixed(1),
  },
  { title: 'all days', hint: 'hits of all days', cell: ({ book }) => `${book.dayHits}` },
  { title: 'covered', cell: ({ book }) => percent(book.coverage) },
  {
    title: 'Kupiec p',
    cell: ({ book }) => probability(book.kupiec.pValue),
    mark: ({ book }) => significant(book.kupiec.pValue),
  },
  {
    title: 'independence p',
    cell: ({ book }) => probability(book.independence.pValue),
    mark: ({ book }) => significant(book.independence.pValue),
  },
  {
    title: 'cond. coverage p',
    cell: ({ book }) => probability(book.conditionalCoverage.pValue),
    mark: ({ book }) => significant(book.conditionalCoverage.pValue),
  },
  {
    title: 'light',
    cell: ({ book }) => book.light.zone,
    mark: ({ book }) => book.light.zone,
    words: true,
  },
  {
    title: 'Z2',
    hint: 'of block F against its own VaR: 0 on average where its expected shortfall is right',
    cell: ({ book }) => book.z2?.toFixed(2) ?? '',
  },
  {
    title: 'worst shortfall',
    hint: 'loss over margin on the day that fell short by the largest amount',
    cell: (each) => (each.book.largestShortfall ? times(shortfallRatio(each)) : 'none'),
  },
  { title: 'on', cell: ({ book }) => book.largestShortfallDate ?? '', words: true },
  { title: 'margin', hint: 'mean, of gross value', cell: ({ book }) => percent(book.marginShare) },
  {
    title: 'needed',
    hint: 'times the margin for exactly the confidence',
    cell: ({ book }) => times(book.factorAtTarget),
  },
];

/** Coverage and its tests, a row a portfolio. */
export function coverageTable(rows: readonly Placed[]): string {
  return htmlTable(rows, COVERAGE_COLUMNS);
}

/** How margins moved (margin-model.md d.5), a row a portfolio. */
export function procyclicalityTable(rows: readonly Placed[]): string {
  return htmlTable(rows, [
    { title: 'portfolio', cell: ({ book }) => book.title, words: true },
    { title: 'from', cell: ({ study }) => study.from, words: true },
    { title: 'to', cell: ({ study }) => study.to, words: true },
    { title: 'mean margin, USD', cell: ({ book }) => whole(book.meanMargin) },
    { title: 'of gross value', cell: ({ book }) => percent(book.marginShare) },
    { title: 'peak / trough', cell: ({ book }) => times(book.procyclicality.peakToTrough) },
    { title: '1-day rise', cell: ({ book }) => times(book.procyclicality.oneDay) },
    { title: '5-day rise', cell: ({ book }) => times(book.procyclicality.fiveDays) },
    { title: '30-day rise', cell: ({ book }) => times(book.procyclicality.thirtyDays) },
  ]);
}

/** What each model charged and what it covered, a row a model: the efficiency table of a study. */
export function efficiencyTable({ models, confidenceBp }: StudySummary): string {
  const target = percent(confidenceBp / 10_000, 1);
  const columns: readonly HtmlColumn<ModelSummary>[] = [
    { title: 'model', cell: ({ model }) => MODELS[model], words: true },
    { title: 'mean margin', hint: 'of gross value', cell: (m) => percent(m.meanMarginShare) },
    { title: 'days covered', cell: (m) => percent(m.coverage) },
    { title: 'least covered portfolio', cell: (m) => percent(m.worstCoverage) },
    {
      title: `cost of ${target}`,
      hint: 'mean margin if each portfolio had been scaled to exactly this coverage',
      cell: (m) => percent(m.shareAtTarget),
    },
    {
      title: 'green / yellow / red',
      cell: ({ zones }) => `${zones.green} / ${zones.yellow} / ${zones.red}`,
    },
    { title: 'peak / trough', cell: (m) => times(m.procyclicality.peakToTrough) },
    { title: '1-day rise', cell: (m) => times(m.procyclicality.oneDay) },
    { title: '5-day rise', cell: (m) => times(m.procyclicality.fiveDays) },
    { title: '30-day rise', cell: (m) => times(m.procyclicality.thirtyDays) },
  ];
  return htmlTable(models, columns);
}
