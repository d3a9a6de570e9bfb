/** Decimals with which volatilities and ratios are recorded: they explain, nothing is booked on them. */
const DECIMALS = 10;
/** From here on a double is written with an exponent, and no comparison needs to know more. */
const SHOWN_MAX = 1e20;

/** A double of no negative value as a decimal of the contract: no exponent, whatever its size. */
export const plainDecimal = (value: number): string =>
  Math.min(value, SHOWN_MAX)
    .toFixed(DECIMALS)
    .replace(/\.?0+$/, '');
