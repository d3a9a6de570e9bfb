export { PublisherService } from './publisher-service.js';
export type { LaneSenders } from './lanes-of-ledger.js';
export type { OpenMemberTopics } from './member-register.js';
