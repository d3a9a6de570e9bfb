import type { ClientSides } from '#libs/domain/inputs/inputs.js';

/** A matched trade that the clearing house took on: buyer to the seller and seller to the buyer. */
export interface TradeNovated extends ClientSides {
  readonly tradeId: string;
  readonly venue: string;
  readonly instrument: string;
  /** Whole lots, positive. */
  readonly quantity: string;
  readonly price: string;
  readonly buyer: string;
  readonly seller: string;
  readonly executedAt: string;
  /** Both there where the two members each sent their side: the venue is `BILATERAL` then. */
  readonly buyerSideId?: string;
  readonly sellerSideId?: string;
}

/** A trade that was refused; sent again it is judged anew. */
export interface TradeRejected {
  readonly tradeId: string;
  readonly venue: string;
  readonly code: string;
  readonly field?: string;
  /** A sentence that says what to mend. */
  readonly reason: string;
  /** As it was sent, where they are accounts by their form: whose members are told. */
  readonly buyer?: string;
  readonly seller?: string;
}

/** The same message came again: the answer at `position` goes out again under its first `ce_id`. */
export interface AnswerRepeated {
  readonly identity: string;
  readonly position: number;
}
