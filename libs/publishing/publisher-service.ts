import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudEventHeaderBuilder } from '#libs/contracts/cloud-events.js';
import type { AnswerRepeated } from '#libs/domain/events/trade-events.js';
import {
  crashPoint,
  LEASE_RENEWAL_MS,
  LedgerReader,
  Leases,
  type HeldLease,
  type RawEvent,
  type DatabasePool,
} from '#libs/ledger/index.js';
import type { Logger } from '#libs/platform/logging.js';
import { EventFeed } from './event-feed.js';
import type { OutgoingMessage } from '#libs/messaging/outgoing-message.js';
import { ledgerMessage, noticeOf, type EventContext } from './messages-of-event.js';
import { quarantineMessage } from './quarantine-messages.js';
import { changedRequirements } from './requirement-messages.js';
import type { Sender } from '#libs/messaging/sender.js';

/** Events of one transaction at the broker. */
const PAGE = 1_000;
/** Waits between looks at the ledger: short while something happens, longer when quiet. */
const POLL_MIN_MS = 4;
const POLL_MAX_MS = 25;
const STANDBY_POLL_MS = 250;
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 3_000;

interface Checkpoint {
  readonly position: number;
  readonly evaluationSeq: number;
}

/** Somebody else publishes now. */
class PublisherFenced extends Error {
  override readonly name = 'PublisherFenced';
}

/**
 * Publishes one ledger in order. The checkpoint moves after the broker has acknowledged; after a fault
 * messages may come again, with the same `ce_id`. One at a time, under a lease, fenced in Postgres by
 * its epoch and at the broker by the transactional id.
 */
export class PublisherService {
  status: 'standby' | 'active' | 'ended' = 'standby';
  checkpoint: Checkpoint = { position: 0, evaluationSeq: 0 };
  private stopping = false;
  private readonly reader: LedgerReader;
  private readonly feed: EventFeed;
  /** The move of the checkpoint that is under way beside the next send. */
  private checkpointing: Promise<void> = Promise.resolve();
  private readonly leases: Leases;
  private readonly context: EventContext;

  constructor(
    private readonly pool: DatabasePool,
    private readonly ledgerId: string,
    topicPrefix: string,
    private readonly sender: Sender,
    private readonly log: Logger,
  ) {
    this.reader = new LedgerReader(pool, ledgerId);
    this.feed = new EventFeed(this.reader, PAGE);
    this.leases = new Leases(pool, ledgerId);
    this.context = { ledgerId, topicPrefix, headers: new CloudEventHeaderBuilder(ledgerId) };
  }

  /** Publishes until stopped; waits as a standby while another one does. */
  async run(): Promise<void> {
    while (!this.stopping) {
      const lease = await this.takeLease();
      if (lease) await this.publishUnder(lease);
      else await sleep(STANDBY_POLL_MS);
    }
    this.status = 'ended';
    await this.sender.close();
  }

  stop(): void {
    this.stopping = true;
  }

  private async takeLease(): Promise<HeldLease | undefined> {
    return this.leases
      .acquire('publisher', `${hostname()}:${process.pid}`)
      .catch((error: unknown) => {
        this.log.warn({ err: error }, 'the lease could not be asked for; trying again');
        return undefined;
      });
  }

  private async publishUnder(lease: HeldLease): Promise<void> {
    this.status = 'active';
    let held = true;
    const renewal = setInterval(() => {
      void this.leases
        .renew(lease)
        .then((kept) => (held = kept))
        .catch(() => undefined);
    }, LEASE_RENEWAL_MS);
    let retryMs = RETRY_FIRST_MS;
    let pollMs = POLL_MIN_MS;
    try {
      this.feed.reset();
      // Of a lease before this one: what became of it is what is read now.
      await this.checkpointing.catch(() => undefined);
      this.checkpointing = Promise.resolve();
      this.checkpoint = await this.readCheckpoint();
      while (!this.stopping && held) {
        try {
          const sent = await this.publishNext(lease);
          if (retryMs > RETRY_FIRST_MS) this.log.info('publishing goes on; nothing was lost');
          retryMs = RETRY_FIRST_MS;
          pollMs = sent ? POLL_MIN_MS : Math.min(pollMs * 1.5, POLL_MAX_MS);
          if (!sent) await sleep(pollMs);
        } catch (error) {
          if (error instanceof PublisherFenced) break;
          this.checkpoint = await this.checkpointing.then(
            () => this.checkpoint,
            () => this.readCheckpoint(),
          );
          this.checkpointing = Promise.resolve();
          this.feed.reset();
          if (retryMs === RETRY_FIRST_MS)
            this.log.error({ err: error }, 'publishing is interrupted; trying again');
          await sleep(retryMs * (0.5 + Math.random() / 2));
          retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
        }
      }
    } catch (error) {
      this.log.error({ err: error }, 'the checkpoint cannot be read; trying again');
      await sleep(RETRY_MAX_MS);
    } finally {
      clearInterval(renewal);
      this.status = 'standby';
      await this.leases.release(lease).catch(() => undefined);
      await this.sender.close();
    }
  }

