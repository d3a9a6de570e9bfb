import type { MarginFailure } from '#libs/domain/margin-model/margin-failure.js';

/** Why nobody can say where an account stands. */
export type EvaluationFailure =
  | MarginFailure
  /** A loss that a cycle would book cannot be weighed in the base currency; it is not nothing. */
  | { readonly code: 'LOSS_WITHOUT_EXCHANGE_RATE'; readonly currency: string };
