import { failed, type Result } from '#libs/domain/kernel/result.js';

/** Why a step of a default is refused, with what is to be done first. */
export interface DefaultRefusal {
  readonly code:
    | 'UNKNOWN_MEMBER'
    | 'UNKNOWN_DEFAULT'
    | 'ALREADY_IN_DEFAULT'
    | 'SAME_OPERATOR'
    | 'OUT_OF_ORDER'
    | 'INVALID_FIELD'
    | 'UNKNOWN_ACCOUNT'
    | 'UNKNOWN_INSTRUMENT'
    | 'PRICE_OFF_TICK'
    | 'INSUFFICIENT_HOLDING'
    | 'MISSING_PRICES'
    | 'SEAL_BROKEN';
  readonly reason: string;
  readonly field?: string;
}

export type Stepped<T> = Result<T, DefaultRefusal>;

/** A step that is refused. */
export const refuseStep = (
  code: DefaultRefusal['code'],
  reason: string,
  field?: string,
): Stepped<never> => failed({ code, reason, ...(field === undefined ? {} : { field }) });
