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
  /** A sentence that says what to mend; both sides may read it. */
  readonly reason: string;
  /** As it was sent, where they are accounts by their form: whose members are told. */
  readonly buyer?: string;
  readonly seller?: string;
  /** The figures of a limit that refused it, which are nobody's but its holder's. */
  readonly limit?: LimitFigures;
}

/** What a limit said of a trade: amounts in the base currency, or lots. */
export interface LimitFigures {
  /** Whose limit it is: MEMBER/ACCOUNT, or MEMBER. */
  readonly holder: string;
  readonly limit: LimitName;
  readonly allowed: string;
  /** What it is without the trade; left out where that cannot be computed. */
  readonly now?: string;
  /** What it would be; left out where that cannot be computed. */
  readonly would?: string;
  /** Lots of the same trade that would pass: the most that were found. */
  readonly passes: string;
}

export type LimitName = 'maxOrderLots' | 'maxLots' | 'maxExposure' | 'maxDeficit';

/** The same message came again: the answer at `position` goes out again under its first `ce_id`. */
export interface AnswerRepeated {
  readonly identity: string;
  readonly position: number;
}
