import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import type { AppendBatch, OffsetAdvance } from '#libs/ledger/index.js';
import type { InputGap } from '#libs/messaging/input-gap.js';
import type { MessageBatch } from '#libs/messaging/message-batch.js';
import { DecisionSession } from './decision-session.js';
import type { Committer } from './committer.js';
import type { Evaluator, EvaluationOutcome } from './evaluator.js';
import { Intake, type Waiting } from './intake.js';
import { causationOf } from './input.js';
import type { InputKind } from './input-kind.js';
import { joinBatches } from './join-batches.js';
import type { KnownIdentities } from './known-identities.js';
import type { KnownSealedBids } from './known-sealed-bids.js';
import type { KnownTrades } from './known-trades.js';
import {
  BATCH_INPUTS_MAX,
  GATHERED_MAX,
  INTAKE_INPUTS_MAX,
  SNAPSHOT_EVENTS,
  TICK_MS,
} from './limits.js';

/** What the decider stands on when it takes over. */
export interface DeciderParts {
  readonly house: HouseState;
  /** Hash of the last event. */
  readonly hash: string;
  readonly evaluatedPosition: number;
  readonly evaluationSeq: number;
  readonly committer: Committer;
  readonly identities: KnownIdentities;
  readonly sealedBids: KnownSealedBids;
  readonly trades: KnownTrades;
  readonly evaluator: Evaluator;
  /** Milliseconds since 1970: the one clock of the service. */
  readonly clock: () => number;
  /** Keeps a snapshot of the state; everything up to its position is durable. */
  readonly snapshot: (house: HouseState, hash: string) => Promise<void>;
  readonly onBadInput: (causation: string, error: unknown) => void;
  readonly onFailedRequirements: (failed: ReadonlyMap<string, string>) => void;
}

const NO_OUTCOME: EvaluationOutcome = { requirements: [], failed: new Map() };

/**
 * The one who decides for a ledger: takes inputs from all partitions in groups, decides each against the
 * state that the one before it left, and writes a group in one transaction while it decides the next.
 * Nothing it decided is visible before it is durable; when it may no longer write, what it holds is void.
 */
export class Decider {
  readonly intake = new Intake(INTAKE_INPUTS_MAX);
  private readonly house: HouseState;
  private readonly engine: MarginEngine;
  private hash: string;
  private evaluatedPosition: number;
  private evaluationSeq: number;
  private snapshotPosition: number;
  private stopping = false;
  /** What is decided and not being written yet. */
  private gathered: AppendBatch | undefined;
  private isWriting = false;
  private inFlight: Promise<void> = Promise.resolve();

  constructor(private readonly parts: DeciderParts) {
    this.house = parts.house;
    this.engine = new MarginEngine(parts.house);
    this.hash = parts.hash;
    this.evaluatedPosition = parts.evaluatedPosition;
    this.evaluationSeq = parts.evaluationSeq;
    this.snapshotPosition = parts.house.position;
  }

  /** The members of the ledger, by id. */
  get members(): readonly string[] {
    return [...(this.house.reference?.members.keys() ?? [])];
  }

  /** The position of the last decision; it may not be durable yet. */
  get position(): number {
    return this.house.position;
  }

  /** Takes a batch of messages; resolves when there is room for another. */
  submit<Decoded>(batch: MessageBatch, kind: InputKind<Decoded>): Promise<void> {
    return this.intake.submit(batch, kind);
  }

  /** Goes on after lost input, as an operator decided: the event says what is missing and who said so. */
  async acceptGap(gap: InputGap, decision: { by: string; reason: string }): Promise<void> {
    const { topic, partition, expected, low, clusterId } = gap;
    const { by, reason } = decision;
    const session = this.open();
    session.emit(
      [
        {
          type: 'InputGapAccepted',
          streamId: `input/${topic}`,
          payload: { topic, partition, from: `${expected}`, to: `${low}`, by, reason },
        },
      ],
      `operator/${by}`,
    );
    const offset = { topic, partition, nextOffset: `${low}`, clusterId, lastDigest: '' };
    this.gather(session, [offset], NO_OUTCOME);
    await this.write();
    await this.inFlight;
  }

