import { MODELS, type ModelId } from '../models/model-family.js';
import {
  median,
  type BookSummary,
  type ModelSummary,
  type StudySummary,
} from '../run/summarise.js';
import {
  isClustered,
  isOverMargined,
  isSingle,
  isUnderMargined,
  modelOf,
  placed,
  shortfallRatio,
  type Placed,
} from './findings.js';
import { comparedWith, counted, enumeration, percent, times } from './format.js';

const PEERS = [
  'ewma-filtered',
  'ewma-normal',
  'scan',
  'filtered',
  'no-floor',
  'no-stress',
] as const satisfies readonly ModelId[];
const WORST_NAMED = 3;

/**
 * What the numbers say, in sentences for people who read no tables. Every statement is worked out
 * from the results; none is there whatever they are.
 */
export function summaryInWords(studies: readonly StudySummary[]): string[] {
  const all = placed(studies, 'portfolio');
  if (all.length === 0) return ['Nothing was tested.'];
  return [
    whatWasTested(studies, all),
    coverageOfSingles(all.filter(isSingle)),
    tests(all),
    shortfalls(all),
    ...studies.filter(({ portfolios }) => portfolios > 2).flatMap(modesOf),
    peers(studies),
    procyclicality(studies),
    delay(studies),
  ].filter((sentence) => sentence !== '');
}

function whatWasTested(studies: readonly StudySummary[], all: readonly Placed[]): string {
  const from = studies.map((study) => study.from).sort()[0] ?? '';
  const to =
    studies
      .map((study) => study.to)
      .sort()
      .at(-1) ?? '';
  const windows = all.reduce((sum, { book }) => sum + book.windows, 0);
  const hits = all.reduce((sum, { book }) => sum + book.hits, 0);
  return (
    `${counted(all.length, 'portfolio')} in ${counted(studies.length, 'study', 'studies')} were ` +
    `margined on every day from ${from} to ${to} for which the data reach, and each margin was ` +
    `compared with the loss of the two days that followed: ${counted(windows, 'window')} that do ` +
    `not overlap, ${counted(hits, 'hit')}. A hit is a loss above the margin.`
  );
}

function coverageOfSingles(singles: readonly Placed[]): string {
  const worst = [...singles].sort((a, b) => a.book.coverage - b.book.coverage)[0];
  if (!worst) return '';
  const mean = singles.reduce((sum, { book }) => sum + book.coverage, 0) / singles.length;
  const promised = percent(worst.study.confidenceBp / 10_000, 1);
  const below = singles.filter(({ study, book }) => book.coverage * 10_000 < study.confidenceBp);
  const kept =
    below.length === 0
      ? 'none of them is below the coverage that it is held to'
      : `${counted(below.length, 'of them is', 'of them are')} below the coverage held to: ` +
        enumeration(below.map(({ book }) => book.title));
  return (
    `Of single lots, long and short, the model covered ${percent(mean)} of all days on average; ` +
    `the lowest is ${percent(worst.book.coverage)} (${worst.book.title}, held to ${promised}), ` +
    `and ${kept}.`
  );
}

function tests(all: readonly Placed[]): string {
  const zones = { green: 0, yellow: 0, red: 0 };
  for (const { book } of all) zones[book.light.zone] += 1;
  const [under, over] = [all.filter(isUnderMargined), all.filter(isOverMargined)];
  const clustered = all.filter(isClustered);
  const factors = all.map(({ book }) => book.factorAtTarget).filter(Number.isFinite);
  const factor = factors.reduce((sum, each) => sum + each, 0) / Math.max(1, factors.length);
  const surplus =
    factor < 1
      ? `on average ${times(factor)} times its margins would have met the confidence exactly. An ` +
        'expected shortfall is the mean of the tail and so lies beyond the quantile of its level; ' +
        'floor and stress weight come on top'
      : `on average margins ${times(factor)} times as large would have been needed`;
  return (
    `Traffic lights: ${zones.green} green, ${zones.yellow} yellow, ${zones.red} red. At the 5 % ` +
    `level Kupiec's test finds too many hits in ${counted(under.length, 'portfolio')}` +
    `${named(under)} and too few in ${counted(over.length, 'portfolio')}; ${surplus}. Hits follow ` +
    `each other more often than chance allows in ${counted(clustered.length, 'portfolio')}` +
    `${named(clustered)}; of ${all.length} tests at that level some ` +
    `${Math.round(all.length * 0.05)} would fail by chance if all were right.`
  );
}

function named(found: readonly Placed[]): string {
  if (found.length === 0) return '';
  const first = found.slice(0, WORST_NAMED).map(({ book }) => book.title);
  const more = found.length > first.length ? [`${found.length - first.length} more`] : [];
  return ` (${enumeration([...first, ...more])})`;
}

function shortfalls(all: readonly Placed[]): string {
  const worst = all
    .filter(({ book }) => book.largestShortfall)
    .sort((a, b) => shortfallRatio(b) - shortfallRatio(a))
    .slice(0, WORST_NAMED);
  if (worst.length === 0) return 'No loss went beyond its margin.';
  const told = worst.map(
    (each) =>
      `${each.book.title} on ${each.book.largestShortfallDate} ` +
      `(${times(shortfallRatio(each))} times its margin)`,
  );
  return `The losses that went furthest beyond their margins: ${enumeration(told)}.`;
}

