import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import type { GroupSteps } from './group-explanation.js';

/**
 * Where an account stands with every number that it is made of. Amounts are in major units of the base
 * currency unless a currency stands beside them; losses are positive.
 */
export interface AccountExplanation {
  readonly account: string;
  /** Where it was computed, on the ledger's clock. */
  readonly computedAt: { readonly position: number; readonly ledgerTime: string | null };
  readonly marginMode: string;
  readonly currency: string;
  readonly rates: readonly RateStep[];
  readonly groups: readonly GroupSteps[];
  /** Requirement less the groups as they are shown: the groups are rounded, the sum is rounded up. */
  readonly rounding: string;
  readonly requirement: string;
  readonly unsettled: UnsettledSteps;
  /** requirement - unsettled. */
  readonly exposure: string;
  readonly collateral: CollateralSteps;
  /** Exposure above counted collateral, and counted collateral above exposure; at least zero. */
  readonly deficit: string;
  readonly excess: string;
}

/** A margin call with every number it is made of, and the account that it was issued to. */
export interface CallExplanation extends AccountExplanation {
  readonly call: MarginCallContent;
  /** Ledger position of the event that issued it. */
  readonly issuedPosition: number;
  readonly amount: AmountSteps;
  /** Whether each figure of the call came out again. */
  readonly reproduced: boolean;
  readonly differences: readonly { figure: string; recorded: string; recomputed: string }[];
}

/** A currency other than the base currency: what its amounts were multiplied by. */
export interface RateStep {
  readonly currency: string;
  /** Units of the base currency for one unit; null where none was known. */
  readonly rate: string | null;
  /** Taken off what is held in it, put on what is lost or owed in it. */
  readonly haircut: string;
}

interface UnsettledLineOf<K extends string> {
  readonly kind: K;
  readonly instrument: string;
  readonly currency: string;
  /** What the account would receive. */
  readonly amount: string;
}

interface TradedSince {
  /** Sum of lots traded times price since the last cycle. */
  readonly tradedCost: string;
  readonly pointValue: string;
}

/** What a cycle run now would book for one instrument, by what it is for. */
export type UnsettledLineStep =
  /** (lots * mark - opening lots * previous price - traded cost) * point value. */
  | (UnsettledLineOf<'VARIATION_MARGIN'> &
      TradedSince & {
        readonly openingLots: number;
        readonly previousPrice: string | null;
        readonly lots: number;
        readonly mark: string;
      })
  /** - traded cost * point value: agreed when it was traded. */
  | (UnsettledLineOf<'PREMIUM'> & TradedSince)
  /** Accrued over the intervals that ended since the last cycle. */
  | UnsettledLineOf<'FUNDING'>
  /** Owed by the account itself, for no instrument. */
  | Omit<UnsettledLineOf<'FEE' | 'INTEREST' | 'PRICE_ALIGNMENT'>, 'instrument'>;

export interface UnsettledSteps {
  readonly lines: readonly UnsettledLineStep[];
  /** Netted per currency, losses alone, in the base currency. */
  readonly amount: string;
}

export interface CollateralSteps {
  readonly lines: readonly {
    readonly asset: string;
    readonly currency: string;
    readonly quantity: string;
    readonly price: string | null;
    readonly haircut: string;
    readonly value: string;
    readonly uncountedBecause: string | null;
  }[];
  readonly value: string;
  readonly counted: string;
  readonly debts: readonly { readonly currency: string; readonly amount: string }[];
}

export interface AmountSteps {
  /** exposure - counted collateral, at least zero. */
  readonly deficit: string;
  readonly threshold: string;
  readonly openCalls: readonly {
    readonly callId: string;
    readonly reason: string;
    readonly outstanding: string;
    readonly currency: string;
  }[];
  /** What the open calls do not ask for yet, in the currency of the call. */
  readonly uncovered: string;
  readonly minimumTransferAmount: string;
  readonly rounding: string;
  readonly amount: string;
}
