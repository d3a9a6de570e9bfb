export { PublisherService } from './publisher-service.js';
