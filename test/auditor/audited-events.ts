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
