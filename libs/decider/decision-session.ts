import type { EventType, NewEvent, RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { ObservedPrice } from '#libs/domain/events/market-events.js';
import {
  canonicalBid,
  NO_SEALED_BIDS,
  type SealedBid,
  type SealedBids,
} from '#libs/domain/default-management/auction/bid-content.js';
import { judgeTime, timeAfter, type TimeVerdict } from '#libs/domain/house/clock.js';
import { endsStepOf } from '#libs/domain/funding/observe-funding.js';
import { decideDue, decideWaiting, nextDeadlineMs } from '#libs/domain/house/due.js';
import { evolve, moveClock } from '#libs/domain/house/evolve.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { pricesObserved } from '#libs/domain/market/decide-price.js';
import { endsPeriodOf } from '#libs/domain/regimes/observe-market.js';
import { nextSideExpiryMs } from '#libs/domain/matching/decide-expired-sides.js';
import {
  NO_NOVATED_TRADES,
  type NovatedTrades,
} from '#libs/domain/trade-corrections/novated-trade.js';
import { nextOfferExpiryMs } from '#libs/domain/trade-transfers/offer-state.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import {
  encodeEvent,
  type EncodedEvent,
  type QuarantinedMessage,
  type SealedContent,
} from '#libs/ledger/index.js';
import { causationOf, type Input } from './input.js';

/** Where a batch starts and what time it is. */
export interface SessionStart {
  readonly house: HouseState;
  readonly engine: MarginEngine;
  /** Hash of the last event. */
  readonly hash: string;
  readonly wallClockMs: number;
  /** Contents of sealed bids that earlier batches received. */
  readonly sealedBids?: SealedBids;
  /** Novations of earlier batches that this one may need. */
  readonly novatedTrades?: NovatedTrades;
}

/** Events after which the next deadline may be another one. */
const MOVES_DEADLINES: ReadonlySet<EventType> = new Set<EventType>([
  'ReferenceDataChanged',
  'SettlementCycleCompleted',
  'SettlementCycleBlocked',
  'MarginCallIssued',
  'MarginCallPaid',
  'MarginCallReminded',
  'MarginCallOverdue',
  'MarginCallEscalated',
  'MarginCallCancelled',
  'PriceFeedStateChanged',
  'VolatilityRegimeChanged',
  'FundingAccrued',
  'InstrumentDelisted',
]);

const SCHEMA_VERSION = 1;
/** One passing of time decides a bounded number of things; more is a bug that must not spin. */
const DUE_DECISIONS_MAX = 10_000;

/**
 * The decisions of one batch. Each event is numbered, hashed and folded as it is decided, so that the next
 * decision sees it; all of them become durable in one transaction, or this process stops being the one
 * that decides.
 */
export class DecisionSession {
  readonly house: HouseState;
  readonly engine: MarginEngine;
  readonly events: EncodedEvent[] = [];
  readonly identities: { key: string; position: number }[] = [];
  /** The events that made an identity final, one for each of `identities`. */
  readonly recorded: RecordedEvent[] = [];
  readonly quarantined: QuarantinedMessage[] = [];
  /** Contents of bids that this batch received: kept, and shown to nobody. */
  readonly sealed: SealedContent[] = [];
  /** Hash of the last event, of this batch or before it. */
  hash: string;
  private readonly wallClockMs: number;
  private readonly earlierSeals: SealedBids;
  private readonly earlierTrades: NovatedTrades;
  private readonly ownSeals = new Map<string, SealedBid>();
  private readonly pendingPrices = new Map<string, ObservedPrice>();
  /** When the latest of the pending prices of a symbol was observed. */
  private readonly pendingTimes = new Map<string, number>();
  private pendingTimeMs: number | undefined;
  private pendingCausation = '';
  private deadlineMs: number | undefined;
  private deadlineStale = true;
  /** While an event is folded; it stays so when that fails, since the state is then half of two. */
  private isTorn = false;

  constructor(start: SessionStart) {
    this.house = start.house;
    this.engine = start.engine;
    this.hash = start.hash;
    this.wallClockMs = start.wallClockMs;
    this.earlierSeals = start.sealedBids ?? NO_SEALED_BIDS;
    this.earlierTrades = start.novatedTrades ?? NO_NOVATED_TRADES;
  }

  /** Whether the ledger's clock can take a message of this time. */
  judgeTime(messageMs: number): TimeVerdict {
    return judgeTime(this.house, messageMs, this.latestMs, this.wallClockMs);
  }