  /** Sends the next events and requirements. @returns whether there were any */
  private async publishNext(lease: HeldLease): Promise<boolean> {
    await this.openSender(lease);
    const before = this.checkpoint;
    const events = await this.feed.next(before.position);
    const { messages, evaluationSeq } = await changedRequirements(
      this.pool,
      this.context,
      before.evaluationSeq,
    );
    if (events.length === 0 && messages.length === 0) {
      await this.checkpointing;
      return false;
    }
    await this.sender.send([...(await this.messagesOf(events)), ...messages]);
    crashPoint('published');
    await this.checkpointing;
    this.checkpoint = { position: events.at(-1)?.position ?? before.position, evaluationSeq };
    this.checkpointing = this.moveCheckpoint(lease, this.checkpoint);
    // With a full page the next one is waiting: its sending and this need not wait for each other.
    if (events.length < PAGE) await this.checkpointing;
    else this.checkpointing.catch(() => undefined);
    return true;
  }

  /**
   * First the broker's fence, then the lease, then the reading: whoever was stopped between two of these
   * steps while another one took over is refused at the next, and sends nothing older after newer.
   */
  private async openSender(lease: HeldLease): Promise<void> {
    crashPoint('before-fence');
    if (!(await this.sender.open())) return;
    const kept = await this.leases.renew(lease).catch(async (error: unknown) => {
      await this.sender.close();
      throw error;
    });
    if (!kept) throw new PublisherFenced('another publisher took over');
  }

  private async messagesOf(events: readonly RawEvent[]): Promise<OutgoingMessage[]> {
    const messages: OutgoingMessage[] = [];
    for (const event of events) {
      messages.push(ledgerMessage(this.context, event));
      const notice =
        noticeOf(this.context, event) ??
        (await quarantineMessage(this.pool, this.context, event)) ??
        (await this.firstAnswer(event));
      if (notice) messages.push(notice);
    }
    return messages;
  }

  /** The answer that was given first, under its first `ce_id`. */
  private async firstAnswer(event: RawEvent): Promise<OutgoingMessage | undefined> {
    if (event.type !== 'AnswerRepeated') return undefined;
    const { position } = JSON.parse(event.payloadText) as AnswerRepeated;
    const [first] = await this.reader.at([position]);
    return first && noticeOf(this.context, first);
  }

  private async readCheckpoint(): Promise<Checkpoint> {
    const { rows } = await this.pool.query<{ position: string; evaluation_seq: string }>(
      'SELECT position, evaluation_seq FROM publisher_checkpoint WHERE ledger_id = $1',
      [this.ledgerId],
    );
    return {
      position: Number(rows[0]?.position ?? 0),
      evaluationSeq: Number(rows[0]?.evaluation_seq ?? 0),
    };
  }

  private async moveCheckpoint(lease: HeldLease, to: Checkpoint): Promise<void> {
    const { rowCount } = await this.pool.query(
      `UPDATE publisher_checkpoint SET position = $3, evaluation_seq = $4
       WHERE ledger_id = $1 AND epoch = $2`,
      [this.ledgerId, lease.epoch, to.position, to.evaluationSeq],
    );
    if (rowCount !== 1) throw new PublisherFenced('another publisher took over');
    crashPoint('checkpointed');
  }
}
