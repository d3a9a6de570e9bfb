import { crashPoint, type LedgerReader, type RawEvent } from '#libs/ledger/index.js';
import type { OutgoingMessage } from '#libs/messaging/outgoing-message.js';
import type { Sender } from '#libs/messaging/sender.js';
import { EventFeed } from './event-feed.js';

/** How far something is published. */
export interface Checkpoint {
  /** Of the last event. */
  readonly position: number;
  /** Of the last evaluation whose requirements went out. */
  readonly evaluationSeq: number;
}

/** What a page of events leads to on the topics of a lane. */
export interface LaneMessages {
  readonly messages: readonly OutgoingMessage[];
  readonly evaluationSeq: number;
}

/** Makes the messages of a lane. */
export type MessagesOf = (
  events: readonly RawEvent[],
  evaluationSeq: number,
) => Promise<LaneMessages>;

/** Events of one transaction at the broker. */
const PAGE = 4_000;

/**
 * Publishes some topics of a ledger in order, by a producer of its own. Lanes go on beside each other: while
 * one waits for the broker another encodes its messages.
 */
export class PublishingLane {
  private readonly feed: EventFeed;

  constructor(
    reader: LedgerReader,
    readonly sender: Sender,
    private readonly messagesOf: MessagesOf,
    /** Everything up to here is acknowledged. */
    public checkpoint: Checkpoint,
  ) {
    this.feed = new EventFeed(reader, PAGE);
  }

  /** Whether there is something to send. */
  isBehind({ position, evaluationSeq }: Checkpoint): boolean {
    return position > this.checkpoint.position || evaluationSeq > this.checkpoint.evaluationSeq;
  }

  /** Sends what follows the checkpoint. @returns whether there was anything */
  async publishNext(): Promise<boolean> {
    const { position, evaluationSeq } = this.checkpoint;
    const events = await this.feed.next(position);
    const made = await this.messagesOf(events, evaluationSeq);
    const { messages } = made;
    if (events.length === 0 && made.evaluationSeq === evaluationSeq) return false;
    if (messages.length > 0) await this.sender.send(messages);
    crashPoint('published');
    this.checkpoint = {
      position: events.at(-1)?.position ?? position,
      evaluationSeq: made.evaluationSeq,
    };
    return true;
  }
}
