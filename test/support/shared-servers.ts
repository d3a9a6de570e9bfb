import { inject } from 'vitest';
import type { ServerUrls } from './test-house.js';

/** The servers that were started once for all tests. */
export const sharedServers = (): ServerUrls => ({
  databaseUrl: inject('databaseUrl'),
  kafkaBrokers: inject('kafkaBrokers'),
});
