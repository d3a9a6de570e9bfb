import { LAYERS } from '#libs/domain/default-management/layers/waterfall.js';
import type { DefaultCase } from '#libs/domain/default-management/default-state.js';
import type { LayerApplied, LayerContribution } from '#libs/domain/events/default-events.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';
import type { Rehearsal } from './rehearsal.js';

/** One layer of the waterfall in a drill; amounts in major units of the base currency. */
export interface DrillLayer {
  readonly layer: WaterfallLayer;
  /** Its place in the rules of the ledger, from 1. */
  readonly order: number;
  /** What it could bear. */
  readonly available: string;
  readonly used: string;
  /** Whether it was applied: a layer that tears positions up may be, and bear nothing. */
  readonly isApplied: boolean;
  readonly lossBefore: string;
  readonly lossAfter: string;
  readonly contributions: readonly LayerContribution[];
}

/** All layers in the order of the rules, those too that nothing was asked of; before the default closes. */
export function drillLayers(rehearsal: Rehearsal, of: DefaultCase): DrillLayer[] {
  const { baseScale, data } = referenceOf(rehearsal.house);
  const applied = new Map(
    rehearsal.steps.flatMap((step) =>
      step.step === 'LAYER_APPLIED' ? [[step.layer, step] as const] : [],
    ),
  );
  let left = formatUnits(of.loss?.totalMinor ?? 0n, baseScale);
  return data.waterfall.map((layer, i) => {
    const row = applied.get(layer);
    const lossBefore = left;
    left = row?.lossAfter ?? left;
    return {
      layer,
      order: i + 1,
      lossBefore,
      lossAfter: left,
      ...amounts(rehearsal, of, layer, row),
    };
  });
}

function amounts(
  rehearsal: Rehearsal,
  of: DefaultCase,
  layer: WaterfallLayer,
  row: LayerApplied | undefined,
): Pick<DrillLayer, 'available' | 'used' | 'isApplied' | 'contributions'> {
  const { baseScale } = referenceOf(rehearsal.house);
  if (row) {
    const { available, used, contributions = [] } = row;
    return { available, used, isApplied: true, contributions };
  }
  const available = formatUnits(notAsked(rehearsal, of, layer), baseScale);
  return { available, used: formatUnits(0n, baseScale), isApplied: false, contributions: [] };
}

/** What a layer that nothing was asked of would have had, at the end of the others. */
function notAsked({ house, marks }: Rehearsal, of: DefaultCase, layer: WaterfallLayer): bigint {
  // Closing the ledger bears no more than gains; asked for itself it would list every position.
  const rule = LAYERS[layer === 'FULL_TEAR_UP' ? 'GAINS_HAIRCUT' : layer];
  const nothing = {
    lossMinor: 0n,
    callsIssued: 0,
    tornUp: [],
    reservedMinor: 0n,
    isCutBefore: false,
  };
  return rule({ house, marks, of, ...nothing }).availableMinor;
}
