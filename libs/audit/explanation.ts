import type { ReturnKind } from '#libs/domain/reference-data/model.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';

/**
 * A margin call with every number it is made of. Amounts are in major units of the base currency
 * unless a currency stands beside them; losses are positive.
 */
export interface CallExplanation {
  readonly call: MarginCallContent;
  /** Ledger position of the event that issued it. */
  readonly issuedPosition: number;
  /** Where it was computed, on the ledger's clock. */
  readonly computedAt: { readonly position: number; readonly ledgerTime: string | null };
  readonly marginMode: string;
  readonly currency: string;
  readonly rates: readonly RateStep[];
  readonly groups: readonly GroupSteps[];
  readonly requirement: string;
  readonly unsettled: UnsettledSteps;
  /** requirement - unsettled. */
  readonly exposure: string;
  readonly collateral: CollateralSteps;
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

export interface PositionStep {
  readonly instrument: string;
  /** Signed. */
  readonly lots: number;
  /** The price at which it is valued. */
  readonly mark: string;
  /** Major units of the instrument's currency for one point and lot. */
  readonly pointValue: string;
  readonly currency: string;
}

export interface ScenarioLoss {
  /** The date on which its return ends, or the name of a shock. */
  readonly scenario: string;
  /**
   * By underlying: what the price moves by, as a share of it (in points where its returns are
   * absolute). The loss is lots x point value x price x move, with its sign turned.
   */
  readonly moves: Readonly<Record<string, string>>;
  readonly loss: string;
  /** How much of it counts: 1, but for the last of the tail. */
  readonly share: string;
}

export interface TailSteps {
  readonly block: 'filtered' | 'stressed' | 'longRun';
  readonly scenarios: number;
  /** k: so many of the worst scenarios are averaged, the last in part. */
  readonly tail: string;
  readonly losses: readonly ScenarioLoss[];
  /** Sum of share times loss, over k. */
  readonly expectedShortfall: string;
}

export interface PartSteps {
  readonly instruments: readonly string[];
  readonly tails: readonly TailSteps[];
  /** Losses in the 16 scenarios of the grid, where margined by scan. */
  readonly scan?: {
    /** Of the price. */
    readonly priceRange: string;
    readonly scenarios: readonly {
      readonly scenario: number;
      /** In price ranges. */
      readonly move: string;
      /** How much of the loss counts. */
      readonly cover: string;
      readonly loss: string;
    }[];
  };
}

export interface ClassSteps {
  readonly underlying: string;
  readonly method: string;
  /** What a move multiplies: the price, the price and a shift, or the point value alone. */
  readonly returns: ReturnKind;
  readonly positions: readonly PositionStep[];
  readonly parts: readonly PartSteps[];
  readonly expectedShortfall: Record<'filtered' | 'stressed' | 'longRun', string>;
  readonly volatility?: Record<'current' | 'longRun' | 'regime', string>;
  /** Filtered + weight * (stressed - filtered); absent without stressed scenarios. */
  readonly blend?: { readonly weight: string; readonly amount: string };
  readonly marketRisk: string;
  readonly floor: { readonly rate: string; readonly netNotional: string; readonly amount: string };
}

export interface GroupSteps {
  readonly liquidationGroup: string;
  /** Such as "99.00 %". */
  readonly confidence: string;
  readonly horizonDays: number;
  readonly classes: readonly ClassSteps[];
  /** Of several classes together: their joint measure and the cap on offsets. */
  readonly offset?: {
    readonly tails: readonly TailSteps[];
    readonly joint: string;
    readonly standAlone: string;
    readonly share: string;
  };
  readonly marketRisk: string;
  readonly floor: string;
  /** Those that are not zero: liquidity, wrongWay and so on. */
  readonly addOns: Readonly<Record<string, string>>;
  readonly netOptionValue: string;
  readonly requirement: string;
}

export interface UnsettledSteps {
  readonly lines: readonly {
    readonly instrument: string;
    readonly currency: string;
    readonly openingLots: number;
    readonly previousPrice: string | null;
    readonly lots: number;
    readonly mark: string;
    /** Sum of lots traded times price since the last cycle. */
    readonly tradedCost: string;
    readonly pointValue: string;
    /** (lots * mark - opening lots * previous price - traded cost) * point value. */
    readonly amount: string;
  }[];
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
