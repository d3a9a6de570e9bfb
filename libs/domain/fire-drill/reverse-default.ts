import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { scenarioNamed, stressInputs } from '#libs/domain/stress-tests/stress-inputs.js';
import { MULTIPLIER_MAX, SCAN_STEPS } from '#libs/domain/stress-tests/stress-limits.js';
import { unknownScenario, type DrillRefusal } from './drill-question.js';
import { Drills, TEARS_UP } from './drills.js';
import { worstScenario } from './worst-scenario.js';

/** What it takes to exhaust one layer, and all before it. */
export interface ReverseLayer {
  readonly layer: WaterfallLayer;
  readonly order: number;
  /** The smallest multiple of the scenario found, to four decimals; null: none up to the largest tried. */
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
 * @returns in steps of one drill each, so that whoever runs it can do other things between
 */
export function* reverseDefault(
  house: HouseState,
  engine: MarginEngine,
  { member, scenario: name }: ReverseQuestion,
): Generator<void, Result<ReverseResult, DrillRefusal>> {
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
  const layers = data.waterfall.filter((layer) => !TEARS_UP.has(layer));
  const scanned = yield* scan(drills, layers);
  if (!scanned.ok) return scanned;
  const found: ReverseLayer[] = [];
  for (const layer of layers) {
    const order = data.waterfall.indexOf(layer) + 1;
    found.push(yield* exhaustion(drills, layer, order, scanned.value));
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
    layers: found,
  });
}

/** Halvings of a step of the scan: prices go by ticks, so more would say nothing. */
const HALVINGS = 14;

/** Multiples upwards, until each layer was exhausted once. @returns how many steps were looked at */
function* scan(
  drills: Drills,
  layers: readonly WaterfallLayer[],
): Generator<void, Result<number, DrillRefusal>> {
  const left = new Set(layers);
  for (let step = 0; step <= SCAN_STEPS; step++) {
    const drill = drills.at(multipleOf(step));
    if (!drill.ok) return drill;
    for (const layer of left) if (drills.isBeyond(layer, multipleOf(step))) left.delete(layer);
    if (left.size === 0) return ok(step);
    yield;
  }
  return ok(SCAN_STEPS);
}

const multipleOf = (step: number): number => (step * MULTIPLIER_MAX) / SCAN_STEPS;

/** Where the loss first goes beyond a layer; the layer's own means may move with the scenario. */
function* exhaustion(
  drills: Drills,
  layer: WaterfallLayer,
  order: number,
  steps: number,
): Generator<void, ReverseLayer> {
  let step = 0;
  while (step <= steps && !drills.isBeyond(layer, multipleOf(step))) step += 1;
  if (step > steps) return { layer, order, multiplier: null, loss: null, available: null };
  let [low, high] = [multipleOf(Math.max(step - 1, 0)), multipleOf(step)];
  for (let halving = 0; halving < HALVINGS && low < high; halving++) {
    const middle = (low + high) / 2;
    if (drills.isBeyond(layer, middle)) high = middle;
    else low = middle;
    yield;
  }
  return { layer, order, multiplier: multipleInText(high), ...drills.there(layer, high) };
}

const MULTIPLE_SCALE = 4;

/** Rounded up, so that what is written exhausts the layer too. */
const multipleInText = (multiple: number): string =>
  formatUnits(BigInt(Math.ceil(multiple * 10 ** MULTIPLE_SCALE)), MULTIPLE_SCALE);
