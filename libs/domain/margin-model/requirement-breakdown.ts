import type { MarginMethod, MarginMode } from '#libs/domain/reference-data/model.js';
import type { FactorVolatility } from './filtered-returns.js';
import type { ScenarioFailure } from './margin-failure.js';
import type { BlockSizes } from './scenario-set.js';

/**
 * A requirement with its parts, as the message of `ccp.margin-requirements` names them (contract).
 * Amounts are integer minor units of the base currency: parts rounded half-even, only the
 * requirement of the account rounded up. Groups and classes are those of which anything is held.
 */
export interface RequirementBreakdown {
  readonly marginMode: MarginMode;
  readonly currency: string;
  readonly requirementMinor: bigint;
  /** By id ascending; of a gross omnibus account each is the sum over its clients. */
  readonly groups: readonly GroupBreakdown[];
  /** Only of a gross omnibus account. */
  readonly gross?: GrossBreakdown;
}

/** What a gross omnibus account's requirement is the sum of: nothing nets across clients. */
export interface GrossBreakdown {
  /** By client ascending. */
  readonly clients: readonly ClientBreakdown[];
  /**
   * What the account pays since its member's clients and accounts hold more together than each alone
   * (margin-model.md d.1), by underlying ascending, and rounded up in all.
   */
  readonly concentration: readonly { readonly underlying: string; readonly minor: bigint }[];
  readonly concentrationMinor: bigint;
}

/** One client's requirement, on its own positions and nobody else's. */
export interface ClientBreakdown {
  readonly client: string;
  readonly breakdown: RequirementBreakdown;
}

export interface GroupBreakdown {
  readonly liquidationGroup: string;
  readonly confidenceBp: number;
  readonly marketRiskMinor: bigint;
  /** M of the joint vector: portfolio mode, classes on scenarios only; else absent. */
  readonly jointMinor?: bigint;
  /** Sum of the classes' market risk, before any offset. */
  readonly standAloneMinor: bigint;
  readonly extendedMovesMinor: bigint;
  readonly shortOptionMinimumMinor: bigint;
  readonly floorMinor: bigint;
  readonly liquidityMinor: bigint;
  readonly wrongWayMinor: bigint;
  readonly correlationBreakMinor: bigint;
  readonly netOptionValueMinor: bigint;
  readonly requirementMinor: bigint;
  /** By underlying ascending. */
  readonly classes: readonly ClassBreakdown[];
}

export interface ClassBreakdown {
  readonly underlying: string;
  readonly method: MarginMethod;
  /** Why a class that should have scenarios is margined by scan. */
  readonly fallback?: ScenarioFailure;
  readonly marketRiskMinor: bigint;
  /** By block; 0 where the block has no scenarios. Isolated: sums over the positions. */
  readonly expectedShortfall: {
    readonly filteredMinor: bigint;
    readonly stressedMinor: bigint;
    readonly longRunMinor: bigint;
  };
  readonly scenarios: BlockSizes;
  /** Per observation, in the unit of the factor's returns; absent where margined by scan. */
  readonly volatility?: FactorVolatility;
  /** Number (1 to 16) of the worst scenario of the grid; only where margined by scan, not isolated. */
  readonly scanScenario?: number;
  /** Net delta-equivalent lots. */
  readonly netDelta: number;
  /** Net delta notional with its sign. */
  readonly netNotionalMinor: bigint;
  /** What closing the account's own positions costs, and its part of the member's (d.1). */
  readonly liquidityMinor: bigint;
  readonly memberLiquidityMinor: bigint;
  readonly positions: readonly PositionBreakdown[];
}

export interface PositionBreakdown {
  readonly instrument: string;
  readonly lots: number;
  /** The price in points at which the position is valued; of an option its model value. */
  readonly price: number;
  readonly option?: OptionBreakdown;
}

/** What the value of an option rests on. */
export interface OptionBreakdown {
  readonly volatility: number;
  /** Price points. */
  readonly forward: number;
  readonly yearsToExpiry: number;
  /** Per lot, in lots of the forward. */
  readonly delta: number;
  /** Model value of one lot in minor units of the base currency; analytics, in double precision. */
  readonly valueMinor: number;
}
