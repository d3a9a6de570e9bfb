import { type HouseState, type MarginEngine, referenceOf } from '#libs/domain/house/index.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type {
  ClassExplanation,
  PartExplanation,
} from '#libs/domain/margin-model/explain-requirement.js';
import type { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import type {
  ClassBreakdown,
  OptionBreakdown,
  PositionBreakdown,
} from '#libs/domain/margin-model/requirement-breakdown.js';
import { scanScenarios } from '#libs/domain/margin-model/scan-grid.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { chargeSteps } from './explain-charges.js';
import { type Moves, measureSteps, tailSteps } from './explain-tails.js';
import {
  fractionText,
  type MoneyUnits,
  moneyText,
  numberText,
  quantaText,
  unitsOf,
} from './explain-units.js';
import { pointValueOf } from './explain-unsettled.js';
import type { ClassSteps, PartSteps, PositionStep } from './group-explanation.js';

const MOVE_DECIMALS = 6;
const ANALYTIC_DECIMALS = 8;

/** One class of a requirement with the scenarios and charges behind it. */
export function classSteps(
  house: HouseState,
  engine: MarginEngine,
  cube: MarginCube,
  each: ClassBreakdown,
  explained: ClassExplanation,
  confidenceBp: number,
): ClassSteps {
  const { baseScale, data, underlyings } = referenceOf(house);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const units = unitsOf(house);
  const { filteredMinor, stressedMinor, longRunMinor } = each.expectedShortfall;
  const [only, ...others] = explained.parts;
  const blend = others.length === 0 ? only?.measure?.blend : undefined;
  const { volatility } = each;
  const buffer = cube.bufferOf(each.underlying);
  return {
    underlying: each.underlying,
    method: each.method,
    returns: underlyings.get(each.underlying)?.returns ?? 'log',
    positions: each.positions.map((position) => positionStep(house, engine, position)),
    parts: explained.parts.map((part) => partSteps(part, each, cube, confidenceBp, units)),
    expectedShortfall: {
      filtered: money(filteredMinor),
      stressed: money(stressedMinor),
      longRun: money(longRunMinor),
    },
    ...(volatility
      ? {
          volatility: {
            current: volatility.current.toPrecision(6),
            fast: volatility.fast.toPrecision(6),
            slow: volatility.slow.toPrecision(6),
            longRun: volatility.longRun.toPrecision(6),
            regime: String(volatility.regime),
          },
        }
      : {}),
    ...(blend
      ? { blend: { weight: data.model.stressWeight, amount: moneyText(blend, units) } }
      : {}),
    ...(buffer ? { buffer: fractionText(buffer, ANALYTIC_DECIMALS) } : {}),
    marketRisk: money(each.marketRiskMinor),
    floor: {
      rate: underlyings.get(each.underlying)?.marginFloor ?? '0',
      netNotional: money(each.netNotionalMinor),
      amount: moneyText(explained.charges.floor, units),
    },
    charges: chargeSteps(house, each.underlying, explained.charges),
  };
}

function partSteps(
  { instruments, measure, scanLossesQuanta }: PartExplanation,
  each: ClassBreakdown,
  cube: MarginCube,
  confidenceBp: number,
  units: MoneyUnits,
): PartSteps {
  if (measure) {
    const { filtered, stressed, longRun } = measure.measure;
    return {
      instruments,
      tails: tailSteps(measure.tails, confidenceBp, each.scenarios, units, movesOf(cube, [each])),
      measure: {
        ...measureSteps(measure, units),
        filtered: moneyText(filtered, units),
        stressed: moneyText(stressed, units),
        longRun: moneyText(longRun, units),
      },
    };
  }
  const model = cube.classModel(each.underlying);
  if (!scanLossesQuanta || model.method !== 'scan') return { instruments, tails: [] };
  const scenarios = scanScenarios(model.scan).map(({ price, cover }, i) => ({
    scenario: i + 1,
    move: String(Number(price.toFixed(MOVE_DECIMALS))),
    cover: String(cover),
    loss: quantaText(scanLossesQuanta[i] ?? 0, units),
  }));
  return { instruments, tails: [], scan: { priceRange: model.scan.priceRange, scenarios } };
}

/** By underlying on scenarios, what its price is moved by. */
export function movesOf(cube: MarginCube, classes: readonly ClassBreakdown[]): Moves {
  return new Map(
    classes.flatMap(({ underlying }) => {
      const model = cube.classModel(underlying);
      return model.method === 'fhs' ? [[underlying, model.factor.moves] as const] : [];
    }),
  );
}

function positionStep(
  house: HouseState,
  engine: MarginEngine,
  { instrument, lots, option }: PositionBreakdown,
): PositionStep {
  const { instruments, baseScale } = referenceOf(house);
  const terms = instruments.get(instrument);
  const ticks = engine.markTicks(instrument);
  return {
    instrument,
    lots,
    mark: terms && ticks !== undefined ? ticksToPrice(terms, ticks) : '',
    pointValue: terms ? pointValueOf(terms) : '',
    currency: terms?.currency ?? '',
    ...(option ? { option: optionStep(option, baseScale) } : {}),
  };
}

function optionStep(
  { volatility, forward, yearsToExpiry, delta, valueMinor }: OptionBreakdown,
  baseScale: number,
): NonNullable<PositionStep['option']> {
  return {
    volatility: numberText(volatility, ANALYTIC_DECIMALS),
    forward: numberText(forward, ANALYTIC_DECIMALS),
    yearsToExpiry: numberText(yearsToExpiry, ANALYTIC_DECIMALS),
    delta: numberText(delta, ANALYTIC_DECIMALS),
    value: (valueMinor / 10 ** baseScale).toFixed(baseScale + 2),
  };
}
