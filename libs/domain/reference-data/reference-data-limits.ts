/** Every bound that a reference-data document is held to; a hostile one must end, not hang. */

/** Errors that are reported; with more, the reading stops and says so. */
export const ERRORS_MAX = 50;
/** Objects and list entries that are looked at, over the whole document. */
export const ENTRIES_READ_MAX = 1_000_000;

export const CURRENCIES_MAX = 500;
export const MEMBERS_MAX = 10_000;
export const ACCOUNTS_PER_MEMBER_MAX = 100_000;
export const OWN_ISSUES_MAX = 1_000;
export const LIQUIDATION_GROUPS_MAX = 1_000;
export const UNDERLYINGS_MAX = 10_000;
export const INSTRUMENTS_MAX = 200_000;
export const COLLATERAL_ASSETS_MAX = 10_000;
export const COLLATERAL_LIMITS_MAX = 10_000;
export const HOLIDAYS_MAX = 10_000;
export const INTRADAY_CYCLES_MAX = 288;
export const STRESS_PERIODS_MAX = 100;
export const SCENARIOS_MAX = 1_000;
export const MOVES_PER_SCENARIO_MAX = 10_000;
export const EXTENDED_MOVES_MAX = 100;
export const RUNGS_MAX = 20;
export const SOURCES_MAX = 1_000;

/** Characters of a free text, such as a member's name. */
export const TEXT_LENGTH_MAX = 200;
/** Characters of a value that an error message quotes. */
export const QUOTED_LENGTH_MAX = 60;
/** Digits before and after the point of any decimal. */
export const INTEGER_DIGITS_MAX = 24;
export const DECIMALS_MAX = 18;

export const CURRENCY_SCALE_MAX = 8;
export const ASSET_SCALE_MAX = 18;
/** Decimals of a tick size, so that its units stay far inside the safe integers. */
export const TICK_SCALE_MAX = 12;
export const TICK_SIZE_MAX = '1000';
/** Lots of one trade (contract, INVALID_QUANTITY). */
export const ORDER_LOTS_MAX = 1_000_000_000;
export const POSITION_LOTS_MAX = 1_000_000_000_000;

/** Names that a suggestion is sought among, and the longest name that one is sought for. */
export const SUGGESTION_CANDIDATES_MAX = 1_000;
export const SUGGESTION_LENGTH_MAX = 64;
