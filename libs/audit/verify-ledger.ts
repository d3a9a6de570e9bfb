import {
  LedgerReader,
  type LedgerHead,
  type Queryable,
  type RawEvent,
  parseEvent,
} from '#libs/ledger/index.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { type HouseState, MarginEngine, emptyHouse, evolve } from '#libs/domain/house/index.js';
import { AdjustmentCheck } from './adjustment-check.js';
import { AuctionCheck } from './auction-check.js';
import { BookingCheck } from './booking-check.js';
import { CallCheck } from './call-check.js';
import { ChainCheck } from './chain-check.js';
import { eventRows } from './event-rows.js';
import { DefaultCheck } from './default-check.js';
import { type Finding, Findings } from './finding.js';
import { FundingCheck } from './funding-check.js';
import { FundingTally } from './funding-tally.js';
import { IdentityCheck } from './identity-check.js';
import { checkJournal, checkSums } from './journal-check.js';
import { PriceFeedCheck } from './price-feed-check.js';
import { QuarantineCheck } from './quarantine-check.js';
import { ReadModelCheck } from './read-model-check.js';
import { RequirementCheck } from './requirement-check.js';
import { SettlementCheck } from './settlement-check.js';

export interface Verification {
  readonly ledger: string;
  readonly position: number;
  readonly headHash: string;
  readonly events: number;
  /** All of them, also those beyond what `findings` lists. */
  readonly findingCount: number;
  readonly findings: readonly Finding[];
}

export interface VerifyOptions {
  /** Told after each page how many events of how many have been read. */
  readonly onProgress?: (read: number, of: number) => void;
}

/**
 * Verifies a ledger from its first event (architecture.md, "`ccp audit verify`"): the hash chain, the
 * invariants, every amount recomputed from the state at its position, and what is stored beside the
 * ledger. Recorded decisions are folded, never decided anew.
 * @param client inside a transaction of one snapshot, so that all of it is of one moment
 */
export async function verifyLedger(
  client: Queryable,
  ledgerId: string,
  options: VerifyOptions = {},
): Promise<Verification> {
  const findings = new Findings(ledgerId);
  const head = await new LedgerReader(client, ledgerId).head();
  const walk = new LedgerWalk(client, ledgerId, findings);
  await walk.begin();
  let read = 0;
  for await (const rows of eventRows(client, ledgerId)) {
    await walk.takePage(rows);
    read += rows.length;
    options.onProgress?.(read, head.position);
  }
  await walk.finish(head);
  return {
    ledger: ledgerId,
    position: head.position,
    headHash: head.hash,
    events: read,
    findingCount: findings.count,
    findings: findings.all,
  };
}

/** One walk through a ledger, every check beside the fold. */
class LedgerWalk {
  private readonly house: HouseState;
  private readonly engine: MarginEngine;
  private readonly chain: ChainCheck;
  private readonly identities: IdentityCheck;
  private readonly quarantine: QuarantineCheck;
  private readonly auctions: AuctionCheck;
  private readonly bookings: BookingCheck;
  private readonly settlements: SettlementCheck;
  private readonly funding: FundingCheck;
  private readonly adjustments: AdjustmentCheck;
  private readonly defaults: DefaultCheck;
  private readonly priceFeeds: PriceFeedCheck;
  private readonly calls: CallCheck;
  private readonly requirements: RequirementCheck;
  private readonly readModels: ReadModelCheck;
  /** After an event that does not fold, nothing can be recomputed; the chain is walked on. */
  private folding = true;

  constructor(
    private readonly client: Queryable,
    private readonly ledgerId: string,
    private readonly findings: Findings,
  ) {
    this.house = emptyHouse(ledgerId);
    this.engine = new MarginEngine(this.house);
    this.chain = new ChainCheck(ledgerId, findings);
    this.identities = new IdentityCheck(client, ledgerId, findings);
    this.quarantine = new QuarantineCheck(client, ledgerId, findings);
    this.auctions = new AuctionCheck(client, ledgerId, findings);
    this.bookings = new BookingCheck(client, ledgerId, findings);
    const tally = new FundingTally();
    this.settlements = new SettlementCheck(findings, tally);
    this.funding = new FundingCheck(findings, tally);
    this.adjustments = new AdjustmentCheck(findings);
    this.defaults = new DefaultCheck(findings);
    this.priceFeeds = new PriceFeedCheck(findings);
    this.calls = new CallCheck(findings);
    this.requirements = new RequirementCheck(client, ledgerId, findings);
    this.readModels = new ReadModelCheck(client, ledgerId, findings);
  }

  async begin(): Promise<void> {
    await this.calls.load(this.client, this.ledgerId);
    await this.requirements.load();
    await this.readModels.load();
    await this.readModels.check(this.house);
  }

  async takePage(rows: readonly RawEvent[]): Promise<void> {
    for (const row of rows) {
      this.chain.take(row);
      const event = this.parse(row);
      if (event && this.folding) this.fold(event);
      if (this.folding) await this.checkWhatIsStored();
    }
    await this.identities.endOfPage();
    await this.bookings.endOfPage();
  }

  async finish(head: LedgerHead): Promise<void> {
    this.chain.finish(head);
    if (!this.folding) return;
    this.settlements.finish();
    this.calls.finish();
    this.requirements.finish();
    this.readModels.finish(head.position);
    await this.identities.finish();
    await this.quarantine.finish(head.position);
    await this.auctions.finish(head.position);
    checkSums(this.house, this.findings);
  }

  private parse(row: RawEvent): RecordedEvent | undefined {
    try {
      return parseEvent(row);
    } catch {
      this.stop(row.position, 'the payload of the event is not JSON');
      return undefined;
    }
  }

  private fold(event: RecordedEvent): void {
    try {
      this.identities.take(event);
      this.quarantine.take(event);
      this.auctions.take(this.house, event);
      checkJournal(event, this.findings);
      this.bookings.take(this.house, event);
      this.settlements.take(this.house, event);
      this.funding.take(this.house, event);
      this.adjustments.take(this.house, event);
      this.defaults.take(this.house, event);
      this.priceFeeds.take(this.house, this.engine, event);
      evolve(this.house, event);
      this.funding.takeFolded(this.house, event);
      this.defaults.takeFolded(this.house, event);
    } catch (error) {
      this.stop(event.position, error instanceof Error ? error.message : String(error));
      return;
    }
    this.readModels.take(event);
    this.calls.check(this.house, this.engine);
  }

  private async checkWhatIsStored(): Promise<void> {
    const { position } = this.house;
    if (this.requirements.isDue(position)) await this.requirements.check(this.house, this.engine);
    if (this.readModels.isDue(position)) await this.readModels.check(this.house);
  }

  private stop(position: number, reason: string): void {
    if (!this.folding) return;
    this.folding = false;
    this.findings.add(
      position,
      `event ${position} cannot be folded; nothing after it was recomputed`,
      'an event that follows from those before it',
      reason,
    );
  }
}
