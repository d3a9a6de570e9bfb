import type { BackTest } from '../run/back-test.js';
import type { StudySummary } from '../run/summarise.js';
import { episodeCharts, studyFrontier } from './charts.js';
import { dataAndParameters } from './data-and-parameters.js';
import { isSingle, placed } from './findings.js';
import { escapeText, list, paragraph, section } from './html.js';
import { listedOptionsInWords, listedOptionsSection } from './listed-options.js';
import { summaryInWords } from './summary-in-words.js';
import { coverageTable, efficiencyTable, procyclicalityTable } from './tables.js';
import { weakSpots } from './weak-spots.js';

const TITLE = 'Back-test of the margin model';

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;color:#1f2933;max-width:1120px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;margin-bottom:.2rem}h2{font-size:1.25rem;margin-top:2.2rem;border-bottom:1px solid #d9dee3}
h3{font-size:1rem;margin-bottom:.3rem}.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:12.5px;margin:.6rem 0}
th,td{padding:2px 8px;text-align:right;border-bottom:1px solid #e8ecef;white-space:nowrap}
th{background:#f3f5f7}.words{text-align:left}
.green{color:#16803c}.yellow{background:#fdf0b3}.red{background:#f8c9c4}.noted{font-weight:700}
svg{width:100%;height:auto;margin:.8rem 0;font-size:11.5px}svg text{fill:#1f2933}
svg .title{font-size:14px;font-weight:600}svg .small{font-size:11px}
svg .middle{text-anchor:middle}svg .end{text-anchor:end}svg .grid{stroke:#d9dee3}
nav a{margin-right:1.1rem}@media print{nav{display:none}section{break-inside:auto}svg{break-inside:avoid}}
`;

/** The report as one HTML document that asks nobody for anything. */
export function reportPage(test: BackTest): string {
  const { studies, results } = test;
  const all = placed(studies, 'portfolio');
  const singles = all.filter(isSingle);
  const spots = weakSpots(test);
  const sections = [
    section(
      'summary',
      'Summary',
      list([...summaryInWords(studies), ...listedOptionsInWords(test.listedOptions)]),
    ),
    section(
      'weak-spots',
      'What speaks against the model',
      spots.length > 0 ? list(spots) : paragraph('No test and no bound found anything.'),
    ),
    section('singles', 'Products: one lot, long and short', paragraph(HOW), coverageTable(singles)),
    section('episodes', 'Margins against what followed', ...episodeCharts(results)),
    section('portfolios', 'Portfolios', ...studies.filter(hasPortfolios).flatMap(portfolioTables)),
    section(
      'listed-options',
      'Listed options of two days',
      ...listedOptionsSection(test.listedOptions),
    ),
    section('efficiency', 'Efficiency: margin charged, coverage reached', ...efficiency(studies)),
    section('procyclicality', 'Procyclicality of single lots', procyclicalityTable(singles)),
    section('data', 'Data, parameters and how it was done', ...dataAndParameters(test)),
  ];
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${TITLE}</title><style>${STYLE}</style></head><body>`,
    `<h1>${TITLE}</h1>`,
    paragraph(`Real closes up to ${test.to}; ${test.results.length} studies.`),
    navigation(),
    ...sections,
    '</body></html>',
    '',
  ].join('\n');
}

const HOW =
  'T counts windows of two days that do not overlap; x the losses above the margin in them, and ' +
  'in the windows that begin a day later. p-values below 5 % are bold. Too few hits are a finding ' +
  'as well, for information.';

function navigation(): string {
  const names = [
    'summary',
    'weak-spots',
    'singles',
    'episodes',
    'portfolios',
    'listed-options',
    'efficiency',
    'procyclicality',
    'data',
  ];
  return `<nav>${names.map((id) => `<a href="#${id}">${id.replace('-', ' ')}</a>`).join('')}</nav>`;
}

function hasPortfolios({ portfolios }: StudySummary): boolean {
  return portfolios > 2;
}

function portfolioTables(study: StudySummary): string[] {
  return [
    heading(`${study.title}, ${study.from} to ${study.to}, portfolio mode`),
    coverageTable(placed([study], 'portfolio')),
  ];
}

function efficiency(studies: readonly StudySummary[]): string[] {
  return [
    paragraph(
      'A dot is what a model charged and covered; its line is what it would have charged with all ' +
        'its margins scaled. The lower line is the better model; where the dot stands on it is a ' +
        'choice of confidence.',
    ),
    ...studies.flatMap((study) => [
      heading(`${study.title}, ${study.from} to ${study.to}`),
      efficiencyTable(study),
      studyFrontier(study),
    ]),
  ];
}

function heading(text: string): string {
  return `<h3>${escapeText(text)}</h3>`;
}
