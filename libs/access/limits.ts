/** Longest `Authorization` header that is looked at. */
export const HEADER_LENGTH_MAX = 1_024;
/** Passwords that are checked at the same time, each in 32 MiB for some 80 ms, and that wait for it. */
export const CHECKS_RUNNING_MAX = 2;
export const CHECKS_WAITING_MAX = 32;
/** Members whose last right password is recognised without a check. */
export const CACHED_SIGN_INS_MAX = 2_000;

/** After so many failures within the window nothing is checked for that address and name until it is over. */
export const FAILURES_MAX = 10;
/** The same for an address under whatever names. */
export const FAILURES_OF_ADDRESS_MAX = 100;
export const FAILURE_WINDOW_MS = 60_000;
/** Addresses and names whose failures are counted; beyond it the oldest are forgotten. */
export const FAILURES_KEPT_MAX = 10_000;
