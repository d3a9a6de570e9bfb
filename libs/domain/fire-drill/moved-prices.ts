import type { HouseState } from '#libs/domain/house/house-state.js';
import { formatDecimal, parseDecimal, toNumber } from '#libs/domain/kernel/decimal.js';
import { expm1 } from '#libs/domain/numerics/expm1.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import type { StressGroup } from '#libs/domain/stress-tests/stress-class.js';
import { factorsOf } from '#libs/domain/stress-tests/stress-returns.js';
import type { StressScenario } from '#libs/domain/stress-tests/stress-scenario.js';

/** Decimals of a change of a price: a billionth of its unit. */
const CHANGE_SCALE = 9;

/** What a price changes by in a scenario, from what it is. */
type ChangeOf = (price: number) => number;

/**
 * Prices of symbols that are no instruments (pairs of currencies, collateral, spot) in a scenario, by
 * symbol: those that are risk factors, and those that a configured scenario names though they are none. A
 * factor of two liquidation groups moves as the first of them says.
 */
export function movedPrices(
  { market, reference }: HouseState,
  groups: readonly StressGroup[],
  scenario: StressScenario,
): Map<string, string> {
  const changes = changesBySymbol(groups, scenario);
  const moved = new Map<string, string>();
  for (const [symbol, { price }] of market.prices) {
    const change = changes.get(symbol) ?? namedChange(scenario, symbol);
    if (!change || reference?.instruments.has(symbol)) continue;
    const changed = addTo(price, change);
    if (changed !== undefined) moved.set(symbol, changed);
  }
  return moved;
}

function changesBySymbol(
  groups: readonly StressGroup[],
  scenario: StressScenario,
): Map<string, ChangeOf> {
  const changes = new Map<string, ChangeOf>();
  for (const group of groups) {
    for (const { factor, returnIn } of factorsOf(group)) {
      const { history, returnKind, shift } = factor.request;
      if (factor.isVolatility || changes.has(history.symbol)) continue;
      const moved = returnIn(scenario);
      const isLog = returnKind !== 'absolute' || scenario.kind === 'CONFIGURED';
      changes.set(
        history.symbol,
        isLog ? (price) => shiftedBase(price, scenario, shift) * expm1(moved) : () => moved,
      );
    }
  }
  return changes;
}

/** A configured move is one of the price itself, and of its size where that is negative. */
const shiftedBase = (price: number, { kind }: StressScenario, shift: number): number =>
  kind === 'CONFIGURED' ? Math.abs(price) : price + shift;

function namedChange(scenario: StressScenario, symbol: string): ChangeOf | undefined {
  if (scenario.kind !== 'CONFIGURED' || !Object.hasOwn(scenario.moves, symbol)) return undefined;
  const moved = scenario.multiple * Number(scenario.moves[symbol]);
  return (price) => Math.abs(price) * expm1(moved);
}

/** Adds a change exactly, to a billionth; undefined where it is no number that can be written. */
function addTo(price: string, change: ChangeOf): string | undefined {
  const before = parseDecimal(price);
  const by = roundHalfEven(change(toNumber(before)) * 10 ** CHANGE_SCALE);
  if (!Number.isFinite(by)) return undefined;
  const scale = Math.max(before.scale, CHANGE_SCALE);
  const units =
    before.units * 10n ** BigInt(scale - before.scale) +
    BigInt(by) * 10n ** BigInt(scale - CHANGE_SCALE);
  return formatDecimal(parseDecimal(formatDecimal({ units, scale })));
}
