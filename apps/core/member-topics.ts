import type { CoreService } from '#libs/decider/index.js';
import {
  memberTopicsOpener,
  type createKafka,
  type KafkaBatchStrategy,
} from '#libs/messaging/index.js';
import type { Logger } from '#libs/platform/logging.js';

/** How soon the topics of a new member are there. */
const LOOK_MS = 100;

/** Keeps a topic for every member of the ledger, and the core listening to it. */
export class MemberTopics {
  private known = '';
  private isBusy = false;

  private readonly open: ReturnType<typeof memberTopicsOpener>;

  constructor(kafka: ReturnType<typeof createKafka>, topicPrefix: string, logger: Logger) {
    this.open = memberTopicsOpener(kafka, topicPrefix, logger);
  }

  /** Creates what members lack. @returns those that have their topics */
  async create(members: readonly string[]): Promise<string[]> {
    this.known = nameOf(members);
    return this.open(members);
  }

  /** Whether the core listens to the topics of all members that there are. */
  isCurrent(core: CoreService): boolean {
    return !this.isBusy && nameOf(core.members) === this.known;
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
