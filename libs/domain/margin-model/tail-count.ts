import { invariant } from '#libs/domain/kernel/assert.js';

const BASIS = 10_000;

/**
 * The size of the tail of S equally weighted scenarios, k = S*(10000 - confidence)/10000, as the
 * exact fraction that margin-model.md c.1 asks for: in binary64 the 10 worst of 1000 would be 11.
 */
export interface TailCount {
  readonly scenarios: number;
  /** k in ten-thousandths. */
  readonly tenThousandths: number;
  /** floor(k): scenarios that count in full. */
  readonly whole: number;
  /** (k - floor(k)) in ten-thousandths: the share of the next one. */
  readonly remainder: number;
  /** ceil(k): how many of the worst scenarios are needed. */
  readonly kept: number;
}

/** @param confidenceBp confidence in basis points, below 10000; at least one scenario */
export function tailCount(scenarios: number, confidenceBp: number): TailCount {
  invariant(scenarios > 0 && confidenceBp < BASIS, 'a tail has scenarios and a share of them');
  const tenThousandths = scenarios * (BASIS - confidenceBp);
  const remainder = tenThousandths % BASIS;
  const whole = (tenThousandths - remainder) / BASIS;
  return { scenarios, tenThousandths, whole, remainder, kept: remainder > 0 ? whole + 1 : whole };
}
