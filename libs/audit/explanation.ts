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
  /** None of a gross omnibus account, which is explained client by client. */
  readonly groups: readonly GroupSteps[];
  /** Only of a gross omnibus account. */
  readonly gross?: GrossSteps;
  /**
   * Requirement less the groups as they are shown: the groups are rounded, the sum is rounded up. Of a
   * gross omnibus account it is zero: each client has its own.
   */
  readonly rounding: string;
  readonly requirement: string;
  readonly unsettled: UnsettledSteps;
  /** Supplementary margin of a group that is large for the default fund; absent where there is none. */
  readonly supplement?: string;
  /** requirement - unsettled + supplement + dependence of the collateral. */
  readonly exposure: string;
  readonly collateral: CollateralSteps;
  /** Only of an account with buckets: itself and each of them, which add up to it. */
  readonly standings?: readonly StandingSteps[];
  /** Exposure above counted collateral, and counted collateral above exposure; at least zero. */
  readonly deficit: string;
  readonly excess: string;
}

/** What an isolated account itself, or one of its buckets, has to cover, and with what. */
export interface StandingSteps {
  /** The instrument of a bucket; null of the account itself. */
  readonly bucket: string | null;
  /** What its position would need if it were the only one; null of the account itself. */
  readonly alone: string | null;
  /** Its part of the requirement, pro rata to that; of the account itself what is left. */
  readonly requirement: string;
  readonly unsettled: string;
  readonly exposure: string;
  /** Of its own collateral. */
  readonly counted: string;
  /** What of the account's collateral covers a bucket beside its own. */
  readonly served: string;
  readonly deficit: string;
  readonly excess: string;
}

/** The clients of a gross omnibus account: their requirements and the concentration are the account's. */
export interface GrossSteps {
  readonly clients: readonly ClientSteps[];
  readonly concentration: {
    /** What the account pays in each class beside its clients, since its member holds more in all. */
    readonly classes: readonly { readonly underlying: string; readonly amount: string }[];
    readonly rounding: string;
    readonly amount: string;
  };
}

/** One client, margined on its own positions. */
export interface ClientSteps {
  readonly client: string;
  readonly groups: readonly GroupSteps[];
  /** The client's requirement less its groups as they are shown. */
  readonly rounding: string;
  readonly requirement: string;
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
  | (UnsettledLineOf<'VARIATION_MARGIN' | 'FINAL_SETTLEMENT'> &
      TradedSince & {
        readonly openingLots: number;
        readonly previousPrice: string | null;
        readonly lots: number;
        readonly mark: string;
      })
  /** - traded cost * point value: agreed when it was traded. */
  | (UnsettledLineOf<'PREMIUM'> & TradedSince)
  /** What an option that has expired brings: lots exercised by its holder, lots it may be assigned. */
  | (UnsettledLineOf<'EXERCISE'> & {
      readonly finalPrice: string;
      readonly exercised: number;
      readonly assigned: number;
    })
  /** Accrued over the intervals that ended since the last cycle. */
  | UnsettledLineOf<'FUNDING'>
  /** Owed by the account itself, for no instrument. */
  | Omit<UnsettledLineOf<'FEE' | 'INTEREST' | 'PRICE_ALIGNMENT' | 'GAINS_HAIRCUT'>, 'instrument'>;

export interface UnsettledSteps {
  readonly lines: readonly UnsettledLineStep[];
  /** Netted per currency, losses alone, in the base currency. */
  readonly amount: string;
}

export interface CollateralSteps {
  readonly lines: readonly {
    /** The bucket that holds it. */
    readonly bucket?: string;
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
  readonly debts: readonly {
    readonly bucket?: string;
    readonly currency: string;
    readonly amount: string;
  }[];
  readonly dependence: DependenceSteps;
}

/** What collateral would lose together with the positions, beyond its haircuts. */
export interface DependenceSteps {
  /** One for each liquidation group in which any of it moves. */
  readonly groups: readonly {
    /** The bucket whose collateral and position it is of. */
    readonly bucket?: string;
    readonly liquidationGroup: string;
    readonly assets: readonly string[];
    /** The measure of the positions, and of positions and collateral. */
    readonly alone: string;
    readonly together: string;
    readonly haircuts: string;
    /** max(0, together - alone - haircuts). */
    readonly charge: string;
  }[];
  /** Assets without a history beside the positions. */
  readonly withoutHistory: readonly string[];
  /** The largest charge of the groups; of an account with buckets the sum of each one's largest. */
  readonly amount: string;
}

export interface AmountSteps {
  /** exposure - counted collateral, at least zero. */
  readonly deficit: string;
  readonly threshold: string;
  readonly openCalls: readonly {
    readonly callId: string;
    /** The bucket that it is of; null of the account itself. */
    readonly bucket: string | null;
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
