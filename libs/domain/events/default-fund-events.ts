/** Where a scenario of the stress tests comes from. */
export const STRESS_SCENARIO_KINDS = [
  'CONFIGURED',
  'HISTORICAL',
  'HYPOTHETICAL',
  'CORRELATION_BREAK',
] as const;
export type StressScenarioKind = (typeof STRESS_SCENARIO_KINDS)[number];

/** What a group of affiliates loses beyond its margin, in major units of the base currency. */
export interface GroupStressLoss {
  readonly group: string;
  readonly amount: string;
}

/** One scenario of a run in which somebody loses beyond its margin: the two largest groups. */
export interface StressScenarioResult {
  readonly scenario: string;
  readonly kind: StressScenarioKind;
  readonly largest: readonly GroupStressLoss[];
}

/** The largest sum over all scenarios, and where it was found; no scenario where nothing is lost. */
export interface StressCover {
  readonly amount: string;
  readonly scenario?: string;
}

/** The scenario in which a group loses most beyond its margin. */
export interface GroupPeakLoss extends GroupStressLoss {
  readonly scenario: string;
}

export interface MemberMargin {
  readonly member: string;
  /** What its accounts require together, in major units of the base currency. */
  readonly amount: string;
}

/** An account whose losses are in no result, and why. */
export interface AccountNotValued {
  readonly account: string;
  readonly code: string;
  readonly reason: string;
}

export type LargeGroupStatus = 'WARNED' | 'CHARGED';

/** A group of affiliates whose stress loss is a large part of the default fund. */
export interface LargeGroupNoticed extends GroupStressLoss {
  readonly status: LargeGroupStatus;
  /** What each account of the group owes in supplementary margin; empty where it is only warned. */
  readonly supplements: readonly { readonly account: string; readonly amount: string }[];
}

/** The daily stress tests after an end-of-day cycle (margin-model.md h.5). */
export interface StressTestsCompleted {
  readonly cycleId: string;
  readonly businessDate: string;
  readonly currency: string;
  /** Scenarios that were run, and accounts that were valued in them. */
  readonly scenarioCount: number;
  readonly accountCount: number;
  readonly scenarios: readonly StressScenarioResult[];
  readonly cover1: StressCover;
  readonly cover2: StressCover;
  /** Article 42(3) of EMIR: the largest group, or the second and third together. */
  readonly emir42: StressCover;
  /** The groups that lose most, the largest first. */
  readonly peaks: readonly GroupPeakLoss[];
  readonly margins: readonly MemberMargin[];
  /** How many accounts could not be valued; the first of them are named. */
  readonly notValuedCount: number;
  readonly notValued: readonly AccountNotValued[];
  /** Against the fund in force when the tests ran; absent before it has a size. */
  readonly monitoring?: {
    readonly fund: string;
    readonly groups: readonly LargeGroupNoticed[];
  };
}

/** What a member has to contribute to the default fund. Major units of the base currency. */
export interface RequiredContribution {
  readonly member: string;
  /** Over the days that are kept; a day without margin counts as nothing. */
  readonly averageMargin: string;
  readonly required: string;
}

export const FUND_SIZING_CAUSES = ['FIRST', 'MONTHLY', 'BREACH'] as const;
/** FIRST: it had no size; MONTHLY: a new month; BREACH: Cover-2 is above the fund. */
export type FundSizingCause = (typeof FUND_SIZING_CAUSES)[number];

/** The default fund has a new size, from Cover-2 of the tests before it (margin-model.md h.5). */
export interface DefaultFundSized {
  readonly businessDate: string;
  readonly cause: FundSizingCause;
  readonly currency: string;
  readonly cover2: string;
  readonly size: string;
  /** Absent the first time. */
  readonly previousSize?: string;
  /** Days that the averages are over. */
  readonly days: number;
  readonly contributions: readonly RequiredContribution[];
}
