import type { Admin, ITopicConfig, KafkaJSProtocolError } from 'kafkajs';
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
  const all = members.flatMap(topicsOf);
  const missing = all.filter(({ topic }) => !existing.has(topic));
  const topics = missing.map(({ name, topic }) => ({
    topic,
    numPartitions: 1,
    configEntries: topicSettings(name),
  }));
  const refused = topics.length === 0 ? new Set<string>() : await refusedOf(admin, topics);
  const made = all.flatMap(({ topic }) => (refused.has(topic) ? [] : [topic]));
  // A broker hears of a new topic and its leader a moment after it is made, be it by us or by another service.
  if (made.length > 0) await whileSettling(() => admin.fetchTopicMetadata({ topics: made }));
  return members.filter((member) => topicsOf(member).every(({ topic }) => !refused.has(topic)));
}

/** Creates topics. @returns those that the broker will not have */
async function refusedOf(admin: Admin, topics: readonly ITopicConfig[]): Promise<Set<string>> {
  try {
    await admin.createTopics({ waitForLeaders: false, topics: [...topics] });
    return new Set();
  } catch (error) {
    // One answer a topic: somebody else may have made one at the same time.
    const answers = answersIn(error).filter(isAboutTopic);
    if (answers.length === 0) throw error;
    return new Set(answers.filter(isFinal).map(({ topic }) => topic));
  }
}

type TopicError = KafkaJSProtocolError & { readonly topic: string };

/** The client's classes of errors can't be imported by name from a module like this one. */
const answersIn = (error: unknown): readonly unknown[] =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : [];

const isAboutTopic = (error: unknown): error is TopicError =>
  error instanceof Error && 'topic' in error && 'type' in error;

/** What may pass is not a refusal: the topic is waited for. */
const isFinal = ({ type, retriable }: TopicError): boolean =>
  type !== 'TOPIC_ALREADY_EXISTS' && !retriable;
