/** Events of the ledger that move something, as the published schemas name their fields. */

export interface Trade {
  readonly tradeId: string;
  readonly venue: string;
  readonly instrument: string;
  readonly quantity: string;
  readonly price: string;
  readonly buyer: string;
  readonly seller: string;
}

export interface Leg {
  readonly account: string;
  readonly side: string;
  readonly quantity: string;
}

/** Lots that an account gets, above zero, and what they cost together in ticks. */
export interface Booking {
  readonly account: string;
  readonly quantity: string;
  readonly ticks: string;
}

/** A trade was taken back, or is another now: then `previous` is what it was. */
export interface Correction {
  readonly tradeId: string;
  readonly venue: string;
  readonly correctionId: string;
  readonly reason: string;
  readonly instrument: string;
  readonly quantity: string;
  readonly price: string;
  readonly previous?: { readonly quantity: string; readonly price: string };
  readonly asked?: { readonly quantity?: string; readonly price?: string };
  readonly legs: readonly Leg[];
  readonly bookings: readonly Booking[];
  readonly fees: readonly { readonly account: string; readonly amount: string }[];
}

/** What a member asked for lots that it has. */
export interface Request {
  readonly type: string;
  readonly member: string;
  readonly instructionId: string;
  readonly account?: string;
  readonly toAccount?: string;
  readonly tradeId?: string;
  readonly venue?: string;
  readonly quantity?: string;
  readonly instrument?: string;
  readonly allocations?: readonly { readonly account: string; readonly quantity: string }[];
  readonly collateral?: readonly Amount[];
}

/** Lots that another member may take. */
export interface Offered {
  readonly request: Request;
  readonly instrument: string;
  readonly side: string;
  readonly quantity: string;
  readonly price?: string;
}

export interface Transfer {
  readonly request: Request;
  readonly offer?: { readonly member: string; readonly instructionId: string };
  readonly instrument: string;
  readonly price?: string;
  readonly from: Leg;
  readonly to: readonly Leg[];
  readonly trades: readonly {
    readonly tradeId: string;
    readonly venue: string;
    readonly quantity: string;
    readonly price: string;
    readonly legs: readonly Leg[];
  }[];
  readonly bookings: readonly Booking[];
  readonly collateral?: readonly Amount[];
  readonly journal?: readonly JournalLine[];
}

export interface Price {
  readonly symbol: string;
  readonly price: string;
  readonly source: string;
  readonly observedAt: string;
  readonly businessDate?: string;
  readonly type?: string;
}

export interface Amount {
  readonly asset: string;
  readonly quantity: string;
}

export interface JournalLine {
  readonly book: string;
  readonly asset: string;
  readonly amount: string;
}

/** Any accepted instruction: which fields are there follows from its type. */
export interface Instruction {
  readonly instructionId: string;
  readonly account?: string;
  readonly member?: string;
  readonly toAccount?: string;
  readonly asset?: string;
  readonly quantity?: string;
  readonly release?: Amount;
  readonly deliver?: Amount;
  readonly paid?: readonly {
    readonly callId: string;
    readonly amount: string;
    readonly outstanding: string;
    readonly status: string;
  }[];
  readonly journal: readonly JournalLine[];
}

export interface Cycle {
  readonly cycleId: string;
  readonly type: string;
  readonly businessDate: string;
  readonly prices: readonly {
    readonly instrument: string;
    readonly previousSettlementPrice?: string;
    readonly settlementPrice: string;
  }[];
  readonly withoutFinalPrice?: readonly string[];
  readonly ended?: readonly {
    readonly instrument: string;
    readonly finalPrice: string;
    readonly exercised?: string;
  }[];
  readonly accounts: number;
  readonly turnover: readonly { readonly currency: string; readonly amount: string }[];
  readonly journal?: readonly JournalLine[];
  readonly corrects?: { readonly cycleId: string };
}

export interface Line {
  readonly kind: string;
  readonly instrument?: string;
  readonly exercisedQuantity?: string;
  readonly amount: string;
}

export interface Settled {
  readonly cycleId: string;
  readonly cyclePosition: number;
  readonly account: string;
  readonly currency: string;
  readonly amount: string;
  readonly lines: readonly Line[];
  readonly journal: readonly JournalLine[];
}

export interface Funding {
  readonly instrument: string;
  readonly intervalStart: string;
  readonly intervalEnd: string;
  readonly premium?: string;
  readonly rate?: string;
  readonly index?: string;
  readonly missing?: readonly string[];
  readonly amounts: readonly { readonly account: string; readonly amount: string }[];
}

export interface Call {
  readonly callId: string;
  readonly account: string;
  readonly status: string;
  readonly currency: string;
  readonly amount: string;
  readonly outstanding: string;
  readonly dueAt: string;
  readonly paid?: string;
  readonly notice?: string;
}

/** An event of `ccp.ledger`. */
export type AuditedEvent = {
  readonly position: number;
  readonly ledgerTime: string | null;
} & (
  | { readonly type: 'TradeNovated'; readonly payload: Trade }
  | { readonly type: 'TradeRejected'; readonly payload: { tradeId: string; venue: string } }
  | { readonly type: 'TradeBusted' | 'TradeCorrected'; readonly payload: Correction }
  | { readonly type: 'TradeCorrectionRejected'; readonly payload: { readonly tradeId: string } }
  | { readonly type: 'TransferOffered'; readonly payload: Offered }
  | { readonly type: 'LotsTransferred'; readonly payload: Transfer }
  | { readonly type: 'MemberMessageRejected'; readonly payload: { readonly member: string } }
  | { readonly type: 'PricesObserved'; readonly payload: { readonly prices: readonly Price[] } }
  | { readonly type: 'SettlementPriceAccepted'; readonly payload: Price }
  | {
      readonly type:
        | 'CollateralDeposited'
        | 'CollateralWithdrawn'
        | 'CollateralRecalled'
        | 'CollateralSubstituted'
        | 'CollateralTransferred'
        | 'DefaultFundDeposited'
        | 'DefaultFundWithdrawn';
      readonly payload: Instruction;
    }
  | { readonly type: 'CollateralInstructionRejected'; readonly payload: Instruction }
  | { readonly type: 'SettlementCycleCompleted'; readonly payload: Cycle }
  | { readonly type: 'AccountSettled'; readonly payload: Settled }
  | { readonly type: 'SettlementCycleSettled'; readonly payload: { readonly cycleId: string } }
  | { readonly type: 'FundingAccrued'; readonly payload: Funding }
  | {
      readonly type:
        | 'MarginCallIssued'
        | 'MarginCallPaid'
        | 'MarginCallReminded'
        | 'MarginCallOverdue'
        | 'MarginCallEscalated'
        | 'MarginCallCancelled';
      readonly payload: Call;
    }
  | { readonly type: 'AnswerRepeated'; readonly payload: { readonly identity: string } }
  | { readonly type: 'Other'; readonly payload: unknown }
);
