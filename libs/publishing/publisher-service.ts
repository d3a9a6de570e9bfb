import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudEventHeaderBuilder } from '#libs/contracts/cloud-events.js';
import {
  crashPoint,
  LEASE_RENEWAL_MS,
  LedgerReader,
  Leases,
  type HeldLease,
  type DatabasePool,
} from '#libs/ledger/index.js';
import type { Sender } from '#libs/messaging/sender.js';
import type { Logger } from '#libs/platform/logging.js';
import { HeadWatch } from './head-watch.js';
import { lanesOfLedger, type LaneSenders } from './lanes-of-ledger.js';
import type { OpenMemberTopics } from './member-register.js';
import type { EventContext } from './messages-of-event.js';
import type { Checkpoint, PublishingLane } from './publishing-lane.js';

const STANDBY_POLL_MS = 250;
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 3_000;

/** Somebody else publishes now. */
class PublisherFenced extends Error {
  override readonly name = 'PublisherFenced';
}

/** A lease, and whether it was still held when it was last renewed. */
interface Reign {
  readonly lease: HeldLease;
  held: boolean;
  /** One lane failed: the others end after what they are at. */
  failed: boolean;
  written: Checkpoint;
}

/**
 * Publishes one ledger in order. The checkpoint moves after the broker has acknowledged; after a fault
 * messages may come again, with the same `ce_id`. One at a time, under a lease, fenced in Postgres by
 * its epoch and at the broker by the transactional ids.
 */
export class PublisherService {
  status: 'standby' | 'active' | 'ended' = 'standby';
  checkpoint: Checkpoint = { position: 0, evaluationSeq: 0 };
  private stopping = false;
  private readonly reader: LedgerReader;
  private readonly heads: HeadWatch;
  private readonly leases: Leases;
  private readonly context: EventContext;
  /** Moves of the checkpoint, one after the other. */
  private moving: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: DatabasePool,
    private readonly ledgerId: string,
    topicPrefix: string,
    private readonly senders: LaneSenders,
    private readonly openMemberTopics: OpenMemberTopics,
    private readonly log: Logger,
  ) {
    this.reader = new LedgerReader(pool, ledgerId);
    this.heads = new HeadWatch(this.reader);
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
    await this.closeSenders();
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
    const reign: Reign = { lease, held: true, failed: false, written: this.checkpoint };
    const renewal = setInterval(() => {
      void this.leases
        .renew(lease)
        .then((kept) => (reign.held = kept))
        .catch(() => undefined);
    }, LEASE_RENEWAL_MS);
    let retryMs = RETRY_FIRST_MS;
    const goingOn = (): void => {
      if (retryMs > RETRY_FIRST_MS) this.log.info('publishing goes on; nothing was lost');
      retryMs = RETRY_FIRST_MS;
    };
    while (!this.stopping && reign.held) {
      try {
        await this.runLanes(reign, goingOn);
      } catch (error) {
        if (error instanceof PublisherFenced) break;
        if (retryMs === RETRY_FIRST_MS)
          this.log.error({ err: error }, 'publishing is interrupted; trying again');
        await sleep(retryMs * (0.5 + Math.random() / 2));
        retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
      }
    }
    clearInterval(renewal);
    this.status = 'standby';
    await this.leases.release(lease).catch(() => undefined);
    await this.closeSenders();
  }

  /** Runs all lanes from the checkpoint until one fails or it is time to stop. */
  private async runLanes(reign: Reign, goingOn: () => void): Promise<void> {
    this.checkpoint = await this.readCheckpoint();
    reign.failed = false;
    reign.written = this.checkpoint;
    this.moving = Promise.resolve();
    const { pool, reader, context, senders, openMemberTopics } = this;
    const parts = { pool, reader, context, senders, openMemberTopics };
    const lanes = lanesOfLedger(parts, this.checkpoint);
    const runs = lanes.map((lane) => this.runLane(lane, lanes, reign, goingOn));
    for (const result of await Promise.allSettled(runs))
      if (result.status === 'rejected') throw result.reason;
  }

  private async runLane(
    lane: PublishingLane,
    lanes: readonly PublishingLane[],
    reign: Reign,
    goingOn: () => void,
  ): Promise<void> {
    const isGoingOn = (): boolean => !this.stopping && reign.held && !reign.failed;
    let moved: Promise<void> = Promise.resolve();
    try {
      while (isGoingOn()) {
        await this.open(lane.sender, reign.lease);
        const sent = await lane.publishNext();
        await moved;
        goingOn();
        if (sent) {
          this.heads.heard();
          moved = this.moveCheckpoint(lanes, reign);
          // Whoever awaits it sees the failure; until then it is not unhandled.
          moved.catch(() => undefined);
        } else {
          while (isGoingOn() && !lane.isBehind(await this.heads.next()));
        }
      }
      await moved;
    } catch (error) {
      reign.failed = true;
      throw error;
    }
  }

  /**
   * First the broker's fence, then the lease, then the reading: whoever was stopped between two of these
   * steps while another one took over is refused at the next, and sends nothing older after newer.
   */
  private async open(sender: Sender, lease: HeldLease): Promise<void> {
    crashPoint('before-fence');
    if (!(await sender.open())) return;
    const kept = await this.leases.renew(lease).catch(async (error: unknown) => {
      await sender.close();
      throw error;
    });
    if (!kept) throw new PublisherFenced('another publisher took over');
  }

  /** Moves the checkpoint to where every lane has got. */
  private moveCheckpoint(lanes: readonly PublishingLane[], reign: Reign): Promise<void> {
    this.moving = this.moving.then(async () => {
      const to = {
        position: Math.min(...lanes.map(({ checkpoint }) => checkpoint.position)),
        evaluationSeq: Math.min(...lanes.map(({ checkpoint }) => checkpoint.evaluationSeq)),
      };
      const { position, evaluationSeq } = reign.written;
      if (to.position === position && to.evaluationSeq === evaluationSeq) return;
      await this.writeCheckpoint(reign.lease, to);
      reign.written = to;
      this.checkpoint = to;
      crashPoint('checkpointed');
    });
    return this.moving;
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

  private async writeCheckpoint(lease: HeldLease, to: Checkpoint): Promise<void> {
    const { rowCount } = await this.pool.query(
      `UPDATE publisher_checkpoint SET position = $3, evaluation_seq = $4
       WHERE ledger_id = $1 AND epoch = $2`,
      [this.ledgerId, lease.epoch, to.position, to.evaluationSeq],
    );
    if (rowCount !== 1) throw new PublisherFenced('another publisher took over');
  }

  private async closeSenders(): Promise<void> {
    await Promise.all(Object.values<Sender>({ ...this.senders }).map((sender) => sender.close()));
  }
}
