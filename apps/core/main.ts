import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { runAsChild } from '#libs/platform/child-process.js';
import { readServiceConfiguration } from '#libs/platform/configuration.js';
import { createLogger, NestLogger } from '#libs/platform/logging.js';
import { createPool } from '#libs/ledger/index.js';
import { CoreService } from '#libs/decider/index.js';
import { CoreModule } from './core.module.js';
import { takeInput } from './take-input.js';

/** The supervisor starts the process anew, as a standby. */
const START_ANEW = 75;

runAsChild(async () => {
  const configuration = readServiceConfiguration();
  const logger = createLogger('core', configuration.logLevel);
  const pool = createPool(configuration.databaseUrl, { max: 6, applicationName: 'ccp-core' });
  const core = new CoreService(pool, configuration.ledger, logger, configuration.marginThreads);
  const app = await NestFactory.create(CoreModule.around(core, configuration), {
    logger: new NestLogger(logger),
    forceCloseConnections: true,
  });
  await app.listen(configuration.port, configuration.host);
  const inputs = await core.becomeActive();
  const decided = core.run();
  decided.catch((error: unknown) => {
    logger.error({ err: error }, 'this core no longer decides');
    process.exit(START_ANEW);
  });
  if (inputs) await takeInput(app, core, inputs, configuration, logger);
  return {
    ready: { http: await app.getUrl() },
    async stop() {
      core.stop();
      await decided;
      await app.close();
      await pool.end();
    },
  };
});
