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
  type InputGap,
} from '#libs/messaging/index.js';
import type { ServiceConfiguration } from '#libs/platform/configuration.js';
import type { Logger } from '#libs/platform/logging.js';
import { MemberTopics } from './member-topics.js';

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
  const groupId = `${topicPrefix}-core-${ledger}-${core.epoch}`;
  const common = {
    kafka,
    topicPrefix,
    positions: new InputPositions(inputs),
    onGap: (gap: InputGap) => {
      logger.error(describeInputGap(gap));
      void core.halt(gap).then(() => {
        if (core.haltedBecause.length === 0) process.exit(START_ANEW);
      });
    },
    onInterruption: (error: Error) => {
      logger.warn({ err: error }, 'input from Kafka is interrupted; asking until it is back');
    },
    onFailure: (error: Error) => {
      logger.error({ err: error }, 'input from Kafka ended');
      process.exit(START_ANEW);
    },
  };
  // Members come and go: their topics have a consumer of their own, so that the others never wait for it.
  const members = new MemberTopics(kafka, topicPrefix, logger);
  const ofMembers = new KafkaBatchStrategy({
    ...common,
    groupId: `${groupId}-members`,
    members: await members.create(core.members),
  });
  const ofAll = new KafkaBatchStrategy({ ...common, groupId });
  app.connectMicroservice<MicroserviceOptions>({ strategy: ofAll });
  app.connectMicroservice<MicroserviceOptions>({ strategy: ofMembers });
  await app.startAllMicroservices();
  members.followAs(core, ofMembers, common.onFailure);
  core.listensToMembers = () => members.isCurrent(core);
}
