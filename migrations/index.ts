import { Ledger1700000000000 } from './1700000000000-ledger.js';
import { ReadModels1700000000100 } from './1700000000100-read-models.js';
import { AdvanceLedgerHead1700000000200 } from './1700000000200-advance-ledger-head.js';
import { PriceFeeds1700000000300 } from './1700000000300-price-feeds.js';
import { ClientPositions1700000000400 } from './1700000000400-client-positions.js';
import { Defaults1700000000500 } from './1700000000500-defaults.js';
import { SealedBids1700000000700 } from './1700000000700-sealed-bids.js';
import { ReferenceDataIndex1700000000810 } from './1700000000810-reference-data-index.js';
import { Access1700000001600 } from './1700000001600-access.js';

/** All migrations, oldest first. One that has been released is never changed: write another. */
export const migrations = [
  Ledger1700000000000,
  ReadModels1700000000100,
  AdvanceLedgerHead1700000000200,
  PriceFeeds1700000000300,
  ClientPositions1700000000400,
  Defaults1700000000500,
  SealedBids1700000000700,
  ReferenceDataIndex1700000000810,
  Access1700000001600,
];
