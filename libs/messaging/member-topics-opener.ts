import type { Kafka } from 'kafkajs';
import { createMemberTopics } from './create-topics.js';

/** What of a logger is needed here. */
interface ErrorLog {
  error(content: object, message: string): void;
}

/**
 * Makes sure that members have their topics, each time by a connection of its own, since members seldom come.
 * @returns of the members that are asked for those that have all of theirs
 */
export function memberTopicsOpener(
  kafka: Kafka,
  topicPrefix: string,
  log: ErrorLog,
): (members: readonly string[]) => Promise<string[]> {
  return async (members) => {
    if (members.length === 0) return [];
    const admin = kafka.admin();
    await admin.connect();
    try {
      const ready = await createMemberTopics(admin, topicPrefix, members);
      const without = members.filter((member) => !ready.includes(member));
      if (without.length > 0)
        log.error({ members: without }, 'the broker refuses topics of these members');
      return ready;
    } finally {
      await admin.disconnect();
    }
  };
}
