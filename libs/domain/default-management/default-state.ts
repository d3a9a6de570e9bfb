import type { ClientOutcome } from '#libs/domain/events/default-events.js';
import type { OpenAuction } from './auction/auction-state.js';
import type { OpenLots } from './lots-of-side.js';
import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';

export type DefaultStatus = 'PROPOSED' | 'WITHDRAWN' | 'DECLARED' | 'CLOSED';

/** What a trade of the default was for. */
export type FillKind = 'HEDGE' | 'CLOSE_OUT' | 'AUCTION' | 'TEAR_UP';

/** A trade of the default at its price, as the defaulter's account made it. */
export interface DefaultFill {
  readonly kind: FillKind;
  readonly account: string;
  readonly instrument: string;
  /** Signed lots of the defaulter. */
  readonly lots: number;
  readonly ticks: number;
  /** Of the step that booked it. */
  readonly position: number;
}

/** A layer that was applied, in minor units of the base currency. */
export interface AppliedLayer {
  readonly layer: WaterfallLayer;
  readonly usedMinor: bigint;
  /** Who bore it, by member (by account where gains were cut), and what went back to each. */
  readonly bornMinor: Map<string, bigint>;
  readonly returnedMinor: Map<string, bigint>;
}

export interface DeterminedLoss {
  readonly position: number;
  /** Never below zero. */
  readonly totalMinor: bigint;
  readonly clients: readonly ClientOutcome[];
  /** Lots that are to be torn up, and the price at which they are. */
  readonly residual: readonly (OpenLots & { readonly ticks: number })[];
  readonly amounts: readonly AmountLost[];
}

/** What is lost in one currency by the house accounts together, or by one client account. */
export interface AmountLost {
  /** Undefined for the house accounts. */
  readonly account: string | undefined;
  readonly currency: string;
  /** Positive, in minor units of the currency. */
  readonly minor: bigint;
  /** What it costs, in minor units of the base currency, as the loss was determined. */
  readonly costMinor: bigint;
}

/** A default, folded from its events. Amounts in minor units of the base currency. */
export interface DefaultCase {
  readonly defaultId: string;
  readonly member: string;
  readonly reason: string;
  status: DefaultStatus;
  readonly proposedBy: string | undefined;
  declaredAtMs: number | undefined;
  portingUntilMs: number | undefined;
  /** The default fund as it stood at the declaration, by member. */
  readonly contributions: Map<string, bigint>;
  /** Client accounts that went to another member. */
  readonly ported: Set<string>;
  readonly fills: DefaultFill[];
  /** What sales of the defaulter's own collateral brought, before any layer. */
  proceedsMinor: bigint;
  /** Auctions that were opened so far. */
  auctions: number;
  /** The one that takes bids now. */
  auction: OpenAuction | undefined;
  /** Members that were asked to bid in an auction and did not. */
  readonly didNotBid: Set<string>;
  /** What closing out cost beside the prices. */
  feesMinor: bigint;
  /** What bidders are to be paid, by account; what they paid is in the default's cash already. */
  readonly owedToBidders: Map<string, bigint>;
  /** Net of all auctions: positive where the bidders were paid. */
  auctionMinor: bigint;
  loss: DeterminedLoss | undefined;
  /** What no layer has borne yet. */
  remainingMinor: bigint;
  readonly applied: AppliedLayer[];
  isPaid: boolean;
  /** What the next cycle is still to cut from gains. */
  reservedMinor: bigint;
}

/** Defaults of the ledger, and what they leave for cycles to come. */
export interface DefaultsState {
  /** By id, in the order in which they were proposed. */
  readonly cases: Map<string, DefaultCase>;
  /** The default that a member is in, or ended in. */
  readonly byMember: Map<string, string>;
  /** Paid into settlement for the next cycle, by {@link carriedKey}, in minor units. */
  readonly carried: Map<string, bigint>;
  /** When own capital that a default took is due to be refilled, by layer. */
  readonly refillAtMs: Map<WaterfallLayer, number>;
  /** How many accounts and buckets were liquidated alone. */
  liquidations: number;
  /** All positions were torn up: nothing is traded any more. */
  ledgerClosed: boolean;
}

export function emptyDefaults(): DefaultsState {
  return {
    cases: new Map(),
    byMember: new Map(),
    carried: new Map(),
    refillAtMs: new Map(),
    liquidations: 0,
    ledgerClosed: false,
  };
}

/** The part of a house that says who is in default. */
interface WithDefaults {
  readonly defaults: DefaultsState;
}

/** The id of the next default of a ledger: `main-D1` is the first. */
export const nextDefaultId = ({
  ledgerId,
  defaults,
}: WithDefaults & { readonly ledgerId: string }): string =>
  `${ledgerId}-D${defaults.cases.size + 1}`;

/** Whether a member is in default, also after its default was closed: it is no member any more. */
export const isInDefault = ({ defaults }: WithDefaults, member: string): boolean =>
  defaults.byMember.has(member);

/** The default's own book: takes in the estate and the layers, pays what the close-out costs. */
export const defaultBook = (defaultId: string, currency: string): string =>
  `default/${defaultId}/cash/${currency}`;

/** Whether a layer is borne by gains: those that are due, and for the rest those of the next cycle. */
export const cutsGains = (layer: WaterfallLayer): boolean =>
  layer === 'GAINS_HAIRCUT' || layer === 'FULL_TEAR_UP';

export const FIRST_LOSS_BOOK = 'ccp/first-loss';
export const SECOND_LOSS_BOOK = 'ccp/second-loss';
/** What a member owes of assessments: below zero until it has paid. */
export const assessmentBook = (member: string): string => `assessment/${member}`;
/** Where the clearing house's own capital comes from. */
export const EXTERNAL_CAPITAL = 'external/CAPITAL';

/** What a default carries to the next cycle, for its client account or for its house accounts. */
export const carriedKey = (defaultId: string, currency: string, account?: string): string =>
  `${defaultId} ${currency} ${account ?? 'house'}`;
