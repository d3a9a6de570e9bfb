/** Beyond which share above the measure the buffer does not go, where none is set (EMIR: 25 %). */
const SHARE = 0.25;

/**
 * The anti-procyclicality buffer of a product's reference portfolio (margin-model.md d.4):
 * clamp(previous margin, M, (1+share)*M). It is used up while the measure M rises and builds up again
 * while it falls; without a previous margin it is full.
 */
export function bufferedMargin(
  measure: number,
  previous: number | undefined,
  share = SHARE,
): number {
  const full = (1 + share) * measure;
  return Math.min(full, Math.max(measure, previous ?? full));
}

/** IM/M of the reference portfolio, from 1 to 1+share: what the measure of the class is scaled by. */
export function bufferFactor(buffered: number, measure: number): number {
  return measure > 0 ? buffered / measure : 1;
}
