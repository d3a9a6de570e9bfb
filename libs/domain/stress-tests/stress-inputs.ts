import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { StressScenario } from './stress-scenario.js';
import type { StressGroup } from './stress-class.js';
import { stressGroup } from './stress-groups.js';
import { stressScenarios } from './stress-scenarios.js';
import { priceHistories } from '#libs/domain/risk/price-histories.js';
import { scenarioSymbols } from '#libs/domain/regimes/scenario-symbols.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';

/** What the stress tests of a house are made of, at the state as it is. */
export interface StressInputs {
  readonly groups: readonly StressGroup[];
  readonly scenarios: readonly StressScenario[];
}

/**
 * The classes of the house with their histories, and the scenarios that follow from them and from the
 * reference data (margin-model.md h.5): `stressScenarios` first, then `hypotheticalShocks` of the model.
 */
export function stressInputs(house: HouseState, engine: MarginEngine): StressInputs {
  const reference = referenceOf(house);
  const { liquidationGroups, underlyings, model, stressScenarios: own } = reference.data;
  const configured = [...own, ...model.hypotheticalShocks];
  const named = new Set(configured.flatMap(({ moves }) => Object.keys(moves)));
  const cube = engine.cube();
  const groups = liquidationGroups.map((group) =>
    stressGroup({
      group,
      underlyings: underlyings.filter(({ liquidationGroup }) => liquidationGroup === group.id),
      inUse: cube.factorsInUse(group.id),
      histories: priceHistories(house, scenarioSymbols(reference, group.id)),
      named,
    }),
  );
  const classes = groups.flatMap((group) => group.classes);
  const { stressPeriods } = model;
  return { groups, scenarios: stressScenarios(classes, { stressPeriods, configured }) };
}

/** The scenario of a name; undefined where the house has none of it. */
export function scenarioNamed(
  { scenarios }: StressInputs,
  name: string,
): StressScenario | undefined {
  return scenarios.find((scenario) => scenario.name === name);
}
