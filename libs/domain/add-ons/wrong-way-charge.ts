/** A position whose value depends on the member that holds it. */
export interface OwnExposure {
  /** Signed lots. */
  readonly lots: number;
  /** Multiplier times price. */
  readonly lotValue: number;
  /** Share of the member's own or an affiliated issuer in it: 1 of its share, less in an index. */
  readonly weight: number;
}

/**
 * Specific wrong-way risk, as a jump to default without any offset (margin-model.md d.2): the sum of
 * max(0, n*m*P*w*(1 - recovery)), in the unit of `lotValue`.
 */
export function wrongWayCharge(exposures: readonly OwnExposure[], recovery = 0): number {
  return exposures.reduce(
    (sum, { lots, lotValue, weight }) =>
      sum + Math.max(0, lots * lotValue * weight * (1 - recovery)),
    0,
  );
}
