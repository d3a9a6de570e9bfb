import { element } from '#libs/domain/numerics/element.js';
import type { ExposureUnit, MemberExposure } from './exposure-unit.js';

/**
 * SLOM of one member by scenario (margin-model.md h.5): the loss of the house beyond the margin of the
 * house, and of each client beyond its own, added up. Never negative; in the unit of the losses.
 * @param scenarios length of every vector of losses
 */
export function lossOverMargin(
  { house, clients }: MemberExposure,
  scenarios: number,
): Float64Array {
  const over = new Float64Array(scenarios);
  addOver(over, together(house, scenarios));
  for (const client of clients) addOver(over, client);
  return over;
}

/** Adds to `over` what one unit loses beyond its margin. */
export function addOver(over: Float64Array, { losses, margin }: ExposureUnit): void {
  for (let s = 0; s < over.length; s++) {
    const uncovered = element(losses, s) - margin;
    if (uncovered > 0) over[s] = element(over, s) + uncovered;
  }
}

function together(units: Iterable<ExposureUnit>, scenarios: number): ExposureUnit {
  const losses = new Float64Array(scenarios);
  let margin = 0;
  for (const unit of units) {
    margin += unit.margin;
    for (let s = 0; s < scenarios; s++) losses[s] = element(losses, s) + element(unit.losses, s);
  }
  return { losses, margin };
}
