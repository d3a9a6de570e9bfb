import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { ok, type Result } from '#libs/domain/kernel/result.js';
import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import type { StressInputs } from '#libs/domain/stress-tests/stress-inputs.js';
import { scaleScenario, type StressScenario } from '#libs/domain/stress-tests/stress-scenario.js';
import type { DrillRefusal } from './drill-question.js';
import type { DrillRun } from './drill-result.js';
import { liquidationCost } from './liquidation-cost.js';
import { marketOfScenario, rehearse } from './simulate-default.js';

/** Tear-up bears nothing of its own, and whoever asks what exhausts a layer does not ask for the end. */
export const TEARS_UP: ReadonlySet<WaterfallLayer> = new Set(['PARTIAL_TEAR_UP', 'FULL_TEAR_UP']);

/** What of one drill a reverse stress needs, in minor units of the base currency. */
interface Drilled {
  readonly lossMinor: bigint;
  readonly beyondMinor: ReadonlyMap<WaterfallLayer, bigint>;
  readonly available: ReadonlyMap<WaterfallLayer, string>;
}

/** Drills of a member's default at multiples of a scenario, without tear-up, each held once. */
export class Drills {
  private readonly held = new Map<number, Result<Drilled, DrillRefusal>>();
  private readonly house: HouseState;
  private readonly cost: ReturnType<typeof liquidationCost>;

  constructor(
    house: HouseState,
    private readonly engine: MarginEngine,
    private readonly inputs: StressInputs,
    private readonly scenario: StressScenario,
    private readonly member: string,
  ) {
    this.house = withoutTearUp(house);
    this.cost = liquidationCost(house, engine, inputs, member);
  }

  at(multiple: number): Result<Drilled, DrillRefusal> {
    const known = this.held.get(multiple);
    if (known) return known;
    const drill = this.drill(scaleScenario(this.scenario, multiple));
    this.held.set(multiple, drill);
    return drill;
  }

  /** Whether a part of the loss goes beyond a layer; not where there is no drill. */
  isBeyond(layer: WaterfallLayer, multiple: number): boolean {
    const drill = this.at(multiple);
    return drill.ok && (drill.value.beyondMinor.get(layer) ?? 0n) > 0n;
  }

  /** The loss at a multiple, and what the layer had there. */
  there(
    layer: WaterfallLayer,
    multiple: number,
  ): { readonly loss: string | null; readonly available: string | null } {
    const drill = this.at(multiple);
    if (!drill.ok) return { loss: null, available: null };
    const { baseScale } = referenceOf(this.house);
    const nothing = formatUnits(0n, baseScale);
    const available = drill.value.available.get(layer) ?? nothing;
    return { loss: formatUnits(drill.value.lossMinor, baseScale), available };
  }

  private drill(scenario: StressScenario): Result<Drilled, DrillRefusal> {
    const { house, engine, inputs, member, cost } = this;
    const market = marketOfScenario(house, engine, inputs, scenario, member);
    if (!market.ok) return market;
    const run = rehearse(house, engine, { member, market: market.value, cost });
    return run.ok ? ok(drilled(run.value)) : run;
  }
}

function drilled({ house, of, rehearsal }: Pick<DrillRun, 'house' | 'of' | 'rehearsal'>): Drilled {
  const beyondMinor = new Map<WaterfallLayer, bigint>();
  const available = new Map<WaterfallLayer, string>();
  const lossMinor = of.loss?.totalMinor ?? 0n;
  for (const step of rehearsal.steps)
    if (step.step === 'LAYER_APPLIED') available.set(step.layer, step.available);
  let left = lossMinor;
  for (const layer of referenceOf(house).data.waterfall) {
    left -= of.applied.find((each) => each.layer === layer)?.usedMinor ?? 0n;
    beyondMinor.set(layer, left);
  }
  return { lossMinor, beyondMinor, available };
}

function withoutTearUp(house: HouseState): HouseState {
  const reference = referenceOf(house);
  const waterfall = reference.data.waterfall.filter((layer) => !TEARS_UP.has(layer));
  return { ...house, reference: { ...reference, data: { ...reference.data, waterfall } } };
}