  /** Decides until stopped. @throws FencedError when somebody else decides now */
  async run(): Promise<void> {
    if (this.house.position === 0) await this.openLedger();
    while (!this.stopping) {
      const idleMs = this.idleMs;
      if (this.intake.isEmpty && idleMs > 0) await this.rest(idleMs);
      if (!this.intake.isEmpty && !this.parts.evaluator.holdsInputs) await this.decideInputs();
      else await this.decideTime();
      await this.evaluateIfDue();
      await this.keepSnapshotIfDue();
    }
    await this.write();
    await this.inFlight;
    await this.parts.snapshot(this.house, this.hash);
  }

  /** Rows came from other threads: whoever waits for them may be ready. */
  takeRows(): void {
    this.parts.evaluator.takeRows();
    this.intake.wake();
  }

  /** Ends {@link run} after the group at hand. */
  stop(): void {
    this.stopping = true;
    this.parts.committer.stop();
    this.intake.close();
  }

  private async openLedger(): Promise<void> {
    const session = this.open();
    const ledger = this.house.ledgerId;
    const payload = { ledger, formatVersion: 1 as const };
    session.emit(
      [{ type: 'LedgerOpened', streamId: `ledger/${ledger}`, payload }],
      'policy/opening',
    );
    this.gather(session, [], NO_OUTCOME);
    await this.write();
  }

  private get needsEvaluation(): boolean {
    const { attention, settlement, reference } = this.house;
    if (!reference) return false;
    return (
      attention.everyone || attention.accounts.size > 0 || settlement.evaluationDueFor !== undefined
    );
  }

  /** How long there is nothing to do but to take inputs, at most a tick of the clock. */
  private get idleMs(): number {
    return this.needsEvaluation ? Math.min(this.parts.evaluator.waitMs, TICK_MS) : TICK_MS;
  }

  /** Waits for inputs or rows, with nothing left to write. */
  private async rest(ms: number): Promise<void> {
    await this.write();
    await this.intake.wait(ms);
  }

  /** How much waits to be written. */
  private get gatheredSize(): number {
    const { events = [], requirements = [] } = this.gathered ?? {};
    return events.length + requirements.length;
  }

  private async decideInputs(): Promise<void> {
    const { waiting, offsets } = this.intake.take(BATCH_INPUTS_MAX);
    await this.parts.identities.prepare(waiting);
    await this.parts.sealedBids.prepare(this.sealsFor(waiting));
    await this.parts.trades.prepare(tradesFor(this.house, waiting));
    const session = this.open();
    session.passTime();
    for (const each of waiting) this.decideOne(session, each);
    session.finish();
    this.gather(session, offsets, NO_OUTCOME);
    await this.write();
  }

  /** Hashes of the bids whose content the decisions at hand may need. */
  private sealsFor(waiting: readonly Waiting[]): readonly string[] {
    const { identities } = this.parts;
    return waiting.flatMap(({ kind, input, identity }) => {
      return kind.sealsFor?.(this.house, input.decoded, identities.get(identity)) ?? [];
    });
  }

  private decideOne(session: DecisionSession, { input, kind, identity }: Waiting): void {
    const { identities } = this.parts;
    const before = session.recorded.length;
    try {
      kind.decide(session, input, identities.get(identity));
    } catch (error) {
      // A bug of ours that one message brings out: it is put aside and the rest goes on.
      this.parts.onBadInput(causationOf(input), error);
      session.quarantine(input, `this version cannot decide it: ${String(error)}`);
    }
    const final = session.recorded[before];
    if (identity === undefined || !final) return;
    identities.add(identity, { position: final.position, fingerprint: kind.fingerprintOf(final) });
  }