function modesOf(study: StudySummary): string[] {
  const [portfolio, cross, isolated] = (['portfolio', 'cross', 'isolated'] as const).map((id) =>
    modelOf(study, id),
  );
  if (!portfolio || !cross || !isolated) return [];
  const told = [portfolio, cross, isolated].map(
    ({ model, meanMarginShare, coverage }) =>
      `${model} mode ${percent(meanMarginShare)} of gross value for ${percent(coverage)} of days`,
  );
  const { worstCoverage } = portfolio;
  return [
    `Of ${study.title} (${study.from} to ${study.to}) the ${study.portfolios} portfolios are ` +
      `charged on average: ${enumeration(told)}. Offsets between classes save ` +
      `${percent(1 - portfolio.meanMarginShare / cross.meanMarginShare, 0)} against cross mode, ` +
      `and the least covered portfolio still had ${percent(worstCoverage)} of its days covered.`,
  ];
}

function peers(studies: readonly StudySummary[]): string {
  const told = PEERS.flatMap((id) => {
    const pairs = bothIn(studies, id);
    const ratios = pairs.flatMap(ratiosOf);
    if (ratios.length === 0) return [];
    const charged = median(ratios.map((ratio) => ratio.charged));
    const atTarget = median(ratios.map((ratio) => ratio.atTarget));
    const cheaper = ratios.filter((ratio) => ratio.atTarget < 1).length;
    const coverage = weighted(pairs, (model) => model.coverage);
    return [
      `${MODELS[id]} charges ${comparedWith(charged, 1)} the model and covers ` +
        `${percent(coverage.peer)} of days against ${percent(coverage.ours)}; with both scaled to ` +
        `exactly the confidence it would charge ${comparedWith(atTarget, 1)} it, and less in ` +
        `${cheaper} of ${ratios.length} portfolios`,
    ];
  });
  return told.length === 0 ? '' : `Against its peers, at the median portfolio: ${told.join('; ')}.`;
}

interface CostRatio {
  readonly charged: number;
  readonly atTarget: number;
}

/** What a peer charges of what the model charges, by portfolio; as they are, and at one coverage. */
function ratiosOf({ ours, peer }: Pair): CostRatio[] {
  return ours.books.flatMap((book, i) => {
    const other = peer.books[i];
    if (!other) return [];
    const cost = (of: BookSummary): number => of.marginShare * of.factorAtTarget;
    const ratio = {
      charged: other.marginShare / book.marginShare,
      atTarget: cost(other) / cost(book),
    };
    return Number.isFinite(ratio.charged) && Number.isFinite(ratio.atTarget) ? [ratio] : [];
  });
}

function procyclicality(studies: readonly StudySummary[]): string {
  const pairs = bothIn(studies, 'ewma-filtered');
  if (pairs.length === 0) return '';
  const of = (pick: (model: ModelSummary) => number): string => {
    const { ours, peer } = weighted(pairs, pick);
    return `${times(ours)} (peer ${times(peer)})`;
  };
  return (
    'Procyclicality, median of the portfolios of each study, beside plain filtered history with EWMA 0.97 as ' +
    `peer: peak over trough ${of((m) => m.procyclicality.peakToTrough)}; largest rise in one day ` +
    `${of((m) => m.procyclicality.oneDay)}, in five ${of((m) => m.procyclicality.fiveDays)}, in ` +
    `thirty ${of((m) => m.procyclicality.thirtyDays)}.`
  );
}

function delay(studies: readonly StudySummary[]): string {
  const pairs = bothIn(studies, 'same-day');
  if (pairs.length === 0) return '';
  const { ours, peer } = weighted(pairs, ({ coverage }) => coverage);
  return (
    'Scenarios are those of the evening before. Rebuilding them at each close instead would, for ' +
    `single lots, have covered ${percent(peer, 3)} of days in place of ${percent(ours, 3)}.`
  );
}

interface Pair {
  readonly portfolios: number;
  readonly ours: ModelSummary;
  readonly peer: ModelSummary;
}

function bothIn(studies: readonly StudySummary[], id: ModelId): Pair[] {
  return studies.flatMap((study) => {
    const [ours, peer] = [modelOf(study, 'portfolio'), modelOf(study, id)];
    return ours && peer ? [{ portfolios: study.portfolios, ours, peer }] : [];
  });
}

/** Means over all portfolios of all studies. */
function weighted(
  pairs: readonly Pair[],
  pick: (model: ModelSummary) => number,
): { readonly ours: number; readonly peer: number } {
  const portfolios = pairs.reduce((sum, pair) => sum + pair.portfolios, 0);
  const mean = (side: 'ours' | 'peer'): number =>
    pairs.reduce((sum, pair) => sum + pick(pair[side]) * pair.portfolios, 0) / portfolios;
  return { ours: mean('ours'), peer: mean('peer') };
}
