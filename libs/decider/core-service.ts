import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  clearInputGapDecision,
  FencedError,
  LEASE_RENEWAL_MS,
  LedgerReader,
  LedgerWriter,
  Leases,
  readInputGapDecisions,
  readInputOffsets,
  Snapshots,
  type HeldLease,
  type InputOffset,
  type DatabasePool,
} from '#libs/ledger/index.js';
import { RowPool } from '#libs/margin-workers/index.js';
import type { InputGap, MessageBatch } from '#libs/messaging/index.js';
import type { Logger } from '#libs/platform/logging.js';
import { codeVersion } from './code-version.js';
import { Committer, violatesIntegrity } from './committer.js';
import { Decider } from './decider.js';
import type { DeciderPort } from './decider-port.js';
import { Evaluator } from './evaluator.js';
import { serializeSnapshot } from './house-snapshot.js';
import type { InputKind } from './input-kind.js';
import { KnownIdentities } from './known-identities.js';
import { KnownTrades } from './known-trades.js';
import { KnownSealedBids } from './known-sealed-bids.js';
import { RECENT_IDENTITIES_MAX } from './limits.js';
import { RecentIdentities } from './recent-identities.js';
import { LedgerFollower, type Folded } from './recover-house.js';

export type CoreStatus = 'starting' | 'standby' | 'active' | 'halted' | 'ended';

const STANDBY_POLL_MS = 250;
const GAP_POLL_MS = 1_000;

/**
 * The life of a core process: it follows the ledger as a standby, takes the lease when nobody holds it,
 * decides until it is stopped or somebody else took over. It never becomes active twice: who lost the
 * lease ends, and starts anew as a standby.
 */
export class CoreService implements DeciderPort {
  status: CoreStatus = 'starting';
  /** Why input stands still, when it does. */
  haltedBecause: readonly InputGap[] = [];
  /** Whether every member of the ledger has its topics, and is listened to. */
  listensToMembers: () => boolean = () => false;
  private lease: HeldLease | undefined;
  private decider: Decider | undefined;
  private writer: LedgerWriter | undefined;
  private rows: RowPool | undefined;
  private stopping = false;
  private readonly leases: Leases;
  private readonly snapshots: Snapshots;
  private readonly version = codeVersion();

  /** @param marginThreads threads that revalue options beside the event loop; 0: on it */
  constructor(
    private readonly pool: DatabasePool,
    private readonly ledgerId: string,
    private readonly log: Logger,
    private readonly marginThreads = 0,
  ) {
    this.leases = new Leases(pool, ledgerId);
    this.snapshots = new Snapshots(pool, ledgerId, this.version);
  }

  /** Position of the last decision, durable or not; undefined while not active. */
  get position(): number | undefined {
    return this.decider?.position;
  }

  /** The members of the ledger; none while not active. */
  get members(): readonly string[] {
    return this.decider?.members ?? [];
  }

  get epoch(): number | undefined {
    return this.lease?.epoch;
  }

  submit<Decoded>(batch: MessageBatch, kind: InputKind<Decoded>): Promise<void> {
    if (!this.decider) throw new Error('only the active core takes input');
    return this.decider.submit(batch, kind);
  }

  /**
   * Waits as a standby until nobody else decides, then takes over.
   * @returns where each input goes on; undefined when stopped meanwhile
   */
  async becomeActive(): Promise<InputOffset[] | undefined> {
    const follower = await LedgerFollower.open(this.pool, this.ledgerId, this.version);
    const from = follower.folded.house.position;
    const folded = await follower.catchUp();
    this.log.info({ snapshot: from, folded }, `ledger ${this.ledgerId} folded`);
    const holder = `${hostname()}:${process.pid}`;
    while (!this.stopping) {
      this.lease = await this.takeLease(holder);
      if (this.lease) break;
      this.status = 'standby';
      await sleep(STANDBY_POLL_MS);
      await follower.catchUp().catch(() => undefined);
    }
    if (!this.lease) return undefined;
    await follower.catchUp();
    this.decider = await this.makeDecider(follower.folded, this.lease);
    this.status = 'active';
    this.log.info({ epoch: this.lease.epoch }, `decides for ledger ${this.ledgerId}`);
    return readInputOffsets(this.pool, this.ledgerId);
  }

