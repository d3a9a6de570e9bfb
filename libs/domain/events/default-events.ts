import type { AccountType, WaterfallLayer } from '#libs/domain/reference-data/model.js';
import type { AuctionClosed, AuctionOpened, BidReceived } from './auction-events.js';
import type { DefaultTrade, LotsOfInstrument, OfDefault } from './default-parts.js';
import type { JournalLine } from './journal.js';

export type { DefaultTrade, LotsOfInstrument, OfDefault };

/** An operator asks for a default to be declared; another has to confirm it. */
export interface DefaultProposed extends OfDefault {
  readonly reason: string;
  readonly by: string;
}

/** A declaration was taken back before it was confirmed. */
export interface DefaultProposalWithdrawn extends OfDefault {
  readonly by: string;
}

export interface AmountOfMember {
  readonly member: string;
  /** Major units of the base currency. */
  readonly amount: string;
}

export interface AssetQuantity {
  readonly asset: string;
  /** Below zero only for cash that is owed. */
  readonly quantity: string;
}

/** An account of a defaulter as it was frozen. */
export interface FrozenAccount {
  readonly account: string;
  readonly type: AccountType;
  readonly positions: readonly LotsOfInstrument[];
  readonly collateral: readonly AssetQuantity[];
}

/** Collateral that was sold for what it brought. */
export interface CollateralSale {
  readonly account: string;
  readonly asset: string;
  readonly quantity: string;
  /** What one price unit brought; absent where cash of another currency was exchanged at `rate`. */
  readonly price?: string;
  /** In major units of the base currency. */
  readonly proceeds: string;
}

/** From here on the member takes no trade and no withdrawal; its accounts are frozen as listed. */
export interface DefaultDeclared extends OfDefault {
  readonly step: 'DECLARED';
  readonly reason: string;
  /** Absent where the call policy declared it by itself. */
  readonly proposedBy?: string;
  readonly by: string;
  readonly currency: string;
  /** Until when clients may be ported, on the ledger's clock. */
  readonly portingUntil: string;
  readonly accounts: readonly FrozenAccount[];
  /** What each member has contributed to the default fund, the defaulter too. */
  readonly contributions: readonly AmountOfMember[];
  /** Buckets of isolated house accounts that serve the whole account from here on; absent without any. */
  readonly journal?: readonly JournalLine[];
}

/** A client account went to another member with all that it holds, for no gain and no loss. */
export interface ClientsPorted extends OfDefault {
  readonly step: 'CLIENTS_PORTED';
  readonly account: string;
  readonly toAccount: string;
  readonly by: string;
  readonly positions: readonly PortedPosition[];
  readonly collateral: readonly AssetQuantity[];
  readonly journal: readonly JournalLine[];
}

/** A position as it moves: with what it opened at and what was traded since the last cycle. */
export interface PortedPosition extends LotsOfInstrument {
  readonly openingQuantity: string;
  readonly tradedQuantity: string;
  /** Sum of lots x ticks over the trades since the last cycle. */
  readonly tradedTicks: string;
  /** The last settlement price; absent before the first cycle of the instrument. */
  readonly settlementPrice?: string;
  /** Whose it is, where the account is gross omnibus: they go with it. */
  readonly clients?: readonly PortedClient[];
}

/** What one client of a gross omnibus account holds: whole lots, at least 0 each. */
export interface PortedClient {
  readonly client: string;
  readonly long: string;
  readonly short: string;
}

/** Hedges or close-out trades at stated prices, and what they cost beside. */
export interface DefaultTraded extends OfDefault {
  readonly step: 'HEDGED' | 'CLOSED_OUT';
  readonly by: string;
  readonly trades: readonly DefaultTrade[];
  readonly currency: string;
  readonly fees: string;
}

/** The defaulter's collateral was sold; what it brought is the default's cash. */
export interface DefaultCollateralSold extends OfDefault {
  readonly step: 'COLLATERAL_SOLD';
  readonly by: string;
  readonly currency: string;
  readonly sales: readonly CollateralSale[];
  readonly journal: readonly JournalLine[];
}

/** What a loss is made of; a gain is negative. Major units of the base currency. */
export interface LossParts {
  readonly ownTrades: string;
  readonly closeOut: string;
  readonly hedges: string;
  readonly auction: string;
  readonly fees: string;
  readonly unpaidVariationMargin: string;
  /** What it was called for by other defaults and has not paid. */
  readonly unpaidAssessments: string;
  readonly clientShortfalls: string;
}

/** What is lost in one currency by the house accounts together, or by one client account. */
export interface LossInCurrency {
  /** Absent for the house accounts. */
  readonly account?: string;
  readonly currency: string;
  /** Positive, in major units of the currency: what the default's cash is to pay, whatever cycles do meanwhile. */
  readonly amount: string;
  /** What that costs in the base currency, at the rate at which the loss was determined. */
  readonly cost: string;
}

/** Lots that are to be torn up, at the last settlement price as the loss was determined. */
export interface ResidualPosition extends LotsOfInstrument {
  readonly account: string;
  /** Whose they are, where the account is gross omnibus. */
  readonly client?: string;
  readonly price: string;
}

/** How far a client account of the defaulter is covered by its own means. */
export interface ClientOutcome {
  readonly account: string;
  readonly loss: string;
  readonly ownMeans: string;
  readonly shortfall: string;
}

