import { Ledger1700000000000 } from './1700000000000-ledger.js';

/** All migrations, oldest first. One that has been released is never changed: write another. */
export const migrations = [Ledger1700000000000];
