import {
  type AccountEvaluation,
  type HouseState,
  type MarginEngine,
  referenceOf,
} from '#libs/domain/house/index.js';
import { formatDecimal, formatUnits, parseDecimal } from '#libs/domain/kernel/decimal.js';
import {
  type ClassExplanation,
  type GroupExplanation,
  type PartExplanation,
  explainRequirement,
} from '#libs/domain/margin-model/explain-requirement.js';
import type { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import { scanScenarios } from '#libs/domain/margin-model/scan-grid.js';
import type {
  ClassBreakdown,
  GroupBreakdown,
  PositionBreakdown,
} from '#libs/domain/margin-model/requirement-breakdown.js';
import { markTicks } from '#libs/domain/market/marks.js';
import {
  absolute,
  add,
  multiply,
  rational,
  rationalFromDecimal,
  roundToEven,
  subtract,
} from '#libs/domain/numerics/rational.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { type Moves, type TailUnits, tailSteps } from './explain-tails.js';
import { pointValueOf } from './explain-unsettled.js';
import type { ClassSteps, GroupSteps, PartSteps, PositionStep } from './explanation.js';

const MOVE_DECIMALS = 6;

/** The requirement group by group, class by class, with the scenarios behind it. */
export function groupSteps(
  house: HouseState,
  engine: MarginEngine,
  evaluation: AccountEvaluation,
): readonly GroupSteps[] {
  if (evaluation.requirement.kind !== 'computed') return [];
  const { cube, book } = engine.inside(evaluation.account);
  const explained = explainRequirement(book, cube);
  const byGroup = new Map(
    (explained.ok ? explained.value : []).map((group) => [group.liquidationGroup, group]),
  );
  return evaluation.requirement.breakdown.groups.map((group) =>
    groupOf(house, cube, group, byGroup.get(group.liquidationGroup)),
  );
}

function groupOf(
  house: HouseState,
  cube: MarginCube,
  group: GroupBreakdown,
  explained: GroupExplanation | undefined,
): GroupSteps {
  const { baseScale, data, liquidationGroups } = referenceOf(house);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const units = unitsOf(house);
  const addOns = Object.entries({
    extendedMoves: group.extendedMovesMinor,
    shortOptionMinimum: group.shortOptionMinimumMinor,
    liquidity: group.liquidityMinor,
    wrongWay: group.wrongWayMinor,
    correlationBreak: group.correlationBreakMinor,
  }).filter(([, minor]) => minor !== 0n);
  const offset =
    explained?.joint && group.jointMinor !== undefined
      ? {
          tails: tailSteps(
            explained.joint,
            group.confidenceBp,
            sizesOf(group),
            units,
            movesOf(cube, group.classes),
          ),
          joint: money(group.jointMinor),
          standAlone: money(group.standAloneMinor),
          share: data.model.offsetShare,
        }
      : undefined;
  return {
    liquidationGroup: group.liquidationGroup,
    confidence: `${formatUnits(BigInt(group.confidenceBp), 2)} %`,
    horizonDays: liquidationGroups.get(group.liquidationGroup)?.horizonDays ?? 0,
    classes: group.classes.map((each) =>
      classOf(
        house,
        cube,
        each,
        explained?.classes.find(({ underlying }) => underlying === each.underlying),
        group.confidenceBp,
      ),
    ),
    ...(offset ? { offset } : {}),
    marketRisk: money(group.marketRiskMinor),
    floor: money(group.floorMinor),
    addOns: Object.fromEntries(addOns.map(([name, minor]) => [name, money(minor)])),
    netOptionValue: money(group.netOptionValueMinor),
    requirement: money(group.requirementMinor),
  };
}

function classOf(
  house: HouseState,
  cube: MarginCube,
  each: ClassBreakdown,
  explained: ClassExplanation | undefined,
  confidenceBp: number,
): ClassSteps {
  const { baseScale, data, underlyings } = referenceOf(house);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const { filteredMinor, stressedMinor, longRunMinor } = each.expectedShortfall;
  const weight = data.model.stressWeight;
  const rate = underlyings.get(each.underlying)?.marginFloor ?? '0';
  const floor = multiply(rationalFromDecimal(rate), absolute(rational(each.netNotionalMinor)));
  const { volatility } = each;
  return {
    underlying: each.underlying,
    method: each.method,
    returns: underlyings.get(each.underlying)?.returns ?? 'log',
    positions: each.positions.map((position) => positionStep(house, position)),
    parts: (explained?.parts ?? []).map((part) =>
      partOf(part, each, movesOf(cube, [each]), cube, confidenceBp, unitsOf(house)),
    ),
    expectedShortfall: {
      filtered: money(filteredMinor),
      stressed: money(stressedMinor),
      longRun: money(longRunMinor),
    },
    ...(volatility
      ? {
          volatility: {
            current: volatility.current.toPrecision(6),
            longRun: volatility.longRun.toPrecision(6),
            regime: String(volatility.regime),
          },
        }
      : {}),
    ...(each.scenarios.stressed > 0
      ? { blend: { weight, amount: money(blend(filteredMinor, stressedMinor, weight)) } }
      : {}),
    marketRisk: money(each.marketRiskMinor),
    floor: { rate, netNotional: money(each.netNotionalMinor), amount: money(roundToEven(floor)) },
  };
}

function partOf(
  part: PartExplanation,
  { underlying, scenarios }: ClassBreakdown,
  moves: Moves,
  cube: MarginCube,
  confidenceBp: number,
  units: TailUnits,
): PartSteps {
  const model = cube.classModel(underlying);
  const tails = part.tails ? tailSteps(part.tails, confidenceBp, scenarios, units, moves) : [];
  const { instruments, scanLossesQuanta } = part;
  if (!scanLossesQuanta || model.method !== 'scan') return { instruments, tails };
  const losses = scanScenarios(model.scan).map(({ price, cover }, i) => ({
    scenario: i + 1,
    move: String(Number(price.toFixed(MOVE_DECIMALS))),
    cover: String(cover),
    loss: inMajor(scanLossesQuanta[i] ?? 0, units),
  }));
  return { instruments, tails, scan: { priceRange: model.scan.priceRange, scenarios: losses } };
}

/** By underlying on scenarios, what its price is moved by. */
function movesOf(cube: MarginCube, classes: readonly ClassBreakdown[]): Moves {
  return new Map(
    classes.flatMap(({ underlying }) => {
      const model = cube.classModel(underlying);
      return model.method === 'fhs' ? [[underlying, model.factor.moves] as const] : [];
    }),
  );
}

/** Of the rounded shortfalls: what a pocket calculator shows, within a cent of the exact blend. */
function blend(filteredMinor: bigint, stressedMinor: bigint, weight: string): bigint {
  const filtered = rational(filteredMinor);
  const moved = multiply(rationalFromDecimal(weight), subtract(rational(stressedMinor), filtered));
  return roundToEven(add(filtered, moved));
}

function positionStep(house: HouseState, { instrument, lots }: PositionBreakdown): PositionStep {
  const terms = referenceOf(house).instruments.get(instrument);
  const ticks = markTicks(house, instrument);
  return {
    instrument,
    lots,
    mark: terms && ticks !== undefined ? ticksToPrice(terms, ticks) : '',
    pointValue: terms ? pointValueOf(terms) : '',
    currency: terms?.currency ?? '',
  };
}

/** Sizes of the scenario blocks: the same for every class on scenarios of a group. */
function sizesOf({ classes }: GroupBreakdown): ClassBreakdown['scenarios'] {
  const none = { filtered: 0, longRun: 0, stressed: 0 };
  return classes.find(({ method }) => method === 'fhs')?.scenarios ?? none;
}

function unitsOf(house: HouseState): TailUnits {
  const { data, baseScale } = referenceOf(house);
  return { quantum: parseDecimal(data.model.quantum), scale: baseScale };
}

function inMajor(quanta: number, { quantum, scale }: TailUnits): string {
  return formatDecimal({ units: BigInt(quanta) * quantum.units, scale: quantum.scale }, scale);
}
