import type { Admin } from 'kafkajs';
import { INPUT_TOPICS, OUTPUT_TOPICS, topicName, topicSettings } from './topics.js';
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
