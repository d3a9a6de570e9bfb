import type { TransferRequest } from './transfer-requests.js';
import type { InstrumentCommandBody } from '#libs/domain/instrument-life/instrument-command.js';
import type { CycleType } from '#libs/domain/events/settlement-events.js';

/** What comes in, decoded and of the right shape: fields are there and well-formed, nothing more. */

export const POSITION_EFFECTS = ['OPEN', 'CLOSE'] as const;
/** Whether a side opens a position of its client, or closes one that it holds the other way. */
export type PositionEffect = (typeof POSITION_EFFECTS)[number];

/** The client behind each side of a trade, where that side's account is gross omnibus. */
export interface ClientSides {
  readonly buyerClient?: string;
  readonly buyerEffect?: PositionEffect;
  readonly sellerClient?: string;
  readonly sellerEffect?: PositionEffect;
}

/** A matched trade as a venue reports it (`ccp.trades`). */
export interface TradeSubmission extends ClientSides {
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

export const SIDES = ['BUY', 'SELL'] as const;
export type Side = (typeof SIDES)[number];

/** What a member says of its side of a bilateral trade. */
export interface SideContent {
  /** Whose side it is; its identity is (member, sideId). */
  readonly member: string;
  readonly sideId: string;
  readonly side: Side;
  /** MEMBER/ACCOUNT of the member itself. */
  readonly account: string;
  /** The member that it was agreed with. */
  readonly counterparty: string;
  readonly instrument: string;
  readonly quantity: string;
  readonly price: string;
  readonly executedAt: string;
  /** What both agreed to call the trade: a pair with the same is preferred. */
  readonly reference?: string;
  /** The client, and whether it opens or closes, where `account` is gross omnibus. */
  readonly client?: string;
  readonly effect?: PositionEffect;
}

/** One side of a bilateral trade (`ccp.trades.<MEMBER>`). */
export interface SideSubmission extends SideContent {
  readonly type: 'SIDE';
}

/** A member takes a side back while it is pending (`ccp.trades.<MEMBER>`). */
export interface SideWithdrawal {
  readonly type: 'WITHDRAW';
  readonly member: string;
  readonly sideId: string;
}

export const EXERCISE_CHOICES = ['EXERCISE', 'ABANDON'] as const;
export type ExerciseChoiceName = (typeof EXERCISE_CHOICES)[number];

/** What a member says of long lots of an option at its expiry. */
export interface ExerciseContent {
  /** Whose instruction it is; its identity is (member, instructionId). */
  readonly member: string;
  readonly instructionId: string;
  /** MEMBER/ACCOUNT of the member itself. */
  readonly account: string;
  readonly instrument: string;
  readonly choice: ExerciseChoiceName;
  readonly quantity: string;
  /** Of a gross omnibus account. */
  readonly client?: string;
  /** Moves the ledger's clock; without it the instruction is judged at the clock as it is. */
  readonly submittedAt?: string;
}

/** A contrary instruction (`ccp.trades.<MEMBER>`). */
export interface ExerciseInstruction extends ExerciseContent {
  readonly type: 'EXERCISE';
}

/** What a member sends on its own topic of trades (`ccp.trades.<MEMBER>`). */
export type MemberInstruction =
  SideSubmission | SideWithdrawal | ExerciseInstruction | TransferRequest;

/** By which field a member's message is known, and under which its answers go out. */
export type MemberIdField = 'sideId' | 'instructionId';

/** The identity of a member's message: (member, sideId) or (member, instructionId). */
export interface MemberMessageIdentity {
  readonly member: string;
  readonly idField: MemberIdField;
  readonly id: string;
}

/** A venue takes a trade back, or corrects it (`ccp.trades`). */
export interface TradeCorrection {
  readonly type: 'BUST' | 'CORRECT';
  readonly tradeId: string;
  readonly venue: string;
  readonly correctionId: string;
  /** Why, in the venue's words. */
  readonly reason: string;
  readonly requestedAt: string;
  /** What a corrected trade is to be; what is left out stays as it stands. */
  readonly quantity?: string;
  readonly price?: string;
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
  /** The instrument of a bucket of `account`: where it leaves, or where a deposit arrives. */
  readonly bucket?: string;
  /** The same of `toAccount`: where a transfer arrives. */
  readonly toBucket?: string;
  readonly release?: { readonly asset: string; readonly quantity: string };
  readonly deliver?: { readonly asset: string; readonly quantity: string };
}

/** A trade that a default makes: signed lots as the defaulter trades them. */
export interface FillOrder {
  readonly instrument: string;
  readonly quantity: string;
  readonly price: string;
  /** MEMBER/ACCOUNT of the other side. */
  readonly counterparty: string;
  /** Of the defaulter; may be left out where one alone can be meant. */
  readonly account?: string;
  /** Whose lots are closed, where the defaulter's account is gross omnibus; left out likewise. */
  readonly client?: string;
  /** The client on the other side and what it does, where that account is gross omnibus. */
  readonly counterpartyClient?: string;
  readonly counterpartyEffect?: PositionEffect;
}

/** A sale of the defaulter's collateral at a stated price. */
export interface SaleOrder {
  readonly account: string;
  readonly asset: string;
  readonly quantity: string;
  /** Of one price unit, in the asset's currency. */
  readonly price: string;
}

/** A part of a lot: signed lots as the defaulter trades them. */
export interface LotPosition {
  readonly instrument: string;
  readonly quantity: string;
  /** A house account of the defaulter; may be left out where one alone can be meant. */
  readonly account?: string;
}

/** Positions that are auctioned for one price. */
export interface LotOrder {
  readonly lot: string;
  readonly positions: readonly LotPosition[];
  /** The most that is paid to be rid of it, in the base currency; below zero: the least that is taken. */
  readonly reserve?: string;
}

/** A sealed bid as its member sends it (`ccp.auction-bids.<MEMBER>`). */
export interface BidSubmission {
  readonly bidId: string;
  readonly defaultId: string;
  readonly lot: string;
  /** MEMBER/ACCOUNT that takes the lot. */
  readonly account: string;
  /** For the whole lot, in the base currency; positive when the bidder is paid. */
  readonly price: string;
  readonly submittedAt: string;
}

/** A step of a default that an operator takes (default-management.md, "Steps"). */
export type DefaultCommandBody =
  | { readonly type: 'DECLARE_DEFAULT'; readonly member: string; readonly reason: string }
  | { readonly type: 'CONFIRM_DEFAULT'; readonly defaultId: string }
  | { readonly type: 'WITHDRAW_DEFAULT'; readonly defaultId: string }
  | {
      readonly type: 'PORT_CLIENT';
      readonly defaultId: string;
      readonly account: string;
      readonly toAccount: string;
    }
  | {
      readonly type: 'HEDGE_DEFAULT' | 'CLOSE_OUT_DEFAULT';
      readonly defaultId: string;
      readonly fills: readonly FillOrder[];
      /** What it cost beside the prices, in the base currency. */
      readonly fees?: string;
    }
  | {
      readonly type: 'OPEN_AUCTION';
      readonly defaultId: string;
      readonly lots: readonly LotOrder[];
      /** Until when bids are taken, on the ledger's clock; else until an operator closes it. */
      readonly closesAt?: string;
    }
  | {
      readonly type: 'CLOSE_AUCTION';
      readonly defaultId: string;
      /** Calls the auction off: no lot goes to anybody. */
      readonly withoutAward?: boolean;
    }
  | {
      readonly type: 'SELL_COLLATERAL';
      readonly defaultId: string;
      readonly sales: readonly SaleOrder[];
    }
  | {
      readonly type: 'DETERMINE_LOSS';
      readonly defaultId: string;
      /** Whether what is still open goes to tear-up. */
      readonly tearUp?: boolean;
    }
  | {
      readonly type: 'APPLY_LAYERS';
      readonly defaultId: string;
      /** Only the next one. */
      readonly next?: boolean;
    }
  | {
      readonly type: 'RECOVER';
      readonly defaultId: string;
      readonly amount: string;
      readonly reason: string;
    }
  | { readonly type: 'CLOSE_DEFAULT'; readonly defaultId: string }
  | {
      /** Of one account or bucket alone, short of a default. */
      readonly type: 'LIQUIDATE_ACCOUNT';
      readonly account: string;
      /** The instrument of the bucket; the whole account where it is left out. */
      readonly bucket?: string;
      readonly fills: readonly FillOrder[];
      readonly sales?: readonly SaleOrder[];
      readonly fees?: string;
    };

/** What an operator asks for (`ccp.commands`, written by the back office alone). */
export type CommandBody =
  | DefaultCommandBody
  | InstrumentCommandBody
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
