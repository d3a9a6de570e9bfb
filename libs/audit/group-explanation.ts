import type { BindingTerm } from '#libs/domain/margin-model/explain-measure.js';
import type { ReturnKind } from '#libs/domain/reference-data/model.js';

/** The groups of a requirement. Amounts in major units of the base currency; losses are positive. */
export interface GroupSteps {
  readonly liquidationGroup: string;
  /** Such as "99.00 %". */
  readonly confidence: string;
  readonly horizonDays: number;
  readonly classes: readonly ClassSteps[];
  /** Of several classes together: their joint measure and the cap on offsets. */
  readonly offset?: OffsetSteps;
  readonly marketRisk: string;
  /** The largest of the four counts (margin-model.md section 0, row 6). */
  readonly floors: {
    readonly extendedMoves: string;
    readonly shortOptionMinimum: string;
    readonly floor: string;
    readonly binding: 'marketRisk' | 'extendedMoves' | 'shortOptionMinimum' | 'floor';
  };
  readonly floor: string;
  /** Those that are not zero: liquidity, wrongWay, correlationBreak. */
  readonly addOns: Readonly<Record<string, string>>;
  readonly netOptionValue: string;
  /** A group of nothing but long options whose premium was paid needs nothing. */
  readonly onlyPaidOptions: boolean;
  /** Requirement less what the parts above come to as they are shown. */
  readonly rounding: string;
  readonly requirement: string;
  /** What each position brings to the market risk; as they are shown they add up to it. */
  readonly shares: readonly ShareStep[];
}

/** Where several classes are measured together (c.3); all of classes on scenarios. */
export interface OffsetSteps extends MeasureSteps {
  readonly tails: readonly TailSteps[];
  /** M of the classes together, and the sum of M of each alone. */
  readonly joint: string;
  readonly standAlone: string;
  /** How much of the difference is granted. */
  readonly share: string;
  /** standAlone - share * (standAlone - joint): what the cap asks for. */
  readonly capped: string;
  readonly binding: BindingTerm;
  /** The larger of the two. */
  readonly binds: 'joint' | 'capped';
}

export interface ShareStep {
  readonly instrument: string;
  readonly underlying: string;
  /** Signed. */
  readonly lots: number;
  /** Its weighed loss in the binding tail of its class (isolated: of the position) by itself. */
  readonly alone: string;
  /** The same in the binding tail of the classes together. */
  readonly joint?: string;
  readonly marketRisk: string;
  /** Of the group's market risk, such as "62.51 %"; null where that is zero. */
  readonly portion: string | null;
}

export interface ClassSteps {
  readonly underlying: string;
  readonly method: string;
  /** What a move multiplies: the price, the price and a shift, or the point value alone. */
  readonly returns: ReturnKind;
  readonly positions: readonly PositionStep[];
  readonly parts: readonly PartSteps[];
  readonly expectedShortfall: Record<'filtered' | 'stressed' | 'longRun', string>;
  /** Daily: what block F is scaled to, the two speeds it is the larger of, and the rung of the ladder. */
  readonly volatility?: Record<'current' | 'fast' | 'slow' | 'longRun' | 'regime', string>;
  /** Filtered + weight * (stressed - filtered); absent without stressed scenarios, or if isolated. */
  readonly blend?: { readonly weight: string; readonly amount: string };
  /** The factor of the anti-procyclical buffer, where it is not 1. */
  readonly buffer?: string;
  /** The sum of the parts, times the buffer. */
  readonly marketRisk: string;
  readonly floor: { readonly rate: string; readonly netNotional: string; readonly amount: string };
  readonly charges: ChargeSteps;
}

/** Charges of one class with what they rest on; what is zero for want of cause is absent. */
export interface ChargeSteps {
  /** The far moves of the class; the largest weighed loss counts. */
  readonly extendedMoves?: {
    readonly scanRange: string;
    readonly moves: readonly {
      readonly move: string;
      readonly loss: string;
      readonly weighted: string;
    }[];
    readonly amount: string;
  };
  readonly shortOptionMinimum?: {
    readonly rate: string;
    readonly notional: string;
    readonly amount: string;
  };
  readonly liquidity?: {
    /** Net delta-equivalent lots, and what they are worth. */
    readonly netLots: string;
    readonly notional: string;
    readonly halfSpread: string;
    readonly averageDailyVolume: string;
    /** Relative to the price. */
    readonly dailyVolatility: string;
    readonly ofDelta: string;
    readonly ofVegaAndHorizon: string;
    /** Because the member's accounts hold more together than each alone. */
    readonly ofMember: string;
    readonly amount: string;
  };
  readonly wrongWay?: {
    readonly ownShare: string;
    readonly longNotional: string;
    readonly amount: string;
  };
  readonly netOptionValue?: string;
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
  /** Of an option: what its model value rests on. */
  readonly option?: {
    readonly volatility: string;
    readonly forward: string;
    readonly yearsToExpiry: string;
    readonly delta: string;
    /** Of one lot, in the base currency. */
    readonly value: string;
  };
}

/** Positions that are measured as one vector: a class, or in isolated mode a position. */
export interface PartSteps {
  readonly instruments: readonly string[];
  readonly tails: readonly TailSteps[];
  /** Absent where margined by scan. */
  readonly measure?: MeasureSteps & Record<'filtered' | 'stressed' | 'longRun', string>;
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

/** Which term of M is the largest, and the scenarios that it is the weighed sum of. */
export interface MeasureSteps {
  /** (1-w) * filtered + w * stressed; absent without stressed scenarios. */
  readonly blend?: string;
  readonly marketRisk: string;
  readonly binding: BindingTerm;
  readonly bindingTail: readonly {
    readonly block: 'filtered' | 'stressed' | 'longRun';
    /** The date on which its return ends, or the name of a shock. */
    readonly scenario: string;
    readonly loss: string;
    /** The weights of all scenarios listed add up to 1. */
    readonly weight: string;
  }[];
}

export interface ScenarioLoss {
  /** The date on which its return ends, or the name of a shock. */
  readonly scenario: string;
  /**
   * By underlying: what the price moves by, as a share of it (in points where its returns are
   * absolute). The loss of what is no option is lots x point value x price x move, its sign turned.
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
