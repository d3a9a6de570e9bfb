import { HOUSE_MODEL } from '../models/house-parameters.js';
import type { BackTest } from '../run/back-test.js';
import type { StudyResult } from '../run/run-study.js';
import type { StudySummary } from '../run/summarise.js';
import {
  isClustered,
  isSingle,
  isUnderMargined,
  modelOf,
  placed,
  shortfallRatio,
  type Placed,
} from './findings.js';
import { enumeration, percent, times } from './format.js';

/** A loss this many times its margin is named, whatever the tests say. */
const GRAVE = 1.5;
/** A margin that grows by this factor in a day is named. */
const STEEP = 1.5;
/** Critical value of Z2 at the 5 % level, for orientation (Acerbi and Szekely, at 97.5 %, 250 days). */
const Z2_CRITICAL = -0.7;
const NAMED_MAX = 12;

/** The parts of a back-test that are judged. */
export type Judged = Pick<BackTest, 'studies' | 'results'>;

/** Where the numbers speak against the model, each with its numbers; what is fine is not named. */
export function weakSpots({ studies, results }: Judged): string[] {
  const all = placed(studies, 'portfolio');
  return [
    ...bounded(all.filter(isUnderMargined), tooManyHits),
    ...bounded(all.filter(isNotGreen), colour),
    ...bounded(all.filter((each) => shortfallRatio(each) >= GRAVE).sort(byRatio), graveShortfall),
    ...bounded(all.filter(isClustered), clustered),
    ...bounded(
      all.filter(({ book }) => (book.z2 ?? 0) < Z2_CRITICAL),
      ({ book }) =>
        `${book.title}: losses beyond block F's VaR are larger than it expects (Z2 ${book.z2?.toFixed(2)}).`,
    ),
    ...bounded(
      all
        .filter((each) => isSingle(each) && each.book.procyclicality.oneDay >= STEEP)
        .sort((a, b) => b.book.procyclicality.oneDay - a.book.procyclicality.oneDay),
      steep,
    ),
    ...loweredByLadder(studies),
    ...badPrint(results),
    ...withoutStress(results),
    ...hindsight(studies),
  ];
}

const byRatio = (a: Placed, b: Placed): number => shortfallRatio(b) - shortfallRatio(a);

function bounded(found: readonly Placed[], say: (each: Placed) => string): string[] {
  const told = found.slice(0, NAMED_MAX).map(say);
  const left = found.length - told.length;
  return left > 0 ? [...told, `And ${left} more of the same kind.`] : told;
}

function isNotGreen({ book }: Placed): boolean {
  return book.light.zone !== 'green';
}

function place({ study, book }: Placed): string {
  return book.kind === 'single' ? book.title : `${book.title} (${study.title})`;
}

function tooManyHits(each: Placed): string {
  const { book } = each;
  return (
    `${place(each)}: ${book.hits} hits in ${book.windows} windows are too many ` +
    `(Kupiec p ${book.kupiec.pValue.toFixed(4)}).`
  );
}

function colour(each: Placed): string {
  return `${place(each)}: the traffic light is ${each.book.light.zone}.`;
}

function graveShortfall(each: Placed): string {
  const { book } = each;
  return (
    `${place(each)}: the margin of ${book.largestShortfallDate} was exceeded ` +
    `${times(shortfallRatio(each))} times over.`
  );
}

function clustered(each: Placed): string {
  const { book } = each;
  return (
    `${place(each)}: ${book.independence.hitHit} of ${book.hits} hits came right after another ` +
    `(independence p ${book.independence.pValue.toFixed(4)}).`
  );
}

function steep({ book }: Placed): string {
  return `${book.title}: the margin once rose ${times(book.procyclicality.oneDay)} times in a day.`;
}

/** Portfolios that the volatility ladder leaves less covered: those that gain from large moves. */
function loweredByLadder(studies: readonly StudySummary[]): string[] {
  return studies.flatMap((study) => {
    const [ours, ladder] = [modelOf(study, 'portfolio'), modelOf(study, 'ladder')];
    const lowered = (ours?.books ?? []).flatMap((book, i) => {
      const under = ladder?.books[i];
      return under && under.coverage < book.coverage
        ? [`${book.title} (${percent(under.coverage)} against ${percent(book.coverage)})`]
        : [];
    });
    if (lowered.length === 0) return [];
    return [
      'The volatility ladder scales the price scenarios up, which makes standing still rarer in them; ' +
        `less covered with it than without: ${enumeration(lowered)}.`,
    ];
  });
}

/** What a bad print in the history does to margins long after it. */
function badPrint(results: readonly StudyResult[]): string[] {
  const of = (id: string): StudyResult | undefined => results.find(({ study }) => study.id === id);
  const [dirty, clean] = [of('btc'), of('btc-clean')];
  if (!dirty || !clean) return [];
  return dirty.series.flatMap((series, i) => {
    const margins = series.margins.get('portfolio');
    const others = clean.series[i]?.margins.get('portfolio');
    if (!margins || !others) return [];
    let [sum, most, least, days] = [0, 1, 1, 0];
    let mostOn = '';
    clean.dates.forEach((date, t) => {
      const margin = margins[dirty.dates.indexOf(date)];
      const other = others[t] ?? 0;
      if (margin === undefined || other <= 0) return;
      const ratio = margin / other;
      sum += ratio;
      days += 1;
      least = Math.min(least, ratio);
      if (ratio > most) [most, mostOn] = [ratio, date];
    });
    if (days === 0) return [];
    return [
      `${series.book.title}: the bad print of January 2015 is still in the history when margins begin ` +
        `on ${dirty.dates[0]}. With it they are ${times(sum / days)} times those without it on ` +
        `average, from ${times(least)} to ${times(most)} times${mostOn ? ` (${mostOn})` : ''}. ` +
        'A close once imported stays for the lookback, and in the long-run volatility for longer.',
    ];
  });
}

/** Studies whose history does not reach the stress period of the parameters. */
function withoutStress(results: readonly StudyResult[]): string[] {
  const latest =
    HOUSE_MODEL.stressPeriods
      .map(({ to }) => to)
      .sort()
      .at(-1) ?? '';
  const titles = results
    .filter(({ study }) => (study.market.dates[0] ?? '') > latest)
    .map(({ study }) => study.title);
  if (titles.length === 0) return [];
  return [
    `No close of ${enumeration(titles)} is as old as the stress period of the parameters (up to ` +
      `${latest}): block H is empty there, and the stress weight without effect.`,
  ];
}

/** What choosing the stress period afterwards is worth. */
function hindsight(studies: readonly StudySummary[]): string[] {
  return studies.flatMap((study) => {
    const [ours, rule] = [modelOf(study, 'portfolio'), modelOf(study, 'stress-by-rule')];
    if (!ours || !rule || ours.coverage <= rule.coverage) return [];
    return [
      `${study.title}: with a stress year that is chosen without hindsight the model covers ` +
        `${percent(rule.coverage, 3)} of days, less than the ${percent(ours.coverage, 3)} with ` +
        'the period of its parameters.',
    ];
  });
}
