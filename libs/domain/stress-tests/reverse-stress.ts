import { invariant } from '#libs/domain/kernel/assert.js';
import { BISECTIONS_MAX, MULTIPLIER_MAX, SCAN_STEPS } from './stress-limits.js';

/** What a layer of the waterfall can bear, in minor units of the base currency. */
export interface LayerResource {
  readonly layer: string;
  readonly minor: bigint;
}

/** When a layer is used up. */
export interface LayerExhaustion {
  readonly layer: string;
  /** What this layer and all before it bear together. */
  readonly cumulativeMinor: bigint;
  /** The smallest multiple found at which the loss is above that; undefined: not within the bound. */
  readonly multiplier: number | undefined;
  /** The loss at that multiple. */
  readonly lossMinor: bigint | undefined;
}

/** The loss at a multiple of a scenario, minor units of the base currency; positive is a loss. */
export type LossAt = (multiplier: number) => bigint;

/**
 * Reverse stress (margin-model.md h.5): for each layer of the waterfall the smallest multiple of a
 * scenario at which it, and all before it, are exhausted. The loss of a book with options need not grow
 * with the multiple, so a grid over (0, 20] is scanned for the first point that is too much, and the step
 * before it halved. What happens between two points of the grid that are both bearable is not seen.
 * @param layers in the order of the waterfall
 */
export function reverseStress(lossAt: LossAt, layers: readonly LayerResource[]): LayerExhaustion[] {
  const scanned = scan(lossAt);
  let cumulativeMinor = 0n;
  return layers.map(({ layer, minor }) => {
    invariant(minor >= 0n, () => `layer ${layer} has less than nothing`);
    cumulativeMinor += minor;
    const found = smallestAbove(lossAt, scanned, cumulativeMinor);
    return {
      layer,
      cumulativeMinor,
      multiplier: found?.multiplier,
      lossMinor: found?.lossMinor,
    };
  });
}

interface LossPoint {
  readonly multiplier: number;
  readonly lossMinor: bigint;
}

function scan(lossAt: LossAt): LossPoint[] {
  return Array.from({ length: SCAN_STEPS }, (_, i) => {
    const multiplier = ((i + 1) * MULTIPLIER_MAX) / SCAN_STEPS;
    return { multiplier, lossMinor: lossAt(multiplier) };
  });
}

function smallestAbove(
  lossAt: LossAt,
  scanned: readonly LossPoint[],
  bearableMinor: bigint,
): LossPoint | undefined {
  const at = scanned.findIndex(({ lossMinor }) => lossMinor > bearableMinor);
  let high = scanned[at];
  if (!high) return undefined;
  let low = scanned[at - 1]?.multiplier ?? 0;
  for (let i = 0; i < BISECTIONS_MAX; i++) {
    const multiplier: number = (low + high.multiplier) / 2;
    const lossMinor = lossAt(multiplier);
    if (lossMinor > bearableMinor) high = { multiplier, lossMinor };
    else low = multiplier;
  }
  return high;
}
