import { failed, type Result } from '#libs/domain/kernel/result.js';

/** Why an instruction is refused, as its answer has it. */
export interface Refusal {
  readonly code: string;
  readonly field?: string;
  readonly reason: string;
  /** What would have been allowed, where a limit refuses: a decimal of the asset's scale. */
  readonly maximumQuantity?: string;
}

/** A decision, or the refusal of it. */
export type Judged<T> = Result<T, Refusal>;

export const refuse = (code: string, field: string, reason: string): Judged<never> =>
  failed({ code, field, reason });
