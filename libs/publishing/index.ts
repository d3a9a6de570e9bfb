export { PublisherService } from './publisher-service.js';
export { TransactionalSender } from './transactional-sender.js';
