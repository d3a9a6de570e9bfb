import 'reflect-metadata';
import os from 'node:os';
import { runAsChild } from '#libs/platform/child-process.js';
import { readServiceConfiguration } from '#libs/platform/configuration.js';
import { createLogger } from '#libs/platform/logging.js';
import { createBackOffice } from './create-back-office.js';

/** Read models and queries give way to the decider and the publisher on a busy machine. */
const PRIORITY = 15;

runAsChild(async () => {
  os.setPriority(PRIORITY);
  const configuration = readServiceConfiguration();
  const logger = createLogger('back-office', configuration.logLevel);
  const app = await createBackOffice(configuration, logger);
  await app.listen(configuration.port, configuration.host);
  const http = await app.getUrl();
  logger.info({ http }, 'the back office answers');
  return { ready: { http }, stop: () => app.close() };
});
