import { element } from '#libs/domain/numerics/element.js';
import type { EuropeanOption } from './european-option.js';
import { optionValue } from './option-value.js';

/**
 * Revalues one option in every scenario: `values[s]` is its value in price points at `forwards[s]`
 * and `volatilities[s]`, bit for bit that of `optionValue`. The three vectors have one length;
 * nothing is allocated. Scenario values are taken at the horizon (margin-model.md b.4), so the
 * option comes with the years that are left there.
 */
export function scenarioValues(
  option: EuropeanOption,
  forwards: Float64Array,
  volatilities: Float64Array,
  values: Float64Array,
): void {
  for (let s = 0; s < values.length; s++) {
    values[s] = optionValue(option, element(forwards, s), element(volatilities, s));
  }
}
