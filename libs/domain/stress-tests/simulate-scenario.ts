import type { HouseState } from '#libs/domain/house/house-state.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import type { MarginFailure } from '#libs/domain/margin-model/margin-failure.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { StressBook } from './stress-book.js';
import { scenarioNamed, stressInputs, type StressInputs } from './stress-inputs.js';
import { scaleScenario, type StressScenario } from './stress-scenario.js';

/** What one account, or one client of a gross omnibus account, gains and loses in one scenario. */
export interface ScenarioOutcome {
  readonly account: string;
  readonly client?: string;
  /** Change of value in minor units of the base currency: a gain is positive. Losses rounded up. */
  readonly pnlMinor: bigint;
  /** What closing out costs in a crisis, beside it; not negative. */
  readonly liquidationMinor: bigint;
}

/** Why accounts cannot be put through a scenario. */
export type SimulationFailure =
  | {
      readonly code: 'UNKNOWN_SCENARIO';
      readonly scenario: string;
      readonly known: readonly string[];
    }
  | { readonly code: 'NOT_VALUED'; readonly account: string; readonly failure: MarginFailure };

/** Accounts of a house under multiples of one scenario; made for the state as it is. */
export interface ScenarioSimulation {
  readonly scenario: StressScenario;
  /** The accounts at so many times the scenario; 1 is the scenario itself, 0 no move at all. */
  at(multiple: number): Result<ScenarioOutcome[], SimulationFailure>;
}

/**
 * Prepares one named scenario of the stress tests for some accounts, with the cost of liquidation
 * (margin-model.md h.5): what a fire drill and a reverse stress are computed from.
 */
export function simulateScenario(
  house: HouseState,
  engine: MarginEngine,
  name: string,
  accounts: readonly string[],
): Result<ScenarioSimulation, SimulationFailure> {
  const inputs = stressInputs(house, engine);
  const scenario = scenarioNamed(inputs, name);
  if (!scenario) {
    const known = inputs.scenarios.map((each) => each.name);
    return failed({ code: 'UNKNOWN_SCENARIO', scenario: name, known });
  }
  const at = (multiple: number) =>
    outcomesOf(house, engine, inputs, scaleScenario(scenario, multiple), accounts);
  return ok({ scenario, at });
}

function outcomesOf(
  house: HouseState,
  engine: MarginEngine,
  { groups }: StressInputs,
  scenario: StressScenario,
  accounts: readonly string[],
): Result<ScenarioOutcome[], SimulationFailure> {
  const book = new StressBook(house, engine, groups, [scenario]);
  const outcomes: ScenarioOutcome[] = [];
  for (const account of accounts) {
    const units = book.account(account);
    if (!units.ok) return failed({ code: 'NOT_VALUED', account, failure: units.error });
    for (const { client, pnl, liquidation } of units.value)
      outcomes.push({
        account,
        ...(client === undefined ? {} : { client }),
        pnlMinor: -book.minorOf(-(pnl[0] ?? 0)),
        liquidationMinor: book.minorOf(liquidation),
      });
  }
  return ok(outcomes);
}
