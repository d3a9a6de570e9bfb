import { isPaidIn } from '#libs/domain/books/books.js';
import type { LayerApplied } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { ok } from '#libs/domain/kernel/result.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { cutsGains, type DefaultCase } from './default-state.js';
import { findDeclared } from './find-default.js';
import { LAYERS } from './layers/waterfall.js';
import type { LayerQuestion, LayerUse } from './layers/layer-rule.js';
import { payLoss, reservedNow } from './pay-loss.js';
import { stepEvent } from './step-event.js';

/** What applying layers did. */
export interface Applied {
  readonly events: readonly NewEvent[];
  readonly layers: readonly LayerApplied[];
  /** What no layer bears, in minor units of the base currency. */
  readonly remainingMinor: bigint;
}

interface Worked {
  readonly events: NewEvent[];
  readonly layers: LayerApplied[];
  remainingMinor: bigint;
}

/**
 * Applies the layers of the waterfall in the order of the rules in force until the loss is borne, and then
 * pays it (default-management.md, step 7). All in one decision: either all of it happened or nothing.
 * @param only the next layer that bears anything, and no more
 */
export function applyLayers(
  house: HouseState,
  marks: MarkSource,
  { defaultId, next: only = false }: { readonly defaultId: string; readonly next?: boolean },
): Stepped<Applied> {
  const found = findDeclared(house, defaultId);
  if (!found.ok) return found;
  const of = found.value;
  if (!of.loss)
    return refuseStep(
      'OUT_OF_ORDER',
      `the loss of ${defaultId} is not determined yet: first ccp default determine-loss ${defaultId}`,
    );
  if (of.isPaid)
    return refuseStep(
      'OUT_OF_ORDER',
      `the loss of ${defaultId} is borne and paid; what is due is ccp default close ${defaultId}`,
    );
  const worked: Worked = {
    events: [],
    layers: [],
    remainingMinor: of.remainingMinor,
  };
  const isDone = workThrough(house, marks, of, worked, only);
  const isBorne = isDone && worked.remainingMinor === 0n;
  const paid = isBorne ? payLoss(house, of, worked.layers) : undefined;
  const journals = [...worked.layers, ...(paid ? [paid] : [])].map(({ journal }) => journal);
  if (paid && isPaidIn(house.books, journals)) worked.events.push(stepEvent(paid));
  else if (worked.layers.length === 0) return refuseStep('OUT_OF_ORDER', nothingDone(house, of));
  const { events, layers, remainingMinor } = worked;
  return ok({ events, layers, remainingMinor });
}

/** Why there is nothing to be applied, nor to be paid. */
function nothingDone(house: HouseState, { defaultId, remainingMinor }: DefaultCase): string {
  return remainingMinor === 0n
    ? `the loss of ${defaultId} is borne, but assessments of it have not come in and there is no other money to pay others with: ask for it again when they have`
    : `no layer of the waterfall has anything left and ${formatUnits(remainingMinor, referenceOf(house).baseScale)} of the loss of ${defaultId} is not borne; the rules of the ledger have to say who bears it`;
}

/** @returns whether no layer is left to be applied */
function workThrough(
  house: HouseState,
  marks: MarkSource,
  of: DefaultCase,
  worked: Worked,
  only: boolean,
): boolean {
  const { waterfall } = referenceOf(house).data;
  const done = new Set(of.applied.map(({ layer }) => layer));
  const reached = lastBearing(of, waterfall);
  for (const [i, layer] of waterfall.entries()) {
    if (done.has(layer)) continue;
    // What had nothing when its turn came has been passed, also if it is filled up meanwhile.
    if (i < reached && layer !== 'PARTIAL_TEAR_UP') continue;
    if (!isDue(of, layer, worked.remainingMinor)) continue;
    if (only && worked.layers.length > 0) return false;
    const question: LayerQuestion = {
      house,
      marks,
      of,
      lossMinor: worked.remainingMinor,
      callsIssued: worked.events.filter(({ type }) => type === 'MarginCallIssued').length,
      tornUp: worked.layers.flatMap(({ trades = [] }) => trades),
      reservedMinor: reservedNow(worked.layers, referenceOf(house).baseScale),
      isCutBefore: [...of.applied, ...worked.layers].some((each) => cutsGains(each.layer)),
    };
    const use = LAYERS[layer](question);
    if (use.usedMinor === 0n && (use.trades ?? []).length === 0) continue;
    take(house, of, worked, { layer, order: i + 1, use });
  }
  return true;
}

/** The place of the last layer that bore anything, before which none is used any more. */
const lastBearing = ({ applied }: DefaultCase, waterfall: readonly WaterfallLayer[]): number =>
  Math.max(
    -1,
    ...applied
      .filter(({ usedMinor }) => usedMinor > 0n)
      .map(({ layer }) => waterfall.indexOf(layer)),
  );

/** While nothing is missing only what is still open is torn up. */
function isDue(of: DefaultCase, layer: WaterfallLayer, lossMinor: bigint): boolean {
  if (layer === 'PARTIAL_TEAR_UP') return (of.loss?.residual.length ?? 0) > 0;
  return lossMinor > 0n;
}

function take(
  house: HouseState,
  of: DefaultCase,
  worked: Worked,
  {
    layer,
    order,
    use,
  }: { readonly layer: WaterfallLayer; readonly order: number; readonly use: LayerUse },
): void {
  const { baseCurrency, baseScale } = referenceOf(house);
  const text = (minor: bigint): string => formatUnits(minor, baseScale);
  const { contributions, sales = [], trades, events = [] } = use;
  const lossBefore = worked.remainingMinor;
  worked.remainingMinor -= use.usedMinor;
  const applied: LayerApplied = {
    defaultId: of.defaultId,
    member: of.member,
    step: 'LAYER_APPLIED',
    layer,
    order,
    currency: baseCurrency,
    available: text(use.availableMinor),
    used: text(use.usedMinor),
    lossBefore: text(lossBefore),
    lossAfter: text(worked.remainingMinor),
    ...(contributions && (contributions.length > 0 || !cutsGains(layer))
      ? {
          contributions: contributions.map(({ minor, ...who }) => ({
            ...who,
            amount: text(minor),
          })),
        }
      : {}),
    ...(sales.length > 0 ? { sales } : {}),
    ...(trades ? { trades } : {}),
    journal: use.journal.filter(({ amount }) => amount !== '0'),
  };
  worked.layers.push(applied);
  worked.events.push(stepEvent(applied), ...events);
}
