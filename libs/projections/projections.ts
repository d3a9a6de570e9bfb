import { balancesProjection } from './balances/balances.projection.js';
import { defaultsProjection } from './defaults/defaults.projection.js';
import { marginCallsProjection } from './margin-calls/margin-calls.projection.js';
import { positionsProjection } from './positions/positions.projection.js';
import { priceFeedsProjection } from './price-feeds/price-feeds.projection.js';
import type { Projection } from './projection.js';
import { quarantineReleasesProjection } from './quarantine-releases/quarantine-releases.projection.js';
import { referenceDataProjection } from './reference-data/reference-data.projection.js';
import { settlementCyclesProjection } from './settlement-cycles/settlement-cycles.projection.js';
import { tradesProjection } from './trades/trades.projection.js';

/** Every read model of this version. */
export const projections: readonly Projection[] = [
  referenceDataProjection,
  positionsProjection,
  tradesProjection,
  balancesProjection,
  marginCallsProjection,
  settlementCyclesProjection,
  quarantineReleasesProjection,
  priceFeedsProjection,
  defaultsProjection,
];
