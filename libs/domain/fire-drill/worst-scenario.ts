import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { element } from '#libs/domain/numerics/element.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { StressBook, type AccountStress } from '#libs/domain/stress-tests/stress-book.js';
import type { StressInputs } from '#libs/domain/stress-tests/stress-inputs.js';
import type { StressScenario } from '#libs/domain/stress-tests/stress-scenario.js';

/**
 * The scenario in which a member's default would cost most: what its house loses, and of each client what is
 * beyond its margin; of equal ones the first. Undefined where there are no scenarios.
 */
export function worstScenario(
  house: HouseState,
  engine: MarginEngine,
  { groups, scenarios }: StressInputs,
  member: string,
): StressScenario | undefined {
  if (scenarios.length === 0) return undefined;
  const book = new StressBook(house, engine, groups, scenarios);
  const losses = new Float64Array(scenarios.length);
  for (const { id, type } of referenceOf(house).members.get(member)?.accounts ?? []) {
    const units = book.account(`${member}/${id}`);
    // An account that cannot be valued is named by the drill itself.
    if (!units.ok) continue;
    for (const unit of units.value) addLosses(losses, unit, type === 'house');
  }
  let worst = 0;
  for (let s = 1; s < losses.length; s++)
    if (element(losses, s) > element(losses, worst)) worst = s;
  return scenarios[worst];
}

function addLosses(sum: Float64Array, { losses, margin }: AccountStress, isHouse: boolean): void {
  for (let s = 0; s < sum.length; s++) {
    const loss = isHouse ? element(losses, s) : Math.max(0, element(losses, s) - margin);
    sum[s] = element(sum, s) + loss;
  }
}
