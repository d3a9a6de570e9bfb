import type { AuditedEvent } from './audited-events.js';
import { Calls } from './calls.js';
import { CashBox } from './cash-box.js';
import { Charges } from './charges.js';
import { CycleAudit, type Sources } from './cycle-audit.js';
import { readDeliveries } from './deliveries.js';
import { add, Findings } from './findings.js';
import { FundingRecord } from './funding-record.js';
import { Journals } from './journals.js';
import { Positions } from './positions.js';
import { PriceRecord } from './price-record.js';
import type { PublishedMessage, SentMessage } from './published-message.js';
import { compareWithSent } from './sent-answers.js';
import { Terms } from './terms.js';
import { TradeBook } from './trade-book.js';

/** What an audit came to: what does not agree, and how everything stands by the auditor's own books. */
export interface AuditResult {
  readonly findings: readonly string[];
  readonly terms: Terms;
  readonly positions: Positions;
  readonly cash: CashBox;
  readonly calls: Calls;
  /** How many events there were of each type. */
  readonly seen: ReadonlyMap<string, number>;
}

/**
 * Goes through what a clearing house published and computes from trades, accepted prices, instructions and
 * the reference data alone what every account should have been paid and hold. It imports nothing of the
 * clearing house.
 * @param document the reference data that were in force all the time
 * @param messages of all topics out, in the order of each partition
 * @param sent all that was sent to the clearing house
 */
export function audit(
  document: unknown,
  messages: readonly PublishedMessage[],
  sent: readonly SentMessage[],
): AuditResult {
  const findings = new Findings();
  const events = readDeliveries(messages, findings);
  compareWithSent(events, sent, findings);
  const auditor = new Auditor(new Terms(document), findings);
  for (const event of events) {
    try {
      auditor.read(event);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      findings.expect(false, () => `${event.type} at ${event.position}: ${error.message}`);
    }
  }
  auditor.finish();
  const { sources, calls, seen } = auditor;
  const { terms, positions, cash } = sources;
  return { findings: findings.list, terms, positions, cash, calls, seen };
}

/** Reads events in ledger order. */
class Auditor {
  readonly sources: Sources;
  readonly calls: Calls;
  readonly seen = new Map<string, number>();
  private readonly funding: FundingRecord;
  private readonly journals: Journals;
  private readonly trades: TradeBook;
  private cycle: CycleAudit | undefined;
  private readonly booked = new Set<string>();

  constructor(
    terms: Terms,
    private readonly findings: Findings,
  ) {
    const prices = new PriceRecord();
    this.sources = {
      terms,
      findings,
      prices,
      positions: new Positions(terms),
      charges: new Charges(terms),
      accrued: new Map(),
      cash: new CashBox(terms, findings),
    };
    this.calls = new Calls(terms, findings);
    this.funding = new FundingRecord(terms, prices);
    this.journals = new Journals(findings);
    const { positions, charges } = this.sources;
    this.trades = new TradeBook(terms, positions, charges, findings);
  }

  read(event: AuditedEvent): void {
    this.seen.set(event.type, (this.seen.get(event.type) ?? 0) + 1);
    const { prices, positions, cash } = this.sources;
    const ledgerMs = Date.parse(event.ledgerTime ?? '');
    if (event.type !== 'AccountSettled') this.endCycle(event.position);
    switch (event.type) {
      case 'PricesObserved':
        for (const price of event.payload.prices)
          if (prices.observe(price)) this.funding.observe(price.symbol, ledgerMs);
        break;
      case 'SettlementPriceAccepted':
        if (prices.observeOfficial(event.payload))
          this.funding.observe(event.payload.symbol, ledgerMs);
        break;
      case 'TradeNovated':
        this.trades.novated(event.payload);
        prices.trade(event.payload.instrument, event.payload.price);
        this.funding.begin(event.payload.instrument, ledgerMs);
        break;
      case 'TradeBusted':
      case 'TradeCorrected':
        this.trades.corrected(event.payload, event.position);
        break;
      case 'TransferOffered':
        this.trades.offered(event.payload, event.position);
        break;
      case 'LotsTransferred':
        this.trades.transferred(event.payload, event.position);
        cash.accompany(event.position, event.payload);
        this.journals.post(event.position, event.payload.journal ?? []);
        break;
      case 'FundingAccrued': {
        const { instrument } = event.payload;
        const holders = positions.holders(instrument);
        const amounts = this.funding.accrue(event.payload, holders, this.findings);
        for (const [account, amount] of amounts)
          add(this.sources.accrued, `${account} ${instrument}`, amount);
        break;
      }
      case 'CollateralDeposited':
      case 'CollateralWithdrawn':
      case 'CollateralRecalled':
      case 'CollateralSubstituted':
      case 'CollateralTransferred':
      case 'DefaultFundDeposited':
      case 'DefaultFundWithdrawn':
        cash.instruct(event.type, event.position, event.payload);
        this.journals.post(event.position, event.payload.journal);
        this.calls.promise(event.payload.paid ?? []);
        break;
      default:
        this.readOutcome(event, ledgerMs);
    }
  }

  /** What is booked, and calls. */
  private readOutcome(event: AuditedEvent, ledgerMs: number): void {
    switch (event.type) {
      case 'SettlementCycleCompleted': {
        const { cycleId } = event.payload;
        this.findings.expect(!this.booked.has(cycleId), () => `${cycleId} is booked twice`);
        this.booked.add(cycleId);
        this.cycle = new CycleAudit(this.sources, event.payload, event.position);
        this.journals.post(event.position, event.payload.journal ?? []);
        break;
      }
      case 'AccountSettled':
        this.findings.expect(
          this.cycle !== undefined,
          () => `${event.payload.account} is settled at ${event.position} without a cycle`,
        );
        this.cycle?.part(event.payload);
        this.journals.post(event.position, event.payload.journal);
        break;
      case 'SettlementCycleSettled': {
        const { cycleId } = event.payload;
        const wasBooked = this.booked.has(cycleId);
        this.findings.expect(wasBooked, () => `${cycleId} is settled and was never booked`);
        break;
      }
      case 'MarginCallIssued':
        this.calls.issued(event.payload, event.position);
        break;
      case 'MarginCallPaid':
      case 'MarginCallReminded':
      case 'MarginCallOverdue':
      case 'MarginCallEscalated':
      case 'MarginCallCancelled':
        this.calls.followed(event.type, event.payload, ledgerMs, event.position);
        break;
      default:
    }
  }

  finish(): void {
    this.endCycle(0);
    this.calls.finish();
    this.journals.compare(this.sources.cash.trial());
  }

  /** A cycle's parts follow it at once; after the last of them it is complete. */
  private endCycle(position: number): void {
    const { cycle } = this;
    if (!cycle) return;
    this.cycle = undefined;
    this.findings.expect(cycle.isComplete, () => `a cycle lacks parts before ${position}`);
    cycle.finish();
  }
}
