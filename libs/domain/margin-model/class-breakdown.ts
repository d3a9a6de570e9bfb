import { roundToEven, toDouble, ZERO, type Rational } from '#libs/domain/numerics/rational.js';
import type { AccountFacts } from './account-facts.js';
import { lotsOf } from './class-delta.js';
import type { ClassRisk } from './class-risk.js';
import type { MarginCube } from './margin-cube.js';
import { DELTA_UNITS } from './unit-values.js';
import type { ClassBreakdown, PositionBreakdown } from './requirement-breakdown.js';
import type { HeldRow } from './class-holding.js';

const NO_SCENARIOS = { filtered: 0, longRun: 0, stressed: 0 };

/**
 * One class of an account, as messages and explanations name its parts.
 * @param liquidity what closing its own positions costs, exact minor units
 */
export function classBreakdown(
  risk: ClassRisk,
  liquidity: Rational,
  cube: MarginCube,
  facts: AccountFacts,
): ClassBreakdown {
  const { holding, held, model, measure, scanScenario } = risk;
  const historical = model.method === 'fhs' ? model : undefined;
  const reason = model.method === 'scan' ? model.reason : undefined;
  const ofMember = facts.memberLiquidity.get(holding.underlying) ?? ZERO;
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
    netDelta: lotsOf(risk.delta),
    netNotionalMinor: roundToEven(risk.delta.notionalMinor),
    liquidityMinor: roundToEven(liquidity),
    memberLiquidityMinor: roundToEven(ofMember),
    positions: held.map((position) => positionBreakdown(position, cube)),
  };
}

function positionBreakdown({ lots, row }: HeldRow, cube: MarginCube): PositionBreakdown {
  const { instrument, price, option } = row.values;
  if (!option) return { instrument, lots, price };
  const { volatility, forward, yearsToExpiry, valueQuanta } = option;
  const valueMinor = valueQuanta * toDouble(cube.minorPerQuantum);
  const delta = row.values.delta / DELTA_UNITS;
  return {
    instrument,
    lots,
    price,
    option: { volatility, forward, yearsToExpiry, delta, valueMinor },
  };
}
