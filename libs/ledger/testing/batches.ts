import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { encodeEvent, type EncodedEvent } from '../encode-event.js';
import type { AppendBatch } from '../ledger-writer.js';

interface Head {
  readonly position: number;
  readonly hash: string;
}

/** A refusal, the event with the freest text in it. */
export function refusal(reason: string): NewEvent {
  return {
    type: 'TradeRejected',
    streamId: 'trade/XSIM/T-1',
    payload: { tradeId: 'T-1', venue: 'XSIM', code: 'INVALID_FIELD', field: 'price', reason },
  };
}

/** A batch that adds events, and whatever else is given, after a head of a ledger. */
export function batchAfter(
  ledgerId: string,
  after: Head,
  events: readonly NewEvent[],
  rest: Partial<Omit<AppendBatch, 'after' | 'events'>> = {},
): AppendBatch {
  const encoded: EncodedEvent[] = [];
  let { hash } = after;
  for (const event of events) {
    const stamp = {
      ledgerId,
      position: after.position + encoded.length + 1,
      recordedAtMs: 1_795_000_000_000,
      ledgerTimeMs: undefined,
      causation: 'test/0/0',
      schemaVersion: 1,
    };
    const next = encodeEvent(event, stamp, hash);
    hash = next.hash;
    encoded.push(next);
  }
  return {
    after,
    events: encoded,
    identities: [],
    quarantined: [],
    sealed: [],
    offsets: [],
    requirements: [],
    evaluatedPosition: after.position + encoded.length,
    evaluationSeq: 0,
    ...rest,
  };
}

/** The head that a batch leaves. */
export function headAfter(batch: AppendBatch): Head {
  const { position, hash } = batch.events.at(-1) ?? batch.after;
  return { position, hash };
}
