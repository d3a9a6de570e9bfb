import type { Admin } from 'kafkajs';
import {
  INPUT_TOPICS,
  MEMBER_INPUT_TOPICS,
  MEMBER_OUTPUT_TOPICS,
  memberTopicName,
  OUTPUT_TOPICS,
  topicName,
  topicSettings,
} from './topics.js';
import { whileSettling } from './while-settling.js';

/**
 * Creates the topics that are missing; those that exist are left as they are.
 * @param partitions of each new topic, except the ones that have a fixed number
 */
export async function createMissingTopics(
  admin: Admin,
  prefix: string,
  partitions: number,
): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = [...INPUT_TOPICS, ...OUTPUT_TOPICS].filter(
    (name) => !existing.has(topicName(prefix, name)),
  );
  if (missing.length === 0) return;
  await admin.createTopics({
    waitForLeaders: false,
    topics: missing.map((name) => ({
      topic: topicName(prefix, name),
      // Commands are decided in the order in which operators gave them.
      numPartitions: name === 'commands' ? 1 : partitions,
      configEntries: topicSettings(name),
    })),
  });
  // The client's own wait gives up at the first "not yet" of the broker.
  const topics = missing.map((name) => topicName(prefix, name));
  await whileSettling(() => admin.fetchTopicMetadata({ topics }));
}

const MEMBER_TOPICS = [...MEMBER_INPUT_TOPICS, ...MEMBER_OUTPUT_TOPICS];

interface MemberTopic {
  readonly name: (typeof MEMBER_TOPICS)[number];
  readonly topic: string;
}

/**
 * Creates the topics that members lack, of one partition each: what a member sends is decided in the order
 * in which it was sent, and what it is told it reads in the order of the ledger.
 * @returns the members that have all of theirs; a broker refuses names that it cannot tell apart
 */
export async function createMemberTopics(
  admin: Admin,
  prefix: string,
  members: readonly string[],
): Promise<string[]> {
  const topicsOf = (member: string): MemberTopic[] =>
    MEMBER_TOPICS.map((name) => ({ name, topic: memberTopicName(prefix, name, member) }));
  const existing = new Set(await admin.listTopics());
  const missing = members.flatMap(topicsOf).filter(({ topic }) => !existing.has(topic));
  if (missing.length === 0) return [...members];
  const topics = missing.map(({ name, topic }) => ({
    topic,
    numPartitions: 1,
    configEntries: topicSettings(name),
  }));
  // Of many some may be refused; what is there afterwards tells.
  await admin.createTopics({ waitForLeaders: false, topics }).catch(() => false);
  const now = new Set(await admin.listTopics());
  const made = missing.flatMap(({ topic }) => (now.has(topic) ? [topic] : []));
  if (made.length > 0) await whileSettling(() => admin.fetchTopicMetadata({ topics: made }));
  return members.filter((member) => topicsOf(member).every(({ topic }) => now.has(topic)));
}