  /** The house at the time of a decision that is made now: on a wall clock later than its last event. */
  get houseNow(): HouseState {
    return { ...this.house, ledgerTimeMs: timeAfter(this.house, undefined, this.wallClockMs) };
  }

  /** The ledger's time once a message of this time is accepted. */
  timeIfAccepted(messageMs: number | undefined): number {
    return timeAfter(this.house, messageMs, this.wallClockMs) ?? this.wallClockMs;
  }

  /**
   * Takes a decision on the state as it is at its own position and records it: accepted prices that came
   * before it count, and what its time makes due is decided first. For that it may be asked twice.
   * @param decision a function of the session's house that changes nothing
   */
  decide(decision: () => readonly NewEvent[], causation: string): void {
    this.flushPrices();
    let events = decision();
    const timeMs = latestTime(events);
    if (timeMs !== undefined && this.crossesDeadline(timeMs)) {
      this.advanceClock(timeMs);
      this.settleDue();
      events = decision();
    }
    this.emit(events, causation);
  }

  /**
   * Records what happened or was decided already; then whatever time it made due. What was decided on the
   * state of the house goes through {@link decide}.
   */
  emit(events: readonly NewEvent[], causation: string): void {
    this.flushPrices();
    for (const event of events) this.record(event, causation);
    if (events.length > 0) this.settleDue();
  }

  /**
   * Takes an accepted price. Prices that follow each other become one event, the last of each symbol and
   * source; what time makes due is decided before a price of a later time counts.
   */
  observe(price: ObservedPrice, causation: string): void {
    const timeMs = Date.parse(price.observedAt);
    if (this.crossesDeadline(timeMs)) {
      this.flushPrices();
      this.advanceClock(timeMs);
      this.settleDue();
    }
    const { symbol } = price;
    const lastMs = this.pendingTimes.get(symbol);
    // The last price of a period counts, however the prices are cut into batches.
    if (
      lastMs !== undefined &&
      (endsPeriodOf(this.house, symbol, lastMs, timeMs) ||
        endsStepOf(this.house, symbol, lastMs, timeMs))
    )
      this.flushPrices();
    const key = `${symbol} ${price.source}`;
    const pending = this.pendingPrices.get(key);
    if (pending && Date.parse(pending.observedAt) > timeMs) return;
    // Of several sources the last to come is the mark, whatever order they first came in.
    this.pendingPrices.delete(key);
    this.pendingPrices.set(key, price);
    this.pendingTimes.set(symbol, Math.max(timeMs, this.pendingTimes.get(symbol) ?? timeMs));
    this.pendingTimeMs = Math.max(timeMs, this.pendingTimeMs ?? timeMs);
    this.pendingCausation ||= causation;
  }

  /** Puts a message aside: its raw bytes are kept, and nothing after it waits. */
  quarantine(input: Input<unknown>, reason: string): void {
    const { topic, partition, message } = input;
    const { offset } = message;
    const payload = { topic, partition, offset, reason };
    this.flushPrices();
    const position = this.house.position + 1;
    this.emit(
      [{ type: 'MessageQuarantined', streamId: `quarantine/${topic}`, payload }],
      causationOf(input),
    );
    this.quarantined.push({
      position,
      topic,
      partition,
      offset,
      key: message.key,
      value: message.value,
      headers: headersText(message.headers),
      reason,
    });
  }

  /** Keeps what lies behind the hash of a bid that was received. */
  seal(hash: string, bid: SealedBid): void {
    this.ownSeals.set(hash, bid);
    this.sealed.push({ hash, salt: bid.salt, content: canonicalBid(bid.content) });
  }

  /** What lies behind a hash, of this batch or before it; undefined where it is not kept. */
  readonly sealedBid: SealedBids = (hash) => this.ownSeals.get(hash) ?? this.earlierSeals(hash);

  /** The novation of a trade, of this batch or before it, by the key of its identity. */
  readonly novatedTrade: NovatedTrades = (key) => {
    const own = this.identities.findIndex((each) => each.key === key);
    const event = own < 0 ? undefined : this.recorded[own];
    return event?.type === 'TradeNovated' ? event : this.earlierTrades(key);
  };

  /** Ends the batch: nothing is pending any more. */
  finish(): void {
    this.flushPrices();
    this.settleDue();
  }

