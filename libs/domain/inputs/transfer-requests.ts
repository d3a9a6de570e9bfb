/** As in `inputs.ts`, which names these requests among others. */
type PositionEffect = 'OPEN' | 'CLOSE';

/** What every request says; the member is the one whose topic it came by. */
interface RequestHead {
  readonly member: string;
  readonly instructionId: string;
  readonly requestedAt: string;
}

/** An offer by the identity of the request that made it. */
export interface OfferId {
  readonly member: string;
  readonly instructionId: string;
}

/** A trade by its identity. */
export interface TradeId {
  readonly tradeId: string;
  readonly venue: string;
}

/** So much of an asset. */
export interface CollateralPart {
  readonly asset: string;
  readonly quantity: string;
}

/** Offers lots of a trade to another member, at the price of the trade. */
export interface GiveUpRequest extends RequestHead, TradeId {
  readonly type: 'GIVE_UP';
  /** Own account that has the leg, and its client where it is gross omnibus. */
  readonly account: string;
  readonly client?: string;
  /** The member that is to take it up. */
  readonly to: string;
  /** All lots of the leg, where it is left out. */
  readonly quantity?: string;
  readonly reference?: string;
}

export interface TakeUpRequest extends RequestHead {
  readonly type: 'TAKE_UP';
  readonly offer: OfferId;
  readonly account: string;
  readonly client?: string;
  readonly effect?: PositionEffect;
}

/** Moves lots of a position at the last settlement price, to another member if that accepts it. */
export interface PositionTransferRequest extends RequestHead {
  readonly type: 'TRANSFER_POSITION';
  readonly account: string;
  readonly client?: string;
  readonly toAccount: string;
  readonly toClient?: string;
  readonly instrument: string;
  /** Whole lots, signed: of a long position above zero, of a short one below. */
  readonly quantity: string;
  /** What goes with it from the one account to the other. */
  readonly collateral?: readonly CollateralPart[];
}

export interface AcceptTransferRequest extends RequestHead {
  readonly type: 'ACCEPT_TRANSFER';
  readonly offer: OfferId;
}

/** Ends an offer without a transfer: who was to take it declines it, or who made it takes it back. */
export interface OfferClosingRequest extends RequestHead {
  readonly type: 'DECLINE' | 'WITHDRAW_OFFER';
  readonly offer: OfferId;
}

/** Lots for one of the member's own accounts. */
export interface AllocationPart {
  readonly account: string;
  readonly quantity: string;
  readonly client?: string;
  readonly effect?: PositionEffect;
}

/** Spreads the leg of one trade over own accounts, at the price of the trade. */
export interface AllocationRequest extends RequestHead, TradeId {
  readonly type: 'ALLOCATE';
  readonly account: string;
  readonly client?: string;
  readonly allocations: readonly AllocationPart[];
}

/** Spreads legs of several trades over own accounts, at their average price. */
export interface AverageRequest extends RequestHead {
  readonly type: 'ALLOCATE_AVERAGE';
  readonly account: string;
  readonly client?: string;
  readonly trades: readonly TradeId[];
  readonly allocations: readonly AllocationPart[];
}

/** Closes long lots of a client of a gross omnibus account against its short ones. */
export interface AdjustRequest extends RequestHead {
  readonly type: 'ADJUST';
  readonly account: string;
  readonly client: string;
  readonly instrument: string;
  readonly quantity: string;
}

/** What a member sends on its own topic of trades about lots that it has. */
export type TransferRequest =
  | GiveUpRequest
  | TakeUpRequest
  | PositionTransferRequest
  | AcceptTransferRequest
  | OfferClosingRequest
  | AllocationRequest
  | AverageRequest
  | AdjustRequest;
