import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { notFound, timedOut } from '../http/problem.js';
import { KafkaGateway, type PartitionEnds } from '../kafka/kafka.gateway.js';
import { IDLE_POLL_MS, IDLE_STALL_MS } from '../limits.js';
import { DATABASE } from '../tokens.js';
import { type IdleState, isSettled, readIdleState } from './idle-state.js';

/** What was true when the wait ended. */
export interface IdleReport {
  readonly idle: true;
  readonly position: number;
  readonly waitedMs: number;
}

/** An input partition that is not decided up to where it ended at the call. */
interface Behind {
  readonly topic: string;
  readonly partition: number;
  readonly next: bigint;
  readonly end: bigint;
}

/** A transaction marker takes an offset and is never read: so many may be left at an end. */
const MARKERS_MAX = 2n;

/**
 * Waits until every message that was on the input topics at the call has been decided, and all that
 * was decided is evaluated, in the read models and published (architecture.md, "`ccp wait --idle` is
 * a fixpoint"). All of it is read in one statement, so that it holds at one moment: had a decision
 * come in between, the positions would differ and the wait would go on.
 */
@Injectable()
export class IdleService {
  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(KafkaGateway) private readonly kafka: KafkaGateway,
  ) {}

  /** @throws Problem 504 that says what is behind, when it takes longer than `timeoutMs` */
  async wait(ledgerId: string, timeoutMs: number): Promise<IdleReport> {
    const startedMs = Date.now();
    const ends = (await this.kafka.inputEnds()).filter(({ low, high }) => high > low);
    const markers = new Set<string>();
    let seen = '';
    let seenMs = startedMs;
    for (;;) {
      const state = await readIdleState(this.database, ledgerId);
      if (!state) throw notFound('ledger', `there is no ledger ${ledgerId}`);
      const behind = partitionsBehind(state, ends, markers);
      const settled = isSettled(state);
      const nowMs = Date.now();
      if (settled && behind.length === 0) {
        return { idle: true, position: state.lastPosition, waitedMs: nowMs - startedMs };
      }
      if (nowMs - startedMs >= timeoutMs) throw timedOut(sentence(state, behind, timeoutMs));
      const fingerprint = describe(state, behind);
      if (fingerprint !== seen) {
        seen = fingerprint;
        seenMs = nowMs;
      } else if (settled && nowMs - seenMs >= IDLE_STALL_MS && mayBeMarkers(behind)) {
        await this.acceptMarkers(behind, markers);
        seenMs = Date.now();
      }
      await sleep(IDLE_POLL_MS);
    }
  }

  /** Remembers the partitions of which nothing but markers is left. */
  private async acceptMarkers(behind: readonly Behind[], markers: Set<string>): Promise<void> {
    const starts = behind.map(({ topic, partition, next }) => ({ topic, partition, from: next }));
    if (await this.kafka.hasRecords(starts)) return;
    for (const { topic, partition, next } of behind) markers.add(`${topic}/${partition}/${next}`);
  }
}

function partitionsBehind(
  { nextOffsets }: IdleState,
  ends: readonly PartitionEnds[],
  markers: ReadonlySet<string>,
): Behind[] {
  return ends
    .map(({ topic, partition, low, high }) => {
      const next = nextOffsets.get(`${topic}/${partition}`) ?? low;
      return { topic, partition, next, end: high };
    })
    .filter(
      ({ topic, partition, next, end }) =>
        next < end && !markers.has(`${topic}/${partition}/${next}`),
    );
}

function mayBeMarkers(behind: readonly Behind[]): boolean {
  return behind.length > 0 && behind.every(({ next, end }) => end - next <= MARKERS_MAX);
}

function describe(state: IdleState, behind: readonly Behind[]): string {
  const offsets = behind.map(({ topic, partition, next }) => `${topic}/${partition}@${next}`);
  return `${state.lastPosition} ${offsets.join(' ')}`;
}

function sentence(state: IdleState, behind: readonly Behind[], timeoutMs: number): string {
  const head = state.lastPosition;
  const parts = behind.map(
    ({ topic, partition, next, end }) =>
      `${topic} partition ${partition} is decided to ${next} of ${end}`,
  );
  const say = (what: string, at: number): void => {
    if (at < head) parts.push(`${what} at ${Math.max(at, 0)} of ${head}`);
  };
  say('requirements are', state.evaluatedPosition);
  say('read models are', state.projectedPosition);
  say('the publisher is', state.publishedPosition);
  if (state.publishedSeq < state.evaluationSeq) {
    parts.push(`${state.evaluationSeq - state.publishedSeq} evaluations are not published`);
  }
  return `not idle after ${timeoutMs / 1000} s: ${parts.join('; ')}`;
}
