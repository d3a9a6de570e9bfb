import { invariant } from '#libs/domain/kernel/assert.js';
import { expm1 } from '#libs/domain/numerics/expm1.js';
import { rational, ZERO } from '#libs/domain/numerics/rational.js';
import type { VectorKernel } from '#libs/domain/numerics/vector-kernel.js';
import type { HistoricalModel } from '#libs/domain/margin-model/class-model.js';
import type { MeasureTerms } from '#libs/domain/margin-model/core-measure.js';
import {
  currencyFactorKey,
  MATURITY_DAYS,
  priceSymbol,
} from '#libs/domain/margin-model/factor-symbols.js';
import type { FactorVolatility } from '#libs/domain/margin-model/filtered-returns.js';
import type { FactorScenarios, ScenarioSet } from '#libs/domain/margin-model/scenario-set.js';
import type { StressClass, StressGroup } from './stress-class.js';
import type { StressFactor } from './stress-factor.js';
import { factorsOf } from './stress-returns.js';
import type { StressScenario } from './stress-scenario.js';

/** Stress tests scale nothing to volatility. */
const NO_VOLATILITY: FactorVolatility = { current: 0, fast: 0, slow: 0, longRun: 0, regime: 1 };

/**
 * The scenarios of a stress test as the row builder takes them, by underlying of one liquidation group:
 * with these models it revalues every instrument in full.
 * @param scenarios those of kind CONFIGURED last: their moves are log moves of any price
 * @param kernel for vectors of that many scenarios
 */
export function stressModels(
  group: StressGroup,
  scenarios: readonly StressScenario[],
  kernel: VectorKernel,
): ReadonlyMap<string, HistoricalModel> {
  const hypothetical = scenarios.filter(({ kind }) => kind === 'CONFIGURED').length;
  const historical = scenarios.length - hypothetical;
  const factors = new Map<string, FactorScenarios>();
  for (const { factor, returnIn } of factorsOf(group)) {
    const { symbol } = factor.request.history;
    const key = factor.request.isCurrency ? currencyFactorKey(symbol) : symbol;
    factors.set(key, factorScenarios(factor, Float64Array.from(scenarios, returnIn), historical));
  }
  const set: ScenarioSet = {
    liquidationGroup: group.id,
    length: scenarios.length,
    sizes: { filtered: 0, longRun: 0, stressed: scenarios.length },
    hypothetical,
    dates: [],
    historicalDates: [],
    stressedLabels: scenarios.map(({ name }) => name),
    factors,
  };
  const terms = measureless(kernel);
  return new Map(
    group.classes.map((each) => [each.underlying, modelOf(each, set, factors, terms)] as const),
  );
}

function modelOf(
  { underlying, price }: StressClass,
  set: ScenarioSet,
  factors: ReadonlyMap<string, FactorScenarios>,
  terms: MeasureTerms,
): HistoricalModel {
  const factor = factors.get(price.request.history.symbol);
  invariant(factor, () => `${underlying} has no factor of its own price`);
  const hasMaturities = MATURITY_DAYS.some(
    (days) => days > 0 && factors.has(priceSymbol(underlying, days)),
  );
  return { method: 'fhs', set, factor, terms, hasMaturities };
}

function factorScenarios(
  { request }: StressFactor,
  returns: Float64Array,
  historical: number,
): FactorScenarios {
  const { history, returnKind, shift } = request;
  const moves = returns.map((r, s) => (returnKind === 'absolute' && s < historical ? r : expm1(r)));
  return { symbol: history.symbol, returnKind, shift, volatility: NO_VOLATILITY, returns, moves };
}

/** A stress test adds rows up; it measures no tail. */
function measureless(kernel: VectorKernel): MeasureTerms {
  return {
    tails: {},
    stressWeight: ZERO,
    minorPerQuantum: rational(1n),
    denominator: 1n,
    kernel,
    buffer: new Float64Array(0),
    joint: new Float64Array(0),
  };
}
