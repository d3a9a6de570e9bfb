import type { CycleType } from '#libs/domain/events/settlement-events.js';

/** What comes in, decoded and of the right shape: fields are there and well-formed, nothing more. */

/** A matched trade as a venue reports it (`ccp.trades`). */
export interface TradeSubmission {
  readonly tradeId: string;
  readonly venue: string;
  readonly instrument: string;
  /** A decimal; whether it is whole lots within the bounds is judged by the trading rules. */
  readonly quantity: string;
  readonly price: string;
  readonly buyer: string;
  readonly seller: string;
  readonly executedAt: string;
}

/** A price observation or an official price (`ccp.prices`). */
export interface PriceObservation {
  readonly symbol: string;
  readonly price: string;
  readonly source: string;
  readonly observedAt: string;
  readonly type?: 'SETTLEMENT' | 'FINAL';
  /** There when `type` is. */
  readonly businessDate?: string;
}

/** An implied volatility: a level at a tenor, or a smile for an expiry (`ccp.volatilities`). */
export interface VolatilityObservation {
  readonly underlying: string;
  readonly source: string;
  readonly observedAt: string;
  readonly volatility?: string;
  readonly tenorDays?: number;
  readonly expiry?: string;
  readonly nodes?: readonly { readonly logMoneyness: string; readonly volatility: string }[];
}

export type CollateralInstructionType =
  | 'DEPOSIT'
  | 'WITHDRAWAL'
  | 'SUBSTITUTION'
  | 'TRANSFER'
  | 'RECALL'
  | 'DEFAULT_FUND_DEPOSIT'
  | 'DEFAULT_FUND_WITHDRAWAL';

/** A collateral instruction (`ccp.collateral`); which fields are there follows from `type`. */
export interface CollateralInstruction {
  readonly instructionId: string;
  readonly type: CollateralInstructionType;
  /** `MEMBER/ACCOUNT`; absent for the default fund. */
  readonly account?: string;
  readonly member?: string;
  readonly asset?: string;
  readonly quantity?: string;
  readonly valueDate: string;
  readonly toAccount?: string;
  readonly bucket?: string;
  readonly release?: { readonly asset: string; readonly quantity: string };
  readonly deliver?: { readonly asset: string; readonly quantity: string };
}

/** What an operator asks for (`ccp.commands`, written by the back office alone). */
export type CommandBody =
  | {
      readonly type: 'APPLY_REFERENCE_DATA';
      readonly document: unknown;
    }
  | {
      /** Applied when another operator confirms it. */
      readonly type: 'PROPOSE_REFERENCE_DATA';
      readonly document: unknown;
    }
  | { readonly type: 'CONFIRM_REFERENCE_DATA'; readonly proposalId: string }
  | { readonly type: 'WITHDRAW_REFERENCE_DATA'; readonly proposalId: string }
  | {
      readonly type: 'IMPORT_HISTORY';
      readonly symbol: string;
      /** `[date, close]`, scaled already. */
      readonly closes: readonly (readonly [string, string])[];
    }
  | {
      readonly type: 'SETTLE';
      readonly cycleType: CycleType;
      readonly date: string;
      readonly cycleId?: string;
    }
  | {
      /** Another settlement price for a date whose end-of-day cycle has run. */
      readonly type: 'CORRECT_SETTLEMENT_PRICE';
      readonly instrument: string;
      readonly date: string;
      readonly price: string;
      readonly reason: string;
    }
  | { readonly type: 'CANCEL_CALL'; readonly callId: string; readonly reason: string }
  | {
      readonly type: 'RELEASE_QUARANTINED';
      /** Ledger position of the `MessageQuarantined` event. */
      readonly position: number;
      readonly action: 'RESENT' | 'DISCARDED';
      readonly reason: string;
    };

export interface OperatorCommand {
  /** Idempotency key: the same id again changes nothing and gets the first answer. */
  readonly commandId: string;
  readonly ledger: string;
  readonly by: string;
  /** Moves an event clock; a wall clock refuses it when it lies ahead. */
  readonly at?: string;
  readonly body: CommandBody;
}

/** Why a message of the right identity was refused before any rule was asked. */
export interface ShapeRefusal {
  readonly code: 'MISSING_FIELD' | 'INVALID_FIELD' | 'DECIMAL_AS_NUMBER';
  readonly field: string;
  readonly reason: string;
}

/** A message with an identity whose shape is wrong: it is answered, not quarantined. */
export interface Misshapen<Identity> {
  readonly identity: Identity;
  readonly refusal: ShapeRefusal;
  /** As far as they could be read, to be repeated in the answer. */
  readonly known: Readonly<Record<string, string>>;
}

/** The outcome of decoding one message. */
export type Decoded<Message, Identity> =
  | { readonly kind: 'message'; readonly message: Message }
  | ({ readonly kind: 'misshapen' } & Misshapen<Identity>)
  /** Goes to quarantine: not JSON, not an object, no identity, or (prices) fails its checks. */
  | { readonly kind: 'unreadable'; readonly reason: string };
