/** Value and sensitivities of one option on one unit of its forward; analytics, never booked. */
export interface OptionGreeks {
  /** Price points. */
  readonly value: number;
  /** dV/dF. */
  readonly delta: number;
  /** d2V/dF2. */
  readonly gamma: number;
  /** dV/dvol, per 1.00 of volatility: divide by 100 for one point. */
  readonly vega: number;
  /** dV/dt per year with the forward held: divide by 365 for one day. Negative where time costs. */
  readonly theta: number;
  /** d2V/dF dvol. */
  readonly vanna: number;
  /** d2V/dvol2. */
  readonly volga: number;
  /** d3V/dF3. */
  readonly speed: number;
}
