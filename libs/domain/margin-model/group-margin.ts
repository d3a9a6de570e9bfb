import { invariant } from '#libs/domain/kernel/assert.js';
import {
  add,
  compare,
  divide,
  multiply,
  rational,
  roundToEven,
  sum,
  ZERO,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import type { MarginMode } from '#libs/domain/reference-data/model.js';
import type { AccountFacts } from './account-facts.js';
import { classBreakdown } from './class-breakdown.js';
import type { HistoricalModel } from './class-model.js';
import { marginFloor, type ClassRisk } from './class-risk.js';
import { measureOfRows } from './core-measure.js';
import type { HeldRow } from './class-holding.js';
import { correlationBreakCharge, windowExceedance } from './correlation-break.js';
import { groupRequirement, offsetCap, type GroupComponents } from './group-requirement.js';
import { liquidityOfClass } from './liquidity-of-class.js';
import type { MarginCube } from './margin-cube.js';
import {
  extendedMovesCharge,
  holdsOnlyPaidOptions,
  netOptionValue,
  shortOptionMinimum,
} from './option-charges.js';
import type { GroupBreakdown } from './requirement-breakdown.js';
import { wrongWayOfGroup } from './wrong-way-of-group.js';

/** The measure of the classes on scenarios together, and what they are measured on. */
interface Joint {
  readonly marketRisk: Rational;
  readonly model: HistoricalModel;
}

/** A group's requirement, exact, and what makes its breakdown (margin-model.md section 0, rows 5 to 8). */
export function groupMargin(
  classes: readonly ClassRisk[],
  mode: MarginMode,
  cube: MarginCube,
  facts: AccountFacts,
): { breakdown: () => GroupBreakdown; requirement: Rational } {
  const joint = mode === 'portfolio' ? jointMeasure(classes) : undefined;
  const marketRisk = marketRiskOf(classes, joint?.marketRisk, cube.offsetShare);
  const liquidity = classes.map((risk) => liquidityOfClass(risk, cube));
  const components = componentsOf(classes, joint, { marketRisk, liquidity }, cube, facts);
  const requirement = holdsOnlyPaidOptions(classes) ? ZERO : groupRequirement(components);
  const group = groupOf(classes, cube);
  const breakdown = (): GroupBreakdown => ({
    liquidationGroup: group.id,
    confidenceBp: group.confidenceBp,
    marketRiskMinor: roundToEven(components.marketRisk),
    ...(joint ? { jointMinor: roundToEven(joint.marketRisk) } : {}),
    standAloneMinor: roundToEven(sum(classes.map((each) => each.marketRisk))),
    extendedMovesMinor: roundToEven(components.extendedMoves),
    shortOptionMinimumMinor: roundToEven(components.shortOptionMinimum),
    floorMinor: roundToEven(components.floor),
    liquidityMinor: roundToEven(components.liquidity),
    wrongWayMinor: roundToEven(components.wrongWay),
    correlationBreakMinor: roundToEven(components.correlationBreak),
    netOptionValueMinor: roundToEven(components.netOptionValue),
    requirementMinor: roundToEven(requirement),
    classes: classes.map((each, i) => classBreakdown(each, liquidity[i]!, cube, facts)),
  });
  return { breakdown, requirement };
}

function groupOf(classes: readonly ClassRisk[], cube: MarginCube) {
  const [first] = classes;
  invariant(first, 'a group is margined where a class of it is held');
  return cube.group(cube.underlying(first.holding.underlying).liquidationGroup);
}

function componentsOf(
  classes: readonly ClassRisk[],
  joint: Joint | undefined,
  { marketRisk, liquidity }: { marketRisk: Rational; liquidity: readonly Rational[] },
  cube: MarginCube,
  facts: AccountFacts,
): GroupComponents {
  const rates = classes.map(({ holding }) => cube.chargeRatesOf(holding.underlying).marginFloor);
  const ofMember = classes.map(
    ({ holding }) => facts.memberLiquidity.get(holding.underlying) ?? ZERO,
  );
  return {
    marketRisk,
    extendedMoves: extendedMovesCharge(classes, cube),
    shortOptionMinimum: shortOptionMinimum(classes, cube),
    floor: marginFloor(classes, rates),
    liquidity: add(sum(liquidity), sum(ofMember)),
    wrongWay: wrongWayOfGroup(classes, facts),
    correlationBreak: correlationBreak(classes, joint, marketRisk, cube),
    netOptionValue: netOptionValue(classes, cube),
  };
}

/** Charged where classes are measured together; off unless the model asks for it (b.8). */
function correlationBreak(
  classes: readonly ClassRisk[],
  joint: Joint | undefined,
  marketRisk: Rational,
  cube: MarginCube,
): Rational {
  const { correlationBreak: settings } = cube.settings.model;
  if (!settings.enabled || !joint) return ZERO;
  const vector = joint.model.terms.kernel.sum(rowsOnScenarios(classes));
  const { confidenceBp } = groupOf(classes, cube);
  const { filtered } = joint.model.set.sizes;
  const quanta = windowExceedance(vector, filtered, settings.window, confidenceBp);
  const exceedance = multiply(rational(BigInt(roundHalfEven(quanta))), cube.minorPerQuantum);
  return correlationBreakCharge(exceedance, marketRisk, settings);
}

/** Classes on scenarios offset against each other, those on the grid are added (c.3, b.6). */
function marketRiskOf(
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
function jointMeasure(classes: readonly ClassRisk[]): Joint | undefined {
  const historical = classes.flatMap((each) =>
    each.model.method === 'fhs' ? [{ each, model: each.model }] : [],
  );
  const [first] = historical;
  if (!first) return undefined;
  const { model } = first;
  if (historical.length === 1) return { marketRisk: first.each.marketRisk, model };
  const measured = measureOfRows(rowsOnScenarios(classes), model.terms).marketRisk;
  const marketRisk = buffered(
    measured,
    historical.map(({ each }) => each),
  );
  return { marketRisk, model };
}

/** The joint measure takes the mean buffer of its classes, weighed by what each needs alone. */
function buffered(measured: Rational, classes: readonly ClassRisk[]): Rational {
  const before = sum(classes.map(({ measure }) => measure?.marketRisk ?? ZERO));
  if (before.numerator === 0n) return measured;
  const after = sum(classes.map(({ marketRisk }) => marketRisk));
  return compare(before, after) === 0 ? measured : divide(multiply(measured, after), before);
}

/** All positions of the classes on scenarios. */
function rowsOnScenarios(classes: readonly ClassRisk[]): HeldRow[] {
  return classes.flatMap(({ held, model }) => (model.method === 'fhs' ? held : []));
}
