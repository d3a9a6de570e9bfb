export type { Finding } from './finding.js';
export { houseAsOf } from './house-as-of.js';
export { inOneSnapshot } from './in-one-snapshot.js';
export { type ReplayedBooks, readBooks } from './replay-books.js';
export { type Verification, verifyLedger } from './verify-ledger.js';
export { explainCall } from './explain-call.js';
export type { CallExplanation } from './explanation.js';
export { renderExplanation } from './render-explanation.js';