  /**
   * On a wall clock time passes by itself. Where it decides nothing and somebody is to be evaluated all the
   * same, an event says how late it is: what is evaluated then names its position.
   */
  passTime(): void {
    const { house } = this;
    const now = timeAfter(house, undefined, this.wallClockMs);
    if (now === undefined || !this.crossesDeadline(now)) return;
    const [beforeMs, recorded] = [house.ledgerTimeMs, this.events.length];
    this.advanceClock(now);
    this.settleDue();
    const isSilent = this.events.length === recorded && house.ledgerTimeMs !== beforeMs;
    const { everyone, accounts } = house.attention;
    if (!isSilent || (!everyone && accounts.size === 0)) return;
    const streamId = `ledger/${house.ledgerId}`;
    const payload = { until: formatInstant(now) };
    this.record({ type: 'TimePassed', streamId, payload }, 'policy/clock');
  }

  private get latestMs(): number | undefined {
    const { ledgerTimeMs } = this.house;
    if (this.pendingTimeMs === undefined) return ledgerTimeMs;
    return Math.max(this.pendingTimeMs, ledgerTimeMs ?? this.pendingTimeMs);
  }

  private flushPrices(): void {
    if (this.pendingPrices.size === 0) return;
    const event = pricesObserved([...this.pendingPrices.values()]);
    const causation = this.pendingCausation;
    this.pendingPrices.clear();
    this.pendingTimes.clear();
    this.pendingTimeMs = undefined;
    this.pendingCausation = '';
    this.record(event, causation);
    this.settleDue();
  }

  private record(event: NewEvent, causation: string): void {
    const { house } = this;
    invariant(
      !this.isTorn,
      'an event of this batch could not be folded: none of it may be written',
    );
    const ledgerTimeMs = timeAfter(house, event.movesClockToMs, this.wallClockMs);
    const position = house.position + 1;
    const stamp = {
      ledgerId: house.ledgerId,
      position,
      recordedAtMs: this.wallClockMs,
      ledgerTimeMs,
      causation,
      schemaVersion: SCHEMA_VERSION,
    };
    const encoded = encodeEvent(event, stamp, this.hash);
    this.events.push(encoded);
    this.hash = encoded.hash;
    const { type, identity } = event;
    if (house.ledgerTimeMs === undefined || MOVES_DEADLINES.has(type)) this.deadlineStale = true;
    const recorded = {
      position,
      streamId: event.streamId,
      type,
      schemaVersion: SCHEMA_VERSION,
      recordedAtMs: this.wallClockMs,
      ledgerTimeMs,
      effectiveDate: event.effectiveDate,
      causation,
      payload: event.payload,
    } as RecordedEvent;
    this.isTorn = true;
    evolve(house, recorded);
    this.isTorn = false;
    if (type === 'SideSubmitted') this.seeExpiry(nextSideExpiryMs(house));
    else if (type === 'TransferOffered') this.seeExpiry(nextOfferExpiryMs(house.offers));
    if (identity === undefined) return;
    this.identities.push({ key: identity, position });
    this.recorded.push(recorded);
  }

  /** A side or an offer may be due before all else; as the first of a date mostly, so that the others cost nothing. */
  private seeExpiry(expiryMs: number | undefined): void {
    if (expiryMs === undefined) return;
    if (this.deadlineMs === undefined || expiryMs < this.deadlineMs) this.deadlineStale = true;
  }

  private crossesDeadline(timeMs: number): boolean {
    if (this.deadlineStale) {
      this.deadlineMs = nextDeadlineMs(this.house);
      this.deadlineStale = false;
    }
    return this.deadlineMs !== undefined && timeMs >= this.deadlineMs;
  }

  /** Moves the clock ahead of the event that follows and carries the same time. */
  private advanceClock(timeMs: number): void {
    const now = timeAfter(this.house, timeMs, this.wallClockMs);
    if (now !== undefined) moveClock(this.house, now);
  }

  private settleDue(): void {
    const { house, engine } = this;
    for (let i = 0; i < DUE_DECISIONS_MAX; i++) {
      const waiting = decideWaiting(house, engine);
      const now = house.ledgerTimeMs;
      const isPast = now !== undefined && this.crossesDeadline(now);
      const due = waiting ?? (isPast ? decideDue(house, engine) : undefined);
      if (!due) {
        // A deadline that only made somebody look again is over.
        if (isPast) this.deadlineStale = true;
        return;
      }
      for (const event of due.events) this.record(event, `policy/${due.policy}`);
    }
    throw new Error('what is due does not come to an end');
  }
}

/** Headers as they came, as JSON text. */
function headersText(headers: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
  );
}

/** The latest time that decisions move the clock to; undefined where none does. */
function latestTime(events: readonly NewEvent[]): number | undefined {
  let latest: number | undefined;
  for (const { movesClockToMs: ms } of events)
    if (ms !== undefined && (latest === undefined || ms > latest)) latest = ms;
  return latest;
}
