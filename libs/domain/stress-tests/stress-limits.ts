/** Every bound of the stress tests; what is beyond one is left out, and the results say so. */

/** Historical dates at most, over all classes. */
export const HISTORICAL_DATES_MAX = 300;
/** Dates taken for the size of the joint move, whatever class it was in. */
export const JOINT_DATES_MAX = 20;
/** Falls, and as many rises, of one class at most. */
export const DATES_PER_CLASS_MAX = 5;
/** Days between two dates of one list: the return over a horizon is of the same storm next day too. */
export const DAYS_APART_MIN = 5;
/** Correlation breaks at most: classes beyond have none of their own. */
export const CORRELATION_BREAKS_MAX = 400;
/** Accounts that could not be valued and are named. */
export const NAMED_FAILURES_MAX = 100;

/** Multiples of a scenario that a reverse stress looks at. */
export const MULTIPLIER_MAX = 20;
/** Steps of its first scan over (0, {@link MULTIPLIER_MAX}]. */
export const SCAN_STEPS = 80;
/** Halvings of the step that was found: to about a millionth of it. */
export const BISECTIONS_MAX = 20;

/** Scenarios whose results an event keeps: those with the largest losses. */
export const SCENARIO_RESULTS_MAX = 1_000;
/** Groups whose largest loss an event keeps. */
export const PEAKS_MAX = 100;
