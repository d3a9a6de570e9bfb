import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { createPool } from '#libs/ledger/index.js';
import { createKafka, memberTopicsOpener, TransactionalSender } from '#libs/messaging/index.js';
import { runAsChild } from '#libs/platform/child-process.js';
import { readServiceConfiguration } from '#libs/platform/configuration.js';
import { createLogger, NestLogger } from '#libs/platform/logging.js';
import { PublisherService } from '#libs/publishing/index.js';
import { PublisherModule } from './publisher.module.js';

runAsChild(async () => {
  const configuration = readServiceConfiguration();
  const { ledger, topicPrefix } = configuration;
  const logger = createLogger('publisher', configuration.logLevel);
  const pool = createPool(configuration.databaseUrl, { max: 3, applicationName: 'ccp-publisher' });
  const kafka = createKafka(configuration, `ccp-publisher-${ledger}`, (level, entry) =>
    logger.debug({ level, kafka: entry.log.message }, 'kafka client'),
  );
  const id = `${topicPrefix}-publisher-${ledger}`;
  const senders = {
    ledger: new TransactionalSender(kafka, `${id}-ledger`),
    answers: new TransactionalSender(kafka, id),
    members: new TransactionalSender(kafka, `${id}-members`),
  };
  const openMemberTopics = memberTopicsOpener(kafka, topicPrefix, logger);
  const publisher = new PublisherService(
    pool,
    ledger,
    topicPrefix,
    senders,
    openMemberTopics,
    logger,
  );
  const app = await NestFactory.create(PublisherModule.around(publisher), {
    logger: new NestLogger(logger),
    forceCloseConnections: true,
  });
  await app.listen(configuration.port, configuration.host);
  const published = publisher.run();
  return {
    ready: { http: await app.getUrl() },
    async stop() {
      publisher.stop();
      await published;
      await app.close();
      await pool.end();
    },
  };
});