export interface LossDetermined extends OfDefault {
  readonly step: 'LOSS_DETERMINED';
  readonly by: string;
  readonly currency: string;
  readonly loss: string;
  readonly parts: LossParts;
  readonly clients: readonly ClientOutcome[];
  /** What is left for tear-up, by account. */
  readonly residual: readonly ResidualPosition[];
  readonly amounts: readonly LossInCurrency[];
  /** Cash of the house accounts that would have gone into their loss with the next cycle: kept for the layers. */
  readonly setAside: string;
  /** What the client accounts themselves pay, and other currencies of what is set aside. */
  readonly sales: readonly CollateralSale[];
  readonly journal: readonly JournalLine[];
}

/** Who bears what of a layer: a member, or an account where it is of accounts. */
export interface LayerContribution {
  readonly member: string;
  readonly account?: string;
  readonly amount: string;
}

export interface LayerApplied extends OfDefault {
  readonly step: 'LAYER_APPLIED';
  readonly layer: WaterfallLayer;
  /** Its place in the rules of the ledger, from 1. */
  readonly order: number;
  readonly currency: string;
  readonly available: string;
  readonly used: string;
  readonly lossBefore: string;
  readonly lossAfter: string;
  readonly contributions?: readonly LayerContribution[];
  readonly sales?: readonly CollateralSale[];
  /** Positions that were torn up, each by a trade of its own. */
  readonly trades?: readonly DefaultTrade[];
  readonly journal: readonly JournalLine[];
}

/** Where the default's cash went. */
export interface LossPayment {
  /**
   * SETTLEMENT: carried to the next cycle; DEBT: of an account; ASSESSMENT: what it owed other defaults;
   * COSTS: to those who closed it out.
   */
  readonly to: 'SETTLEMENT' | 'DEBT' | 'ASSESSMENT' | 'COSTS';
  /** Absent where it is for the house accounts together. */
  readonly account?: string;
  readonly currency: string;
  readonly amount: string;
}

/** The default's cash paid the loss. */
export interface LossPaid extends OfDefault {
  readonly step: 'LOSS_PAID';
  readonly currency: string;
  readonly payments: readonly LossPayment[];
  /** What the next cycle is to cut from gains. */
  readonly reserved: string;
  readonly journal: readonly JournalLine[];
}

/** Something came in after all, and goes back to those who bore the loss. */
export interface DefaultRecovered extends OfDefault {
  readonly step: 'RECOVERED';
  readonly by: string;
  readonly reason: string;
  readonly currency: string;
  readonly amount: string;
  readonly contributions: readonly (LayerContribution & { readonly layer: WaterfallLayer })[];
  /** What nobody lost any more: the estate's. */
  readonly toEstate: string;
  readonly journal: readonly JournalLine[];
}

/** Survivors are called to fill up what the default took of their contributions. */
export interface ReplenishmentCalled extends OfDefault {
  readonly step: 'REPLENISHMENT_CALLED';
  readonly currency: string;
  readonly amount: string;
  readonly dueAt: string;
  readonly contributions: readonly AmountOfMember[];
}

export interface DefaultClosed extends OfDefault {
  readonly step: 'CLOSED';
  readonly by: string;
  readonly currency: string;
  readonly loss: string;
  /** What goes back to the defaulter's estate of what was taken and not needed. */
  readonly toEstate: string;
  readonly layers: readonly { readonly layer: WaterfallLayer; readonly used: string }[];
  readonly journal: readonly JournalLine[];
}

/** One step of a default: the message of `ccp.default-waterfall` (default-management.md, "Steps"). */
export type DefaultStep =
  | DefaultDeclared
  | ClientsPorted
  | DefaultTraded
  | AuctionOpened
  | BidReceived
  | AuctionClosed
  | DefaultCollateralSold
  | LossDetermined
  | LayerApplied
  | LossPaid
  | DefaultRecovered
  | ReplenishmentCalled
  | DefaultClosed;

export type DefaultStepName = DefaultStep['step'];

/**
 * An account, or one bucket of it, whose call stayed overdue beyond its escalation was liquidated alone, under
 * its member's responsibility (default-management.md, "Short of a default").
 */
export interface AccountLiquidated {
  readonly step: 'LIQUIDATED';
  /** Of its own: `main-L1` is the first of the ledger `main`. */
  readonly defaultId: string;
  readonly member: string;
  readonly account: string;
  /** The instrument of the bucket; absent where the whole account was. */
  readonly bucket?: string;
  /** The overdue call that it follows from. */
  readonly callId: string;
  readonly by: string;
  readonly trades: readonly DefaultTrade[];
  readonly sales: readonly CollateralSale[];
  readonly currency: string;
  readonly fees: string;
  readonly journal: readonly JournalLine[];
}

/** The clearing house's own capital of the waterfall is paid in, refilled, or taken back. */
export interface OwnCapitalChanged {
  readonly layer: 'CCP_FIRST_LOSS' | 'CCP_SECOND_LOSS';
  readonly currency: string;
  /** What it is from here on. */
  readonly amount: string;
  readonly cause: 'REFERENCE_DATA' | 'REFILLED';
  readonly journal: readonly JournalLine[];
}
