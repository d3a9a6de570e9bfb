/** What a fire drill asks: a member, and at which prices it fails. At most one of the two others is there. */
export interface DrillQuestion {
  readonly member: string;
  /** A scenario of the stress tests by its name; without one prices stay as they are. */
  readonly scenario?: string;
  /** The loss itself, in minor units of the base currency; not negative. */
  readonly lossMinor?: bigint;
}

/** Why a drill cannot be held, with what to mend. */
export interface DrillRefusal {
  readonly code: string;
  readonly reason: string;
  readonly field?: string;
}

/** Scenarios that a refusal names. */
const SCENARIOS_NAMED_MAX = 20;

/** There is no scenario of this name. @param known those that there are, configured ones last */
export function unknownScenario(scenario: string, known: readonly string[]): DrillRefusal {
  const named = known.slice(-SCENARIOS_NAMED_MAX).join(', ');
  const more = known.length - SCENARIOS_NAMED_MAX;
  const rest = more > 0 ? ` and ${more} more of the daily stress tests` : '';
  const reason =
    known.length === 0
      ? `there is no scenario ${scenario}: nothing here has a history, and the reference data name none`
      : `there is no scenario ${scenario}; there are ${named}${rest}`;
  return { code: 'UNKNOWN_SCENARIO', reason, field: 'scenario' };
}
