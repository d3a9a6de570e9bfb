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
  explainRequirement,
} from '#libs/domain/margin-model/explain-requirement.js';
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
import { tailSteps, type TailUnits } from './explain-tails.js';
import { pointValueOf } from './explain-unsettled.js';
import type { ClassSteps, GroupSteps, PartSteps, PositionStep } from './explanation.js';

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
    groupOf(house, group, byGroup.get(group.liquidationGroup)),
  );
}

function groupOf(
  house: HouseState,
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
          tails: tailSteps(explained.joint, group.confidenceBp, sizesOf(group), units),
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
    positions: each.positions.map((position) => positionStep(house, position)),
    parts: (explained?.parts ?? []).map((part): PartSteps => ({
      instruments: part.instruments,
      tails: part.tails ? tailSteps(part.tails, confidenceBp, each.scenarios, unitsOf(house)) : [],
      ...(part.scanLossesQuanta
        ? {
            scanLosses: part.scanLossesQuanta.map((quanta, i) => ({
              scenario: i + 1,
              loss: inMajor(quanta, unitsOf(house)),
            })),
          }
        : {}),
    })),
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
