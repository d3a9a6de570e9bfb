import type {
  CollateralPart,
  GiveUpRequest,
  OfferClosingRequest,
  OfferId,
  PositionTransferRequest,
  TradeId,
  TransferRequest,
} from '#libs/domain/inputs/transfer-requests.js';
import type { JournalLine } from './journal.js';
import type { LotsBooked } from './lots-booked.js';
import type { TradeLeg } from './trade-correction-events.js';

/** A member offers lots to another, which has until the end of the business date to take them. */
export interface TransferOffered {
  readonly request: GiveUpRequest | PositionTransferRequest;
  /** The member that is to take them. */
  readonly to: string;
  readonly expiresAt: string;
  readonly instrument: string;
  readonly side: TradeLeg['side'];
  /** Whole lots, positive. */
  readonly quantity: string;
  /** That they move at; of a transfer of a position it is known when it is accepted. */
  readonly price?: string;
}

/** An offer ended without a transfer. */
export interface OfferClosed {
  readonly offer: OfferId;
  readonly to: string;
  readonly outcome: 'DECLINED' | 'WITHDRAWN' | 'EXPIRED';
  /** Whose wish that was; absent where its time was over. */
  readonly request?: OfferClosingRequest;
}

/** A trade whose legs others have now. */
export interface RehousedTrade extends TradeId {
  /** Ledger position of its novation. */
  readonly novation: number;
  readonly novatedAt: string;
  readonly quantity: string;
  readonly price: string;
  readonly legs: readonly TradeLeg[];
  /** Its lots were averaged with those of other trades, and are no longer apart. */
  readonly isAveraged?: true;
}

/** Lots with one account, as they came to it or left it. */
export interface MovedLots {
  readonly account: string;
  readonly side: TradeLeg['side'];
  /** Whole lots, positive. */
  readonly quantity: string;
  readonly client?: string;
}

/** Lots went from an account to others at one price, so that nobody gains or loses by it. */
export interface LotsTransferred {
  readonly request: TransferRequest;
  /** The offer that was taken, and who is to be told. */
  readonly offer?: OfferId;
  readonly instrument: string;
  /** Of one lot; an average to ten decimals. */
  readonly price?: string;
  readonly from: MovedLots;
  readonly to: readonly MovedLots[];
  readonly trades: readonly RehousedTrade[];
  readonly bookings: readonly LotsBooked[];
  /** What went with a position, and the books that it moved between. */
  readonly collateral?: readonly CollateralPart[];
  readonly journal?: readonly JournalLine[];
}
