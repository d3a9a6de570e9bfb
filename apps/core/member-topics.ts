import type { CoreService } from '#libs/decider/index.js';
import {
  createMemberTopics,
  type createKafka,
  type KafkaBatchStrategy,
} from '#libs/messaging/index.js';
import type { Logger } from '#libs/platform/logging.js';

/** How soon the topics of a new member are there. */
const LOOK_MS = 250;

/** Keeps a topic for every member of the ledger, and the core listening to it. */
export class MemberTopics {
  private known = '';
  private isBusy = false;

  constructor(
    private readonly kafka: ReturnType<typeof createKafka>,
    private readonly topicPrefix: string,
    private readonly logger: Logger,
  ) {}

  /** Creates what members lack. @returns those that have their topics */
  async create(members: readonly string[]): Promise<string[]> {
    this.known = nameOf(members);
    if (members.length === 0) return [];
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const ready = await createMemberTopics(admin, this.topicPrefix, members);
      const without = members.filter((member) => !ready.includes(member));
      if (without.length > 0)
        this.logger.error({ members: without }, 'the broker refuses topics of these members');
      return ready;
    } finally {
      await admin.disconnect();
    }
  }

  /** Looks for new members as long as the process lives. */
  followAs(
    core: CoreService,
    strategy: KafkaBatchStrategy,
    onFailure: (error: Error) => void,
  ): void {
    const look = async (): Promise<void> => {
      const { members } = core;
      if (this.isBusy || core.status !== 'active' || nameOf(members) === this.known) return;
      this.isBusy = true;
      try {
        await strategy.follow(await this.create(members));
      } catch (error) {
        onFailure(error instanceof Error ? error : new Error(String(error)));
      } finally {
        this.isBusy = false;
      }
    };
    setInterval(() => void look(), LOOK_MS).unref();
  }
}

const nameOf = (members: readonly string[]): string => members.join(' ');
