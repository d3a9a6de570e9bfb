import { failed, ok, type Result } from '#libs/domain/kernel/result.js';

/** One price as it comes in. */
export interface Observation {
  readonly price: number;
  readonly observedAtMs: number;
  /** The source's own count, where it has one. */
  readonly sequence?: number;
}

/** What an observation is checked against. */
export interface ObservationContext {
  readonly nowMs: number;
  /** The source's last accepted sequence number. */
  readonly sequence?: number;
  /** The product's range, both ends inside; absent: any price above 0. */
  readonly range?: { readonly from: number; readonly to: number };
}

export type ObservationFailure =
  'PRICE_NOT_FINITE' | 'PRICE_OUT_OF_RANGE' | 'SEQUENCE_NOT_INCREASING' | 'TIMESTAMP_IN_FUTURE';

/** The first gate (margin-model.md j.1); the shape of the message has been checked before. */
export function checkObservation(
  observation: Observation,
  context: ObservationContext,
): Result<Observation, ObservationFailure> {
  const { price, observedAtMs, sequence } = observation;
  const { range } = context;
  if (!Number.isFinite(price)) return failed('PRICE_NOT_FINITE');
  const inside = range ? price >= range.from && price <= range.to : price > 0;
  if (!inside) return failed('PRICE_OUT_OF_RANGE');
  if (sequence !== undefined && context.sequence !== undefined && sequence <= context.sequence) {
    return failed('SEQUENCE_NOT_INCREASING');
  }
  if (observedAtMs > context.nowMs) return failed('TIMESTAMP_IN_FUTURE');
  return ok(observation);
}
