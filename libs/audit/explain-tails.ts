import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type { BlockTails, MeasureExplanation } from '#libs/domain/margin-model/explain-measure.js';
import type { ClassBreakdown } from '#libs/domain/margin-model/requirement-breakdown.js';
import { tailCount } from '#libs/domain/margin-model/tail-count.js';
import type { TailScenario } from '#libs/domain/margin-model/tail-scenarios.js';
import { multiply, rational, roundToEven, sum } from '#libs/domain/numerics/rational.js';
import { fractionText, type MoneyUnits, moneyText, quantaText } from './explain-units.js';
import type { MeasureSteps, TailSteps } from './group-explanation.js';

/** What the price of each underlying is moved by, scenario by scenario. */
export type Moves = ReadonlyMap<string, Float64Array>;

const MOVE_DECIMALS = 8;
const WEIGHT_DECIMALS = 8;
const BLOCK_NAMES = ['filtered', 'stressed', 'longRun'] as const;
const WHOLE = 10_000;
const K_DECIMALS = 4;

/** The tails of a vector, block by block; blocks without scenarios are left out. */
export function tailSteps(
  tails: BlockTails,
  confidenceBp: number,
  sizes: ClassBreakdown['scenarios'],
  units: MoneyUnits,
  moves: Moves,
): readonly TailSteps[] {
  return BLOCK_NAMES.filter((block) => sizes[block] > 0).map((block) => {
    const count = tailCount(sizes[block], confidenceBp);
    return {
      block,
      scenarios: sizes[block],
      tail: share(count.tenThousandths),
      losses: tails[block].map(({ index, label, lossQuanta, weight }) => ({
        scenario: label,
        moves: Object.fromEntries(
          [...moves].map(([name, by]) => [name, (by[index] ?? 0).toFixed(MOVE_DECIMALS)]),
        ),
        loss: quantaText(lossQuanta, units),
        share: share(weight.numerator),
      })),
      expectedShortfall: shortfall(tails[block], units),
    };
  });
}

/** The largest term of a measure and the scenarios that make it. */
export function measureSteps(explained: MeasureExplanation, units: MoneyUnits): MeasureSteps {
  const { blend, binding, bindingTails, measure } = explained;
  return {
    ...(blend ? { blend: moneyText(blend, units) } : {}),
    marketRisk: moneyText(measure.marketRisk, units),
    binding,
    bindingTail: bindingTails.flatMap(({ block, weight, scenarios }) =>
      scenarios.map(({ label, lossQuanta, weight: { numerator, denominator } }) => ({
        block,
        scenario: label,
        loss: quantaText(lossQuanta, units),
        weight: fractionText(
          multiply(weight, rational(BigInt(numerator), BigInt(denominator))),
          WEIGHT_DECIMALS,
        ),
      })),
    ),
  };
}

/** Ten-thousandths as a decimal: 124900 is 12.49, 10000 is 1. */
function share(tenThousandths: number): string {
  if (tenThousandths % WHOLE === 0) return String(tenThousandths / WHOLE);
  return formatUnits(BigInt(tenThousandths), K_DECIMALS).replace(/0+$/, '');
}

/** Sum of weight times loss, rounded half-even as components are. */
function shortfall(tail: readonly TailScenario[], { quantum, scale }: MoneyUnits): string {
  const minor = rational(quantum.units * 10n ** BigInt(scale), 10n ** BigInt(quantum.scale));
  const total = sum(
    tail.map(({ lossQuanta, weight }) =>
      rational(BigInt(lossQuanta) * BigInt(weight.numerator), BigInt(weight.denominator)),
    ),
  );
  return formatUnits(roundToEven(multiply(total, minor)), scale);
}
