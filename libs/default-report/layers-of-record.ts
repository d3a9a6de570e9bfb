import type { DefaultStep, LayerApplied } from '#libs/domain/events/default-events.js';
import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';
import { sumOf } from '#libs/projections/defaults/amounts.js';
import type { CycleOfRecord, LayerOfRecord, RecordedStep } from './default-record.js';

const CUT_BY_CYCLES: ReadonlySet<WaterfallLayer> = new Set(['GAINS_HAIRCUT', 'FULL_TEAR_UP']);

type Share = LayerOfRecord['borneBy'][number];

/** The layers that were applied, with who bore each: what cycles cut from gains is of the last such layer. */
export function layersOfRecord(
  steps: readonly RecordedStep[],
  cycles: readonly CycleOfRecord[],
): LayerOfRecord[] {
  const applied = steps.flatMap(({ position, step }) =>
    step.step === 'LAYER_APPLIED' ? [{ position, step }] : [],
  );
  const cutting = applied.findLast(({ step }) => CUT_BY_CYCLES.has(step.layer))?.step;
  const returned = returnedByLayer(steps.map(({ step }) => step));
  return applied.map(({ position, step }) => {
    const { order, layer, available, used, lossBefore, lossAfter } = step;
    const borne = sharesOf(step, step === cutting ? cycles : []);
    const back = returned.get(layer) ?? new Map<string, string>();
    const borneBy = borne.map((share) => ({
      ...share,
      returned: back.get(share.account ?? share.member) ?? sumOf(),
    }));
    const layerReturned = sumOf(...back.values());
    const amounts = { available, used, lossBefore, lossAfter, returned: layerReturned };
    return { position, order, layer, ...amounts, borneBy };
  });
}

function sharesOf(
  { contributions = [] }: LayerApplied,
  cycles: readonly CycleOfRecord[],
): Omit<Share, 'returned'>[] {
  const cuts = cycles.flatMap((cycle) =>
    cycle.cuts.map(({ account, amount }) => ({
      member: account.split('/')[0] ?? account,
      account,
      amount,
    })),
  );
  return [...contributions, ...cuts];
}

/** What recoveries gave back, by layer and by whom it was borne. */
function returnedByLayer(steps: readonly DefaultStep[]): Map<string, Map<string, string>> {
  const returned = new Map<string, Map<string, string>>();
  for (const step of steps) {
    if (step.step !== 'RECOVERED') continue;
    for (const { layer, member, account, amount } of step.contributions) {
      const ofLayer = returned.get(layer) ?? new Map<string, string>();
      const who = account ?? member;
      returned.set(layer, ofLayer.set(who, sumOf(ofLayer.get(who) ?? '0', amount)));
    }
  }
  return returned;
}
