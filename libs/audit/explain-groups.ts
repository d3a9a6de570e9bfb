import { type HouseState, type MarginEngine, referenceOf } from '#libs/domain/house/index.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type { MeasureExplanation } from '#libs/domain/margin-model/explain-measure.js';
import {
  type GroupExplanation,
  explainRequirement,
} from '#libs/domain/margin-model/explain-requirement.js';
import type { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import type {
  ClassBreakdown,
  GroupBreakdown,
} from '#libs/domain/margin-model/requirement-breakdown.js';
import {
  compare,
  divide,
  multiply,
  type Rational,
  rational,
  rationalFromDecimal,
  roundToEven,
  subtract,
  sum,
  ZERO,
} from '#libs/domain/numerics/rational.js';
import { splitRounded } from '#libs/domain/numerics/split-rounded.js';
import { classSteps, movesOf } from './explain-classes.js';
import { measureSteps, tailSteps } from './explain-tails.js';
import { moneyText, unitsOf } from './explain-units.js';
import type { GroupSteps, OffsetSteps, ShareStep } from './group-explanation.js';

const PERCENT_DECIMALS = 2;

/** A requirement of an account or of one client group by group, class by class, with the scenarios behind it. */
export function groupSteps(
  house: HouseState,
  engine: MarginEngine,
  { account, client }: { readonly account: string; readonly client?: string },
  groups: readonly GroupBreakdown[],
): readonly GroupSteps[] {
  const { cube, book, facts } = engine.inside(account, client);
  const explained = explainRequirement(book, cube, facts);
  invariant(explained.ok, 'what was computed can be explained');
  const byGroup = new Map(explained.value.map((group) => [group.liquidationGroup, group]));
  return groups.map((group) => {
    const found = byGroup.get(group.liquidationGroup);
    invariant(found, () => `the group ${group.liquidationGroup} has an explanation`);
    return groupOf(house, engine, cube, group, found);
  });
}

function groupOf(
  house: HouseState,
  engine: MarginEngine,
  cube: MarginCube,
  group: GroupBreakdown,
  explained: GroupExplanation,
): GroupSteps {
  const { baseScale, liquidationGroups } = referenceOf(house);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const addOns = Object.entries({
    liquidity: group.liquidityMinor,
    wrongWay: group.wrongWayMinor,
    correlationBreak: group.correlationBreakMinor,
  }).filter(([, minor]) => minor !== 0n);
  const { joint } = explained;
  return {
    liquidationGroup: group.liquidationGroup,
    confidence: `${formatUnits(BigInt(group.confidenceBp), PERCENT_DECIMALS)} %`,
    horizonDays: liquidationGroups.get(group.liquidationGroup)?.horizonDays ?? 0,
    classes: group.classes.map((each) => {
      const found = explained.classes.find(({ underlying }) => underlying === each.underlying);
      invariant(found, () => `the class ${each.underlying} has an explanation`);
      return classSteps(house, engine, cube, each, found, group.confidenceBp);
    }),
    ...(joint ? { offset: offsetSteps(house, cube, group, explained, joint) } : {}),
    marketRisk: money(group.marketRiskMinor),
    floors: {
      extendedMoves: money(group.extendedMovesMinor),
      shortOptionMinimum: money(group.shortOptionMinimumMinor),
      floor: money(group.floorMinor),
      binding: bindingFloor(group),
    },
    floor: money(group.floorMinor),
    addOns: Object.fromEntries(addOns.map(([name, minor]) => [name, money(minor)])),
    netOptionValue: money(group.netOptionValueMinor),
    onlyPaidOptions: explained.onlyPaidOptions,
    rounding: money(group.requirementMinor - asShown(group, explained.onlyPaidOptions)),
    requirement: money(group.requirementMinor),
    shares: shareSteps(explained, baseScale),
  };
}

function bindingFloor(group: GroupBreakdown): GroupSteps['floors']['binding'] {
  const largest = largestFloor(group);
  if (group.marketRiskMinor === largest) return 'marketRisk';
  if (group.extendedMovesMinor === largest) return 'extendedMoves';
  return group.shortOptionMinimumMinor === largest ? 'shortOptionMinimum' : 'floor';
}

function largestFloor(group: GroupBreakdown): bigint {
  const floors = [group.extendedMovesMinor, group.shortOptionMinimumMinor, group.floorMinor];
  return floors.reduce((a, b) => (b > a ? b : a), group.marketRiskMinor);
}

/** What the parts of a group come to as they are shown: rows 6 to 8 of section 0 on rounded parts. */
function asShown(group: GroupBreakdown, onlyPaidOptions: boolean): bigint {
  if (onlyPaidOptions) return 0n;
  const { liquidityMinor, wrongWayMinor, correlationBreakMinor, netOptionValueMinor } = group;
  const margin = largestFloor(group) + liquidityMinor + wrongWayMinor + correlationBreakMinor;
  const after = margin - netOptionValueMinor;
  return after > 0n ? after : 0n;
}

function offsetSteps(
  house: HouseState,
  cube: MarginCube,
  group: GroupBreakdown,
  { shares }: GroupExplanation,
  explained: MeasureExplanation,
): OffsetSteps {
  const units = unitsOf(house);
  const share = referenceOf(house).data.model.offsetShare;
  const together = shares.filter((each) => each.joint !== undefined);
  const joint = sum(together.map((each) => each.joint ?? ZERO));
  const standAlone = sum(together.map(({ alone }) => alone));
  const benefit = subtract(standAlone, joint);
  const capped = subtract(standAlone, multiply(rationalFromDecimal(share), benefit));
  return {
    ...measureSteps(explained, units),
    tails: tailSteps(
      explained.tails,
      group.confidenceBp,
      sizesOf(group),
      units,
      movesOf(cube, group.classes),
    ),
    joint: moneyText(joint, units),
    standAlone: moneyText(standAlone, units),
    share,
    capped: moneyText(capped, units),
    binds: compare(capped, joint) > 0 ? 'capped' : 'joint',
  };
}

/** Sizes of the scenario blocks: the same for every class on scenarios of a group. */
function sizesOf({ classes }: GroupBreakdown): ClassBreakdown['scenarios'] {
  const none = { filtered: 0, longRun: 0, stressed: 0 };
  return classes.find(({ method }) => method === 'fhs')?.scenarios ?? none;
}

/** The shares of positions, rounded so that they still add up to the market risk that is shown. */
function shareSteps({ shares, marketRisk }: GroupExplanation, baseScale: number): ShareStep[] {
  const rounded = splitRounded(shares.map((share) => share.marketRisk));
  const money = (minor: Rational): string => formatUnits(roundToEven(minor), baseScale);
  return shares.map(({ instrument, underlying, lots, alone, joint, marketRisk: own }, i) => ({
    instrument,
    underlying,
    lots,
    alone: money(alone),
    ...(joint ? { joint: money(joint) } : {}),
    marketRisk: formatUnits(rounded[i] ?? 0n, baseScale),
    portion: marketRisk.numerator === 0n ? null : percent(divide(own, marketRisk)),
  }));
}

function percent(fraction: Rational): string {
  const units = roundToEven(multiply(fraction, rational(10n ** BigInt(PERCENT_DECIMALS + 2))));
  return `${formatUnits(units, PERCENT_DECIMALS)} %`;
}
