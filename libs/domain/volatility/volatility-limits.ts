/** What a quoted volatility must lie between to be accepted: 1 % and 500 % (margin-model.md a.4). */
export const QUOTED_VOLATILITY_MIN = 0.01;
export const QUOTED_VOLATILITY_MAX = 5;
/** What the volatility of a scenario is kept between: 5 % and 500 %. */
export const SCENARIO_VOLATILITY_MIN = 0.05;
export const SCENARIO_VOLATILITY_MAX = 5;
/** Nodes of one smile, and expiries of one surface. */
export const SMILE_NODES_MAX = 200;
export const SURFACE_SLICES_MAX = 500;
