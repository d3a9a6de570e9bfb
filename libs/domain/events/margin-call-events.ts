export type MarginCallStatus = 'ISSUED' | 'PARTIALLY_MET' | 'MET' | 'OVERDUE' | 'CANCELLED';
export type MarginCallReason =
  'REQUIREMENT_ABOVE_COLLATERAL' | 'CASH_DEBIT' | 'ASSESSMENT' | 'DEFAULT_FUND';

/**
 * A margin call as it stands after the event: the message of `ccp.margin-calls`. Amounts are in major
 * units of `currency`; `position` is the ledger position that the call was computed at.
 */
export interface MarginCallContent {
  readonly callId: string;
  readonly account: string;
  /** The instrument of the bucket that is short, of an isolated account; left out of other calls. */
  readonly bucket?: string;
  readonly member: string;
  readonly status: MarginCallStatus;
  readonly currency: string;
  readonly amount: string;
  readonly outstanding: string;
  readonly requirement: string;
  readonly unsettled: string;
  /** What counted as collateral. */
  readonly collateralValue: string;
  readonly reason: MarginCallReason;
  readonly issuedAt: string;
  readonly dueAt: string;
  /** When it was escalated, on the ledger's clock; it stays with the call. */
  readonly escalatedAt?: string;
  readonly position: number;
}

/** Any state of a call: only a cancelled one has another reason than the one it was issued for. */
export type AnyMarginCall = MarginCallContent | MarginCallCancelled;

export type MarginCallIssued = MarginCallContent;
/** A pay-in met a call, wholly or in part. */
export interface MarginCallPaid extends MarginCallContent {
  /** What this pay-in paid of it. */
  readonly paid: string;
  /** The instruction that paid. */
  readonly instructionId: string;
}
export type MarginCallOverdue = MarginCallContent;
/** Why the message of a call comes again though nothing of it changed. */
export type MarginCallNotice = 'REMINDER' | 'ESCALATED';
/** A call is still open at its time of reminding (margin-model.md g.5, "Timeline"). */
export interface MarginCallReminded extends MarginCallContent {
  readonly notice: 'REMINDER';
}
/**
 * A call is overdue at its time of escalation: it is now for those who may declare a default. Nothing
 * else follows from it by itself.
 */
export interface MarginCallEscalated extends MarginCallContent {
  readonly notice: 'ESCALATED';
}
/** What events of open calls say beyond the call as it stands. */
export type MarginCallExtras = Partial<
  Omit<MarginCallPaid, keyof MarginCallContent> & { readonly notice: MarginCallNotice }
>;
/** The reason is why it was cancelled: NO_LONGER_REQUIRED, MEMBER_DEFAULTED or an operator's words. */
export interface MarginCallCancelled extends Omit<MarginCallContent, 'reason' | 'status'> {
  readonly status: 'CANCELLED';
  readonly reason: string;
  readonly by?: string;
}

/** All accounts were evaluated after a cycle and every call that is due after it was issued. */
export interface CycleRequirementsEvaluated {
  readonly cycleId: string;
  readonly calls: number;
}
