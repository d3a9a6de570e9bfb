export { PublisherService } from './publisher-service.js';
export type { LaneSenders } from './lanes-of-ledger.js';
