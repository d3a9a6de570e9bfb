import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { decideMarginBuffers } from './decide-margin-buffers.js';
import { decideRegimes } from './decide-regimes.js';

export interface LookDecision {
  readonly policy: 'regime-ladder' | 'margin-buffer';
  readonly events: readonly NewEvent[];
}

/** What the ladder and the buffer ask of the margin model. */
export interface MarginLooks {
  scenarioVolatility(underlying: string): number | undefined;
  referenceMeasure(underlying: string): number | undefined;
}

/**
 * Decides what follows for ladder and buffer of the underlyings that want to be looked at, in the order
 * of their names, and takes them off the list; undefined when nothing does. Buffers come after the
 * rungs, once those are folded, since the measure depends on them.
 */
export function decideLooks(house: HouseState, looks: MarginLooks): LookDecision | undefined {
  const { attention, reference } = house;
  if (!attention.everyUnderlying && attention.underlyings.size === 0) return undefined;
  // Before there is a date nothing can be decided on it: the list waits.
  if (!reference || house.ledgerTimeMs === undefined) return undefined;
  const listed = attention.everyUnderlying ? reference.underlyings.keys() : attention.underlyings;
  const underlyings = [...listed].filter((id) => reference.underlyings.has(id)).toSorted();
  const rungs = decideRegimes(house, underlyings, (id) => looks.scenarioVolatility(id));
  if (rungs.length > 0) return { policy: 'regime-ladder', events: rungs };
  attention.everyUnderlying = false;
  attention.underlyings.clear();
  const buffers = decideMarginBuffers(house, underlyings, (id) => looks.referenceMeasure(id));
  return buffers.length === 0 ? undefined : { policy: 'margin-buffer', events: buffers };
}
