import type { INestApplication } from '@nestjs/common';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { CoreService } from '#libs/decider/index.js';
import type { InputOffset } from '#libs/ledger/index.js';
import {
  createKafka,
  createMissingTopics,
  describeInputGap,
  InputPositions,
  KafkaBatchStrategy,
} from '#libs/messaging/index.js';
import type { ServiceConfiguration } from '#libs/platform/configuration.js';
import type { Logger } from '#libs/platform/logging.js';

/** The supervisor starts the process anew, which then goes on where the operator said. */
const START_ANEW = 75;

/** Connects a core that has just become active to its inputs. */
export async function takeInput(
  app: INestApplication,
  core: CoreService,
  inputs: readonly InputOffset[],
  configuration: ServiceConfiguration,
  logger: Logger,
): Promise<void> {
  const { topicPrefix, ledger, inputPartitions } = configuration;
  const kafka = createKafka(configuration, `ccp-core-${ledger}`, (level, entry) =>
    logger.debug({ level, kafka: entry.log.message }, 'kafka client'),
  );
  const admin = kafka.admin();
  await admin.connect();
  await createMissingTopics(admin, topicPrefix, inputPartitions);
  await admin.disconnect();
  const strategy = new KafkaBatchStrategy({
    kafka,
    topicPrefix,
    groupId: `${topicPrefix}-core-${ledger}-${core.epoch}`,
    positions: new InputPositions(inputs),
    onGap: (gap) => {
      logger.error(describeInputGap(gap));
      void core.halt(gap).then(() => {
        if (core.haltedBecause.length === 0) process.exit(START_ANEW);
      });
    },
    onFailure: (error) => {
      logger.error({ err: error }, 'input from Kafka ended');
      process.exit(START_ANEW);
    },
  });
  app.connectMicroservice<MicroserviceOptions>({ strategy });
  await app.startAllMicroservices();
}
