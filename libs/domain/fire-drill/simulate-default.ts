import type { DefaultCase } from '#libs/domain/default-management/default-state.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { describeMarginFailure } from '#libs/domain/risk/describe-margin-failure.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import {
  scenarioNamed,
  stressInputs,
  type StressInputs,
} from '#libs/domain/stress-tests/stress-inputs.js';
import type { StressScenario } from '#libs/domain/stress-tests/stress-scenario.js';
import { closeOutAll } from './close-out-all.js';
import { determine } from './determine.js';
import { drillLayers } from './drill-layers.js';
import { PRESENT_MARKET, type DrillMarket } from './drill-market.js';
import { unknownScenario, type DrillQuestion, type DrillRefusal } from './drill-question.js';
import { drillResult, type DrillResult, type DrillRun } from './drill-result.js';
import { liquidationCost, type LiquidationCost } from './liquidation-cost.js';
import { Rehearsal } from './rehearsal.js';
import { marketOfLoss } from './stated-loss.js';
import { stressedMarket } from './stressed-market.js';

/** In which market a member fails, and what closing it out costs beside the prices. */
export interface DrillTerms {
  readonly member: string;
  readonly market: DrillMarket;
  readonly cost: LiquidationCost;
}

/**
 * The fire drill (default-management.md, "Before anything happens"): the whole waterfall on the book as it
 * stands, by the functions of the real process and in a copy. The member is declared, all that it and its
 * clients hold is closed out at the prices of a scenario, or at present marks with the cost of liquidation,
 * or so that it loses what was stated; then the layers are applied, the loss is paid and the default closed.
 * Nothing of the house is changed.
 * @param engine of the house as it is
 */
export function simulateDefault(
  house: HouseState,
  engine: MarginEngine,
  question: DrillQuestion,
): Result<DrillResult, DrillRefusal> {
  const { member, scenario, lossMinor } = question;
  if (!referenceOf(house).members.has(member))
    return failed({
      code: 'UNKNOWN_MEMBER',
      reason: `${member} is not a member of this ledger`,
      field: 'member',
    });
  if (lossMinor !== undefined) {
    const stated = marketOfLoss(house, engine, member, lossMinor);
    if (!stated.ok) return stated;
    const { market, feesMinor } = stated.value;
    const cost = { minor: feesMinor, unknown: [] };
    return answered(rehearse(house, engine, { member, market, cost }), question);
  }
  const inputs = stressInputs(house, engine);
  const cost = liquidationCost(house, engine, inputs, member);
  if (scenario === undefined)
    return answered(rehearse(house, engine, { member, market: PRESENT_MARKET, cost }), question);
  const found = scenarioNamed(inputs, scenario);
  if (!found)
    return failed(
      unknownScenario(
        scenario,
        inputs.scenarios.map(({ name }) => name),
      ),
    );
  const market = marketOfScenario(house, engine, inputs, found, member);
  if (!market.ok) return market;
  return answered(rehearse(house, engine, { member, market: market.value, cost }), question);
}

function answered(
  run: ReturnType<typeof rehearse>,
  question: DrillQuestion,
): Result<DrillResult, DrillRefusal> {
  if (!run.ok) return run;
  const { rehearsal, of } = run.value;
  // Before the closing: it gives back to the estate what a layer that nothing was asked of has.
  const layers = drillLayers(rehearsal, of);
  const ended = of.isPaid
    ? rehearsal.take({ type: 'CLOSE_DEFAULT', defaultId: of.defaultId })
    : ok([]);
  return ended.ok ? ok(drillResult({ ...run.value, question, layers })) : ended;
}

/** The prices of a scenario for the default of a member: without those of what it holds there is no drill. */
export function marketOfScenario(
  house: HouseState,
  engine: MarginEngine,
  inputs: StressInputs,
  scenario: StressScenario,
  member: string,
): Result<DrillMarket, DrillRefusal> {
  const market = stressedMarket(house, engine, inputs, scenario, heldBy(house, member));
  if (market.ok) return market;
  const { instrument, failure } = market.error;
  return failed({
    code: failure.code,
    reason: `${instrument} cannot be put through the scenario: ${describeMarginFailure(failure)}`,
  });
}

function heldBy({ reference, trading }: HouseState, member: string): Set<string> {
  const held = new Set<string>();
  for (const { id } of reference?.members.get(member)?.accounts ?? [])
    for (const instrument of trading.holdings.get(`${member}/${id}`)?.keys() ?? [])
      held.add(instrument);
  return held;
}

/** Runs the process from the declaration to the payment of the loss, as far as the layers go. */
export function rehearse(
  house: HouseState,
  engine: MarginEngine,
  { member, market, cost }: DrillTerms,
): Result<Omit<DrillRun, 'question' | 'layers'>, DrillRefusal> {
  const rehearsal = Rehearsal.of(house, engine, market);
  const declared = rehearsal.declare(member);
  if (!declared.ok) return declared;
  const of = declared.value;
  const closed = closeOutAll(rehearsal, of, cost.minor);
  if (!closed.ok) return closed;
  const borne = bear(rehearsal, of);
  if (!borne.ok) return borne;
  return ok({ house, rehearsal, of, cost, market, closed: closed.value });
}

/** Determines the loss and applies the layers; a loss that no layer bears stays open. */
function bear(rehearsal: Rehearsal, of: DefaultCase): Result<undefined, DrillRefusal> {
  const { defaultId } = of;
  const determined = determine(rehearsal, of);
  if (!determined.ok) return determined;
  const applied = rehearsal.take({ type: 'APPLY_LAYERS', defaultId });
  // Refused where no layer has anything at all: then all of the loss is left.
  return applied.ok || applied.error.code === 'OUT_OF_ORDER' ? ok(undefined) : applied;
}
