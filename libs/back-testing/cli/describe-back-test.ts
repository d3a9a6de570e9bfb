import { textTable } from '#libs/market-simulation/cli/text-table.js';
import { MODELS } from '../models/model-family.js';
import { isSingle, placed, shortfallRatio } from '../report/findings.js';
import { percent, probability, times } from '../report/format.js';
import { listedOptionsInWords } from '../report/listed-options.js';
import { summaryInWords } from '../report/summary-in-words.js';
import { weakSpots } from '../report/weak-spots.js';
import type { StudySummary } from '../run/summarise.js';
import type { WrittenBackTest } from './back-test.js';

/** A back-test as text for people: single lots, models, what the numbers say. */
export function describeBackTest(test: WrittenBackTest): string {
  const { studies, seconds, report } = test;
  return [
    singlesTable(studies),
    ...studies.filter(({ portfolios }) => portfolios > 2).map(modelsTable),
    ['What the numbers say:', ...words(test).map((line) => `- ${line}`)].join('\n'),
    ['What speaks against the model:', ...weakSpots(test).map((line) => `- ${line}`)].join('\n'),
    `${studies.length} studies in ${seconds.toFixed(0)} s; report: ${report}`,
  ].join('\n\n');
}

function words({ studies, listedOptions }: WrittenBackTest): string[] {
  return [...summaryInWords(studies), ...listedOptionsInWords(listedOptions)];
}

/** A back-test for programs: all statistics, none of the daily series. */
export function backTestDocument(test: WrittenBackTest): object {
  const { from, to, seed, seconds, markets, leftOut, studies, report } = test;
  const { listedOptions } = test;
  const summary = words(test);
  const { missing } = markets;
  return {
    from,
    to,
    seed,
    seconds,
    missing,
    leftOut,
    summary,
    weakSpots: weakSpots(test),
    studies,
    listedOptions,
    report,
  };
}

function singlesTable(studies: readonly StudySummary[]): string {
  return textTable(placed(studies, 'portfolio').filter(isSingle), [
    { title: 'portfolio', cell: ({ book }) => book.title },
    { title: 'from', cell: ({ study }) => study.from },
    { title: 'T', cell: ({ book }) => `${book.windows}`, right: true },
    { title: 'x', cell: ({ book }) => book.hitsByStart.join('/'), right: true },
    { title: 'covered', cell: ({ book }) => percent(book.coverage), right: true },
    { title: 'Kupiec p', cell: ({ book }) => probability(book.kupiec.pValue), right: true },
    { title: 'indep. p', cell: ({ book }) => probability(book.independence.pValue), right: true },
    { title: 'light', cell: ({ book }) => book.light.zone },
    { title: 'Z2', cell: ({ book }) => book.z2?.toFixed(2) ?? '', right: true },
    {
      title: 'worst',
      cell: (each) => (each.book.largestShortfall ? times(shortfallRatio(each)) : 'none'),
      right: true,
    },
    { title: 'on', cell: ({ book }) => book.largestShortfallDate ?? '' },
    { title: 'margin', cell: ({ book }) => percent(book.marginShare), right: true },
    {
      title: 'peak/trough',
      cell: ({ book }) => times(book.procyclicality.peakToTrough),
      right: true,
    },
    { title: '30-day', cell: ({ book }) => times(book.procyclicality.thirtyDays), right: true },
  ]);
}

function modelsTable(study: StudySummary): string {
  const table = textTable(study.models, [
    { title: 'model', cell: ({ model }) => MODELS[model] },
    { title: 'margin', cell: (m) => percent(m.meanMarginShare), right: true },
    { title: 'covered', cell: (m) => percent(m.coverage), right: true },
    { title: 'least', cell: (m) => percent(m.worstCoverage), right: true },
    { title: 'at target', cell: (m) => percent(m.shareAtTarget), right: true },
    {
      title: 'g/y/r',
      cell: ({ zones }) => `${zones.green}/${zones.yellow}/${zones.red}`,
      right: true,
    },
    { title: 'peak/trough', cell: (m) => times(m.procyclicality.peakToTrough), right: true },
    { title: '30-day', cell: (m) => times(m.procyclicality.thirtyDays), right: true },
  ]);
  const { title, from, to, portfolios } = study;
  return `${title}, ${from} to ${to}, ${portfolios} portfolios\n${table}`;
}