  /** Decides until stopped. @throws FencedError when another core took over */
  async run(): Promise<void> {
    const { decider, lease } = this;
    if (!decider || !lease) return;
    const renewal = setInterval(() => void this.renew(lease), LEASE_RENEWAL_MS);
    try {
      await decider.run();
    } catch (error) {
      // A cache that led to this must not lead to it again.
      if (violatesIntegrity(error)) await this.snapshots.discard();
      if (!(error instanceof FencedError && this.stopping)) throw error;
    } finally {
      clearInterval(renewal);
      this.writer?.close();
      await this.rows?.close();
      this.status = 'ended';
    }
    await this.leases.release(lease).catch(() => undefined);
  }

  /** Ends {@link run} and {@link becomeActive}. */
  stop(): void {
    this.stopping = true;
    this.decider?.stop();
  }

  /** Input cannot go on: says so, and waits for an operator's decision. */
  async halt(gap: InputGap): Promise<void> {
    if (this.haltedBecause.some((g) => g.topic === gap.topic && g.partition === gap.partition))
      return;
    this.haltedBecause = [...this.haltedBecause, gap];
    this.status = 'halted';
    while (!this.stopping) {
      await sleep(GAP_POLL_MS);
      if (await this.carryOutGapDecision(gap).catch(() => false)) return;
    }
  }

  private async carryOutGapDecision(gap: InputGap): Promise<boolean> {
    const { topic, partition } = gap;
    const decisions = await readInputGapDecisions(this.pool, this.ledgerId);
    const decision = decisions.find((d) => d.topic === topic && d.partition === partition);
    if (!decision || !this.decider) return false;
    await this.decider.acceptGap(gap, decision);
    await clearInputGapDecision(this.pool, this.ledgerId, topic, partition);
    this.haltedBecause = this.haltedBecause.filter((other) => other !== gap);
    return true;
  }

  private async takeLease(holder: string): Promise<HeldLease | undefined> {
    try {
      return await this.leases.acquire('core', holder);
    } catch (error) {
      this.log.warn({ err: error }, 'the lease could not be asked for; trying again');
      return undefined;
    }
  }

  private async renew(lease: HeldLease): Promise<void> {
    const kept = await this.leases.renew(lease).catch(() => true);
    if (kept) return;
    this.log.error('another core holds the lease: this one stops');
    this.decider?.stop();
  }

  private makeRowPool(): RowPool | undefined {
    if (this.marginThreads === 0) return undefined;
    return new RowPool({
      threads: this.marginThreads,
      onRows: () => this.decider?.takeRows(),
      onLost: (error, replaced) =>
        this.log.error(
          { err: error },
          replaced
            ? 'a thread that revalues options ended; another takes its place'
            : 'threads that revalue options end again and again; options are revalued in place',
        ),
    });
  }

  private async makeDecider(folded: Folded, lease: HeldLease): Promise<Decider> {
    const { pool, ledgerId, log, snapshots } = this;
    const head = await new LedgerReader(pool, ledgerId).head();
    const { rows } = await pool.query<{ account: string; payload: string }>(
      'SELECT account, payload FROM margin_requirement WHERE ledger_id = $1',
      [ledgerId],
    );
    const written = rows.map(({ account, payload }) => ({ account, payloadText: payload }));
    const watch = {
      onAway: (error: unknown) =>
        log.error({ err: error }, 'the database does not take what was decided; trying again'),
      onBack: () => log.info('the database is back; nothing was lost'),
    };
    this.writer = new LedgerWriter(pool, ledgerId, lease.epoch);
    this.rows = this.makeRowPool();
    return new Decider({
      house: folded.house,
      hash: folded.hash,
      evaluatedPosition: head.evaluatedPosition,
      evaluationSeq: head.evaluationSeq,
      committer: new Committer(this.writer, watch),
      identities: new KnownIdentities(
        pool,
        ledgerId,
        new RecentIdentities(RECENT_IDENTITIES_MAX),
        folded.filter,
      ),
      sealedBids: new KnownSealedBids(pool, ledgerId),
      trades: new KnownTrades(pool, ledgerId),
      evaluator: new Evaluator({ written, clock: Date.now, rows: this.rows }),
      clock: Date.now,
      snapshot: async (house, hash) => {
        const state = serializeSnapshot({ house, filter: folded.filter });
        await snapshots
          .write({ position: house.position, headHash: hash, state })
          .catch((error: unknown) => log.warn({ err: error }, 'no snapshot was kept'));
      },
      onBadInput: (causation, error) => log.error({ causation, err: error }, 'quarantined'),
      onFailedRequirements: (failed) =>
        log.warn({ failed: Object.fromEntries(failed) }, 'requirements could not be computed'),
    });
  }
}
