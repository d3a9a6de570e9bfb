import { failed, type Result } from '#libs/domain/kernel/result.js';
import type { LimitFigures } from '#libs/domain/events/trade-events.js';
import type { CorrectionRefusalCode } from '#libs/domain/trade-corrections/correction-refusal.js';

/** Codes with which a member's request about lots is refused. */
export type TransferRefusalCode =
  | CorrectionRefusalCode
  | 'NOT_YOURS'
  | 'UNKNOWN_OFFER'
  | 'UNKNOWN_MEMBER'
  | 'INSUFFICIENT_HOLDING'
  | 'NO_SETTLEMENT_PRICE'
  | 'OFFER_NOT_COVERED';

export interface TransferRefusal {
  /** One of those, or of the codes with which collateral is kept back. */
  readonly code: string;
  readonly field?: string;
  /** A sentence that says what is wrong and what to mend. */
  readonly reason: string;
  /** The member whose account it is about, where it is about one: what it says is for that member alone. */
  readonly of?: string;
  /** For whose limit it is alone. */
  readonly limit?: LimitFigures;
}

/** What is wrong with a trade that was offered is known to both. */
const KNOWN_TO_BOTH: ReadonlySet<string> = new Set([
  'UNKNOWN_TRADE',
  'ALREADY_BUSTED',
  'TRADE_ALLOCATED',
  'BEYOND_TIME_LIMIT',
  'INSTRUMENT_ADJUSTED',
  'MEMBER_SUSPENDED',
  'MEMBER_IN_DEFAULT',
]);

/** A refusal as a member may know it: of what stands against it in another's account only that something does. */
export function refusalFor(member: string, refusal: TransferRefusal): TransferRefusal {
  const { of, code } = refusal;
  if (of === undefined || of === member) return refusal;
  return {
    code: KNOWN_TO_BOTH.has(code) ? code : 'OFFER_NOT_COVERED',
    field: 'offer',
    reason: `${of} cannot do what it offered as its accounts stand; let it offer anew what it can`,
  };
}

/** The same as something that is about an account of a member. */
export const about = <T>(member: string, judged: Judged<T>): Judged<T> =>
  judged.ok ? judged : failed({ ...judged.error, of: member });

export type Judged<T> = Result<T, TransferRefusal>;

export const refuse = (code: TransferRefusalCode, field: string, reason: string): Judged<never> =>
  failed({ code, field, reason });
