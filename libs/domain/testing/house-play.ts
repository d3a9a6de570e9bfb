import { DecisionSession } from '#libs/decider/decision-session.js';
import {
  decideInput,
  type InputMemory,
  type PlayInput,
} from '#libs/decider/testing/decide-input.js';
import type { CommandPolicy } from '#libs/domain/commands/command-policy.js';
import type {
  EventPayloads,
  EventType,
  RecordedEvent,
} from '#libs/domain/events/event-catalogue.js';
import type {
  BidContent,
  SealedBid,
  SealedBids,
} from '#libs/domain/default-management/auction/bid-content.js';
import {
  accountsToEvaluate,
  decideEvaluation,
  type EvaluationDecision,
} from '#libs/domain/house/evaluate.js';
import { evolve } from '#libs/domain/house/evolve.js';
import { emptyHouse, type HouseState } from '#libs/domain/house/house-state.js';
import type {
  CollateralInstruction,
  MemberInstruction,
  OperatorCommand,
  PriceObservation,
  TradeCorrection,
  TradeSubmission,
  VolatilityObservation,
} from '#libs/domain/inputs/inputs.js';
import type { NovatedTrade, NovatedTrades } from '#libs/domain/trade-corrections/novated-trade.js';
import { tradeIdentityKey } from '#libs/domain/trading/decide-trade.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { eventOfCopyLine } from './event-of-copy-line.js';
import { referenceDocument, type DocumentChanges } from './reference-document.js';

export type { PlayInput };

/** The state but for what it says of work to be done, which is not part of the books. */
export function booksOf(house: HouseState): Omit<HouseState, 'attention'> {
  const { attention, ...books } = house;
  void attention;
  return books;
}

/** Folds recorded events from the beginning. */
export function fold(ledgerId: string, events: readonly RecordedEvent[]): HouseState {
  const house = emptyHouse(ledgerId);
  for (const event of events) evolve(house, event);
  return house;
}

/**
 * A clearing house in memory: inputs go in by batches and are decided as the decider does it, events come
 * out as they would be read from the ledger. Time is what the test says.
 */
export class HousePlay {
  house: HouseState = emptyHouse('main');
  engine = new MarginEngine(this.house);
  wallClockMs = Date.parse('2026-11-20T12:00:00.000Z');
  policy: CommandPolicy = { requireApproval: false };
  readonly events: RecordedEvent[] = [];
  /** What each event is written as: equal lines, equal ledgers. */
  readonly lines: string[] = [];
  /** Reasons of messages that went to quarantine. */
  readonly quarantined: string[] = [];
  /** What lies behind the hashes of bids, as their table keeps it. */
  readonly sealed = new Map<string, SealedBid>();
  /** What was novated, as the ledger finds it. */
  private readonly novations = new Map<string, NovatedTrade>();
  private hash = 'genesis';
  private commands = 0;
  private readonly identities: InputMemory['identities'] = new Map();

  /** A house with reference data applied. */
  static open(changes: DocumentChanges = {}): HousePlay {
    const play = new HousePlay();
    play.command({ type: 'APPLY_REFERENCE_DATA', document: referenceDocument(changes) });
    const [applied] = play.of('CommandAnswered');
    if (applied?.outcome !== 'DONE') throw new Error(JSON.stringify(applied));
    return play;
  }

  /** Decides inputs in one batch; returns the events that it left. */
  batch(inputs: readonly PlayInput[]): RecordedEvent[] {
    return this.inSession((session) => {
      session.passTime();
      for (const input of inputs) decideInput(session, input, this.memory);
      session.finish();
    });
  }

  trade(trade: TradeSubmission): RecordedEvent[] {
    return this.batch([{ kind: 'trade', trade }]);
  }

  correction(correction: TradeCorrection): RecordedEvent[] {
    return this.batch([{ kind: 'correction', correction }]);
  }

  price(price: PriceObservation): RecordedEvent[] {
    return this.batch([{ kind: 'price', price }]);
  }

  volatility(volatility: VolatilityObservation): RecordedEvent[] {
    return this.batch([{ kind: 'volatility', volatility }]);
  }

  collateral(instruction: CollateralInstruction): RecordedEvent[] {
    return this.batch([{ kind: 'collateral', instruction }]);
  }

  /** What a member sends on its own topic of trades. */
  member(instruction: MemberInstruction): RecordedEvent[] {
    return this.batch([{ kind: 'member', instruction }]);
  }

  command(body: OperatorCommand['body'], at?: string): RecordedEvent[] {
    return this.batch([{ kind: 'command', command: this.order(body, at) }]);
  }

  /** An operator's command with an id of its own. */
  order(body: OperatorCommand['body'], at?: string, by = 'op'): OperatorCommand {
    this.commands += 1;
    const commandId = `CMD-${this.commands}`;
    return { commandId, ledger: 'main', by, ...(at === undefined ? {} : { at }), body };
  }

  /** Evaluates whoever needs it and issues calls. */
  evaluate(): EvaluationDecision {
    let decision: EvaluationDecision = { evaluations: [], events: [] };
    this.inSession((session) => {
      session.passTime();
      const { house, engine } = session;
      decision = decideEvaluation(house, engine, accountsToEvaluate(house));
      house.attention.accounts.clear();
      house.attention.everyone = false;
      session.emit(decision.events, 'policy/margin-calls');
      session.finish();
    });
    return decision;
  }

  /** The payloads of all recorded events of a type. */
  of<T extends EventType>(type: T): EventPayloads[T][] {
    return this.events
      .filter((event) => event.type === type)
      .map(({ payload }) => payload as EventPayloads[T]);
  }

  /** Goes on with another state, as after a restart. */
  restart(house: HouseState): void {
    this.house = house;
    this.engine = new MarginEngine(house);
  }

  private get memory(): InputMemory {
    const { policy, identities, quarantined } = this;
    return { policy, identities, quarantined };
  }

  private inSession(work: (session: DecisionSession) => void): RecordedEvent[] {
    const { house, engine, hash, wallClockMs } = this;
    const sealedBids: SealedBids = (of) => this.sealed.get(of);
    const novatedTrades: NovatedTrades = (key) => this.novations.get(key);
    const known = { sealedBids, novatedTrades };
    const session = new DecisionSession({ house, engine, hash, wallClockMs, ...known });
    work(session);
    for (const { hash: of, salt, content } of session.sealed)
      this.sealed.set(of, { salt, content: JSON.parse(content) as BidContent });
    const events = session.events.map(({ copyLine }) => eventOfCopyLine(copyLine));
    for (const event of events)
      if (event.type === 'TradeNovated') this.novations.set(tradeIdentityKey(event.payload), event);
    this.events.push(...events);
    this.lines.push(...session.events.map(({ copyLine }) => copyLine));
    this.hash = session.hash;
    return events;
  }
}
