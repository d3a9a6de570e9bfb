import type { BrokerAdmin } from '#libs/messaging/access/broker-admin.js';
import { createMemberTopics, createMissingTopics } from '#libs/messaging/create-topics.js';
import {
  INPUT_TOPICS,
  MEMBER_INPUT_TOPICS,
  MEMBER_OUTPUT_TOPICS,
  memberTopicName,
  OUTPUT_TOPICS,
  topicName,
} from '#libs/messaging/topics.js';
import type { AccessReport } from './access-report.js';
import type { SyncOptions } from './sync-options.js';

/** Makes the topics that are missing, the house's and each member's; none is ever removed. */
export async function settleTopics(
  admin: BrokerAdmin['admin'],
  members: readonly string[],
  { topicPrefix, inputPartitions, check }: SyncOptions,
): Promise<AccessReport['topics']> {
  const wanted = [
    ...[...INPUT_TOPICS, ...OUTPUT_TOPICS].map((name) => topicName(topicPrefix, name)),
    ...members.flatMap((member) =>
      [...MEMBER_INPUT_TOPICS, ...MEMBER_OUTPUT_TOPICS].map((name) =>
        memberTopicName(topicPrefix, name, member),
      ),
    ),
  ];
  const before = new Set(await admin.listTopics());
  const missing = wanted.filter((topic) => !before.has(topic));
  const present = wanted.length - missing.length;
  if (check || missing.length === 0) return { made: missing, present, refused: [] };
  await createMissingTopics(admin, topicPrefix, inputPartitions);
  await createMemberTopics(admin, topicPrefix, members);
  const after = new Set(await admin.listTopics());
  return {
    made: missing.filter((topic) => after.has(topic)),
    present,
    refused: missing.filter((topic) => !after.has(topic)),
  };
}
