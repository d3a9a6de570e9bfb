import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import {
  rationalFromDecimal,
  roundToEven,
  roundUp,
  sum,
  ZERO,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { MarginMode } from '#libs/domain/reference-data/model.js';
import { charges } from './charge-sources.js';
import { EXACT_BELOW, grossQuanta } from './class-holding.js';
import type { HistoricalModel } from './class-model.js';
import { classRisk, marginFloor, type ClassRisk } from './class-risk.js';
import { coreMeasure } from './core-measure.js';
import { groupRequirement, offsetCap } from './group-requirement.js';
import type { MarginBook } from './margin-book.js';
import type { MarginCube } from './margin-cube.js';
import type { MarginFailure } from './margin-failure.js';
import type {
  ClassBreakdown,
  GroupBreakdown,
  RequirementBreakdown,
} from './requirement-breakdown.js';

/**
 * The margin requirement of an account with its parts (margin-model.md section 0, rows 3 to 9):
 * exact from the unit P&L rows on, so it depends on the positions and marks alone, not on the order
 * in which they came about.
 * @returns a failure when an instrument held has no price, no model or no exchange rate, or when
 *   the book is too large to be added up exactly
 */
export function accountRequirement(
  book: MarginBook,
  cube: MarginCube,
): Result<RequirementBreakdown, MarginFailure> {
  const byGroup = classesByGroup(book, cube);
  if (!byGroup.ok) return byGroup;
  const groups: GroupBreakdown[] = [];
  let total = ZERO;
  for (const [liquidationGroup, classes] of byGroup.value) {
    const gross = classes.reduce((quanta, { held }) => quanta + grossQuanta(held), 0);
    if (!(gross < EXACT_BELOW)) return failed({ code: 'BEYOND_EXACT_INTEGERS', liquidationGroup });
    const { breakdown, requirement } = groupOf(liquidationGroup, classes, book.marginMode, cube);
    groups.push(breakdown);
    total = sum([total, requirement]);
  }
  return ok({
    marginMode: book.marginMode,
    currency: cube.settings.baseCurrency,
    requirementMinor: roundUp(total),
    groups,
  });
}

/** The classes of which an account holds anything, measured, by liquidation group ascending. */
export function classesByGroup(
  book: MarginBook,
  cube: MarginCube,
): Result<ReadonlyMap<string, readonly ClassRisk[]>, MarginFailure> {
  const groups = new Map<string, ClassRisk[]>();
  for (const holding of book.holdings()) {
    const held = holding.held(cube);
    if (!held.ok) return held;
    const risk = classRisk(holding, held.value, book.marginMode, cube);
    const { liquidationGroup } = cube.underlying(holding.underlying);
    const classes = groups.get(liquidationGroup);
    if (classes) classes.push(risk);
    else groups.set(liquidationGroup, [risk]);
  }
  return ok(new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1))));
}

function groupOf(
  liquidationGroup: string,
  classes: readonly ClassRisk[],
  mode: MarginMode,
  cube: MarginCube,
): { breakdown: GroupBreakdown; requirement: Rational } {
  const joint = mode === 'portfolio' ? jointMeasure(classes) : undefined;
  const rates = classes.map(({ holding }) =>
    rationalFromDecimal(cube.underlying(holding.underlying).marginFloor),
  );
  const components = {
    marketRisk: marketRisk(classes, joint, cube.offsetShare),
    floor: marginFloor(classes, rates),
    ...charges(classes),
  };
  const requirement = groupRequirement(components);
  const breakdown: GroupBreakdown = {
    liquidationGroup,
    confidenceBp: cube.group(liquidationGroup).confidenceBp,
    marketRiskMinor: roundToEven(components.marketRisk),
    ...(joint ? { jointMinor: roundToEven(joint) } : {}),
    standAloneMinor: roundToEven(sum(classes.map((each) => each.marketRisk))),
    extendedMovesMinor: roundToEven(components.extendedMoves),
    shortOptionMinimumMinor: roundToEven(components.shortOptionMinimum),
    floorMinor: roundToEven(components.floor),
    liquidityMinor: roundToEven(components.liquidity),
    wrongWayMinor: roundToEven(components.wrongWay),
    correlationBreakMinor: roundToEven(components.correlationBreak),
    netOptionValueMinor: roundToEven(components.netOptionValue),
    requirementMinor: roundToEven(requirement),
    classes: classes.map(classBreakdown),
  };
  return { breakdown, requirement };
}

/** Classes on scenarios offset against each other, those on the grid are added (c.3, b.6). */
function marketRisk(
  classes: readonly ClassRisk[],
  joint: Rational | undefined,
  offsetShare: Rational,
): Rational {
  if (!joint) return sum(classes.map((each) => each.marketRisk));
  const historical = classes.filter(({ model }) => model.method === 'fhs');
  const scanned = classes.filter(({ model }) => model.method === 'scan');
  const capped = offsetCap(
    joint,
    historical.map((each) => each.marketRisk),
    offsetShare,
  );
  return sum([capped, ...scanned.map((each) => each.marketRisk)]);
}

/** M of the sum of the classes on scenarios; undefined where there are none. */
function jointMeasure(classes: readonly ClassRisk[]): Rational | undefined {
  let model: HistoricalModel | undefined;
  let count = 0;
  for (const each of classes) {
    if (each.model.method !== 'fhs') continue;
    model = each.model;
    count += 1;
  }
  if (!model) return undefined;
  if (count === 1) return classes.find(({ measure }) => measure)?.marketRisk;
  const { joint } = model.terms;
  joint.fill(0);
  for (const each of classes) {
    if (each.model.method === 'fhs') each.holding.addTo(joint, each.held, each.model);
  }
  return coreMeasure(joint, model.terms).marketRisk;
}

const NO_SCENARIOS = { filtered: 0, longRun: 0, stressed: 0 };

function classBreakdown(risk: ClassRisk): ClassBreakdown {
  const { holding, held, model, measure, scanScenario } = risk;
  const historical = model.method === 'fhs' ? model : undefined;
  const reason = model.method === 'scan' ? model.reason : undefined;
  return {
    underlying: holding.underlying,
    method: model.method,
    ...(reason ? { fallback: reason } : {}),
    marketRiskMinor: roundToEven(risk.marketRisk),
    expectedShortfall: {
      filteredMinor: roundToEven(measure?.filtered ?? ZERO),
      stressedMinor: roundToEven(measure?.stressed ?? ZERO),
      longRunMinor: roundToEven(measure?.longRun ?? ZERO),
    },
    scenarios: historical?.set.sizes ?? NO_SCENARIOS,
    ...(historical ? { volatility: historical.factor.volatility } : {}),
    ...(scanScenario === undefined ? {} : { scanScenario: scanScenario + 1 }),
    netDelta: held.reduce((lots, position) => lots + position.lots, 0),
    netNotionalMinor: roundToEven(risk.netNotional),
    positions: held.map(({ lots, row }) => ({
      instrument: row.contract.instrument,
      lots,
      price: row.contract.price,
    })),
  };
}