  private async decideTime(): Promise<void> {
    const session = this.open();
    session.passTime();
    if (session.events.length === 0) return;
    this.gather(session, [], NO_OUTCOME);
    await this.write();
  }

  /** Evaluates a slice of those who need it; inputs that came meanwhile are next. */
  private async evaluateIfDue(): Promise<void> {
    if (!this.needsEvaluation) return;
    const { evaluator, onFailedRequirements } = this.parts;
    const isQuiet = this.intake.isEmpty;
    if (!evaluator.isDue(isQuiet)) return;
    const session = this.open();
    session.passTime();
    const outcome = evaluator.evaluate(session, isQuiet);
    session.finish();
    const { requirements, failed } = outcome;
    if (requirements.length > 0) this.evaluationSeq += 1;
    if (failed.size > 0) onFailedRequirements(failed);
    const says = session.events.length > 0 || requirements.length > 0;
    if (says || !this.needsEvaluation) this.gather(session, [], outcome);
    // Slices follow each other without waiting for anything: whoever brings inputs has a turn here.
    await yieldToEventLoop();
    // One write at a time: slices that are done meanwhile go together with the next.
    if (!this.isWriting || this.gatheredSize >= GATHERED_MAX) await this.write();
  }

  private open(): DecisionSession {
    const { house, engine, hash } = this;
    const { clock, sealedBids, trades } = this.parts;
    const known = { sealedBids: sealedBids.get, novatedTrades: trades.get };
    return new DecisionSession({ house, engine, hash, wallClockMs: clock(), ...known });
  }

  /** Takes a session's decisions to what is written next. */
  private gather(
    session: DecisionSession,
    offsets: readonly OffsetAdvance[],
    outcome: EvaluationOutcome,
  ): void {
    const after = { position: this.house.position - session.events.length, hash: this.hash };
    this.hash = session.hash;
    this.parts.sealedBids.add(session.sealed);
    this.parts.trades.add(session.recorded);
    if (!this.needsEvaluation) this.evaluatedPosition = this.house.position;
    const batch: AppendBatch = {
      after,
      events: session.events,
      identities: session.identities,
      quarantined: session.quarantined,
      sealed: session.sealed,
      offsets,
      requirements: outcome.requirements,
      evaluatedPosition: this.evaluatedPosition,
      evaluationSeq: this.evaluationSeq,
    };
    this.gathered = this.gathered ? joinBatches(this.gathered, batch) : batch;
  }

  /** Starts writing what was gathered once what is being written is written. */
  private async write(): Promise<void> {
    // An operator's decision may wait here beside the run: one append at a time, in the order decided.
    let last: Promise<void> | undefined;
    while (last !== this.inFlight) {
      last = this.inFlight;
      await last;
    }
    const batch = this.gathered;
    if (!batch) return;
    this.gathered = undefined;
    this.isWriting = true;
    this.inFlight = this.parts.committer.commit(batch).finally(() => (this.isWriting = false));
    // Whoever awaits it next sees the failure; until then it is not unhandled.
    this.inFlight.catch(() => this.intake.wake());
    // With nothing to decide meanwhile there is nothing to overlap.
    if (this.intake.isEmpty && !this.needsEvaluation) await this.inFlight;
  }

  private async keepSnapshotIfDue(): Promise<void> {
    if (this.house.position - this.snapshotPosition < SNAPSHOT_EVENTS) return;
    await this.write();
    await this.inFlight;
    this.snapshotPosition = this.house.position;
    await this.parts.snapshot(this.house, this.hash);
  }
}

/** Trades that the decisions at hand may be about. */
function tradesFor(house: HouseState, waiting: readonly Waiting[]): readonly string[] {
  let keys: string[] | undefined;
  for (const { kind, input } of waiting) {
    const named = kind.tradesFor?.(house, input.decoded);
    if (named && named.length > 0) (keys ??= []).push(...named);
  }
  return keys ?? [];
}
