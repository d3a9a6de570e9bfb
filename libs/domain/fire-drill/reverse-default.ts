import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { reverseStress } from '#libs/domain/stress-tests/reverse-stress.js';
import {
  scenarioNamed,
  stressInputs,
  type StressInputs,
} from '#libs/domain/stress-tests/stress-inputs.js';
import { MULTIPLIER_MAX, SCAN_STEPS } from '#libs/domain/stress-tests/stress-limits.js';
import { scaleScenario, type StressScenario } from '#libs/domain/stress-tests/stress-scenario.js';
import { unknownScenario, type DrillRefusal } from './drill-question.js';
import type { DrillResult } from './drill-result.js';
import { liquidationCost } from './liquidation-cost.js';
import { marketOfScenario, rehearse } from './simulate-default.js';
import { worstScenario } from './worst-scenario.js';

/** What it takes to exhaust one layer, and all before it. */
export interface ReverseLayer {
  readonly layer: WaterfallLayer;
  readonly order: number;
  /** The smallest multiple of the scenario found, to six decimals; null: none up to the largest tried. */
  readonly multiplier: string | null;
  /** The loss there, and what the layer could bear then; major units of the base currency. */
  readonly loss: string | null;
  readonly available: string | null;
}

export interface ReverseResult {
  readonly member: string;
  readonly currency: string;
  readonly position: number;
  readonly calculatedAt: string | null;
  readonly scenario: string;
  /** Whether the scenario was chosen since it is the worst for the member. */
  readonly isWorst: boolean;
  readonly multiplierMax: number;
  readonly layers: readonly ReverseLayer[];
}

export interface ReverseQuestion {
  readonly member: string;
  /** The worst for the member where left out. */
  readonly scenario?: string;
}

/**
 * Reverse stress of a member's default (margin-model.md h.5): for each layer the smallest multiple of a
 * scenario at which a part of the loss goes beyond it, each found by whole drills: a scan, then halving.
 * @returns in steps, each some drills, so that whoever runs it can do other things between: yields the share done
 */
export function* reverseDefault(
  house: HouseState,
  engine: MarginEngine,
  { member, scenario: name }: ReverseQuestion,
): Generator<number, Result<ReverseResult, DrillRefusal>> {
  const inputs = stressInputs(house, engine);
  const { members, data, baseCurrency } = referenceOf(house);
  if (!members.has(member))
    return failed({
      code: 'UNKNOWN_MEMBER',
      reason: `${member} is not a member of this ledger`,
      field: 'member',
    });
  const scenario =
    name === undefined ? worstScenario(house, engine, inputs, member) : scenarioNamed(inputs, name);
  if (!scenario)
    return failed(
      unknownScenario(
        name ?? 'at all',
        inputs.scenarios.map((each) => each.name),
      ),
    );
  const drills = new Drills(house, engine, inputs, scenario, member);
  const steps = SCAN_STEPS + data.waterfall.length * (SCAN_STEPS / 4);
  for (let step = 1; step <= SCAN_STEPS; step++) {
    const drill = drills.at((step * MULTIPLIER_MAX) / SCAN_STEPS);
    if (!drill.ok) return drill;
    yield step / steps;
  }
  const layers: ReverseLayer[] = [];
  for (const [i, layer] of data.waterfall.entries()) {
    layers.push(exhaustion(drills, layer, i + 1));
    yield (SCAN_STEPS + ((i + 1) * SCAN_STEPS) / 4) / steps;
  }
  const { position, ledgerTimeMs } = house;
  return ok({
    member,
    currency: baseCurrency,
    position,
    calculatedAt: ledgerTimeMs === undefined ? null : formatInstant(ledgerTimeMs),
    scenario: scenario.name,
    isWorst: name === undefined,
    multiplierMax: MULTIPLIER_MAX,
    layers,
  });
}

/** Where the loss first goes beyond a layer; the layer's own means may move with the scenario. */
function exhaustion(drills: Drills, layer: WaterfallLayer, order: number): ReverseLayer {
  const [found] = reverseStress(
    (multiple) => drills.beyond(layer, multiple),
    [{ layer, minor: 0n }],
  );
  if (found?.multiplier === undefined)
    return { layer, order, multiplier: null, loss: null, available: null };
  const drill = drills.at(found.multiplier);
  const row = drill.ok ? drill.value.layers.find((each) => each.layer === layer) : undefined;
  return {
    layer,
    order,
    multiplier: multipleInText(found.multiplier),
    loss: drill.ok ? drill.value.loss : null,
    available: row?.available ?? null,
  };
}

const MULTIPLE_SCALE = 6;

/** Rounded up, so that what is written exhausts the layer too. */
const multipleInText = (multiple: number): string =>
  formatUnits(BigInt(Math.ceil(multiple * 10 ** MULTIPLE_SCALE)), MULTIPLE_SCALE);

/** Drills at multiples of a scenario, each held once. */
class Drills {
  private readonly held = new Map<number, Result<DrillResult, DrillRefusal>>();
  private readonly cost: ReturnType<typeof liquidationCost>;

  constructor(
    private readonly house: HouseState,
    private readonly engine: MarginEngine,
    private readonly inputs: StressInputs,
    private readonly scenario: StressScenario,
    private readonly member: string,
  ) {
    this.cost = liquidationCost(house, engine, inputs, member);
  }

  at(multiple: number): Result<DrillResult, DrillRefusal> {
    const known = this.held.get(multiple);
    if (known) return known;
    const drill = this.drill(scaleScenario(this.scenario, multiple));
    this.held.set(multiple, drill);
    return drill;
  }

  /** What of the loss goes beyond a layer, in minor units; nothing where there is no drill. */
  beyond(layer: WaterfallLayer, multiple: number): bigint {
    const drill = this.at(multiple);
    if (!drill.ok) return 0n;
    const { baseScale } = referenceOf(this.house);
    const left = drill.value.layers.find((each) => each.layer === layer)?.lossAfter ?? '0';
    return toUnits(parseDecimal(left), baseScale) ?? 0n;
  }

  private drill(scenario: StressScenario): Result<DrillResult, DrillRefusal> {
    const { house, engine, inputs, member, cost } = this;
    const market = marketOfScenario(house, engine, inputs, scenario, member);
    if (!market.ok) return market;
    return rehearse(house, engine, { member, market: market.value, cost }, { member });
  }
}
