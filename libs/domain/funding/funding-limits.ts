import { MINUTE_MS, SECOND_MS } from '#libs/domain/kernel/instant.js';

export const HOUR_MS = 60 * MINUTE_MS;

/**
 * A price counts from the start of the second in which it was observed, and of several in one second
 * the last one does: so an average does not depend on the batches in which prices come.
 */
export const PRICE_STEP_MS = SECOND_MS;

/**
 * Prices of a perpetual and of its index come on their own ways. One that comes out of turn still
 * counts from when it was observed, unless the other symbol is ahead of it by more than this: then it
 * counts from so long before. It bounds the steps that have to be remembered, one a second.
 */
export const OUT_OF_TURN_MAX_MS = HOUR_MS;

/** Decimals of the premium at one moment, half-even: what is averaged over the interval. */
export const MOMENT_DIGITS = 18;
/** Decimals of the average premium and of the rate as they are recorded, half-even. */
export const RATE_DIGITS = 12;
