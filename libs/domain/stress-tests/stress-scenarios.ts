import { log } from '#libs/domain/numerics/log.js';
import type { MoveScenario, StressPeriod } from '#libs/domain/reference-data/model.js';
import { historicalDates } from './historical-dates.js';
import type { StressClass } from './stress-class.js';
import { CORRELATION_BREAKS_MAX } from './stress-limits.js';
import type { HypotheticalScenario, StressScenario } from './stress-scenario.js';

/** Multiples of each class's largest move (margin-model.md h.5 (ii)); 0: volatility alone. */
const MULTIPLES = [-2, -1.5, 0, 1.5, 2] as const;

/** Moves of every implied volatility, relative +100 % and -40 %, and none. */
const VOLATILITIES = [
  { suffix: '', move: 0 },
  { suffix: '-volatility-up', move: log(2) },
  { suffix: '-volatility-down', move: log(0.6) },
] as const;

/** What a set of stress scenarios is made from besides the classes. */
export interface StressTerms {
  readonly stressPeriods: readonly StressPeriod[];
  /** Of the reference data; of two scenarios of one name the first counts. */
  readonly configured: readonly MoveScenario[];
}

/**
 * The scenarios of the daily stress tests (margin-model.md h.5): historical joint moves, every class at
 * a multiple of its largest move with volatility up, down and as it is, the same with the sign of each
 * class turned, and those that the reference data names. Each has a name of its own; configured ones
 * come last.
 */
export function stressScenarios(
  classes: readonly StressClass[],
  terms: StressTerms,
): StressScenario[] {
  const configured = terms.configured.map(({ name, moves }): StressScenario => ({
    name,
    kind: 'CONFIGURED',
    moves,
    multiple: 1,
  }));
  const historical = historicalDates(classes, terms.stressPeriods).map(
    ({ date, crisis }): StressScenario => ({
      name: crisis ?? `historical-${date}`,
      kind: 'HISTORICAL',
      date,
      multiple: 1,
    }),
  );
  const hasOptions = classes.some(({ volatilities }) => volatilities.length > 0);
  const jointly = hypotheticals(hasOptions);
  const breaks = correlationBreaks(classes, jointly);
  return distinct(configured, [...historical, ...jointly, ...breaks]);
}

function hypotheticals(hasOptions: boolean): HypotheticalScenario[] {
  const volatilities = hasOptions ? VOLATILITIES : VOLATILITIES.slice(0, 1);
  return MULTIPLES.flatMap((multiple) =>
    volatilities.flatMap(({ suffix, move }): HypotheticalScenario[] => {
      if (multiple === 0 && move === 0) return [];
      const name = `${nameOf(multiple)}${suffix}`;
      return [{ name, kind: 'HYPOTHETICAL', multiple, volatility: move }];
    }),
  );
}

function nameOf(multiple: number): string {
  if (multiple === 0) return 'all-prices-still';
  return `all-${multiple < 0 ? 'down' : 'up'}-${Math.abs(multiple)}x`;
}

/** One class against all others; with a single class that is no break. */
function correlationBreaks(
  classes: readonly StressClass[],
  jointly: readonly HypotheticalScenario[],
): HypotheticalScenario[] {
  if (classes.length < 2) return [];
  const moving = jointly.filter(({ multiple }) => multiple !== 0);
  const breaks = classes.flatMap(({ underlying }) =>
    moving.map((each): HypotheticalScenario => ({
      ...each,
      name: `${each.name}-against-${underlying}`,
      kind: 'CORRELATION_BREAK',
      flipped: underlying,
    })),
  );
  return breaks.slice(0, CORRELATION_BREAKS_MAX);
}

/** Each name once, what the reference data names before what is made here, and last in the list. */
function distinct(
  configured: readonly StressScenario[],
  made: readonly StressScenario[],
): StressScenario[] {
  const names = new Set<string>();
  const once = (scenario: StressScenario): boolean =>
    !names.has(scenario.name) && names.add(scenario.name) !== undefined;
  const named = configured.filter(once);
  return [...made.filter(once), ...named];
}
