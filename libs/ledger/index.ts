export { createPool, SERVICE_ROLE, type DatabasePool } from './pool.js';
export { GENESIS_HASH, hashOf, type HashedRow } from './hash-chain.js';
export { encodeEvent, type EncodedEvent } from './encode-event.js';
export {
  LedgerReader,
  parseEvent,
  type LedgerHead,
  type Queryable,
  type RawEvent,
  type StoredEvent,
} from './ledger-reader.js';
export {
  FencedError,
  LedgerWriter,
  type AppendBatch,
  type OffsetAdvance,
  type QuarantinedMessage,
  type RequirementRow,
  type SealedContent,
} from './ledger-writer.js';
export { LEASE_RENEWAL_MS, LEASE_TTL_MS, Leases, type HeldLease, type LeaseRole } from './lease.js';
export { takenIdentities } from './identities.js';
export { readSealedBids } from './sealed-bids.js';
export {
  clearInputGapDecision,
  readInputGapDecisions,
  readInputOffsets,
  type InputGapDecision,
  type InputOffset,
} from './input-offsets.js';
export { Snapshots, type Snapshot } from './snapshots.js';
export { crashPoint } from './crash-points.js';
