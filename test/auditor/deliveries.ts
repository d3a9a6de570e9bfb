import type { AuditedEvent } from './audited-events.js';
import type { Findings } from './findings.js';
import type { PublishedMessage } from './published-message.js';

/** The topic on which each event is told to whom it concerns, beside `ledger`. */
const NOTICES: ReadonlyMap<string, string> = new Map([
  ['TradeNovated', 'trade-status'],
  ['TradeRejected', 'trade-status'],
  ['TradeBusted', 'trade-status'],
  ['TradeCorrected', 'trade-status'],
  ['TradeCorrectionRejected', 'trade-status'],
  ['AccountSettled', 'variation-margin'],
  ['MarginCallIssued', 'margin-calls'],
  ['MarginCallPaid', 'margin-calls'],
  ['MarginCallReminded', 'margin-calls'],
  ['MarginCallOverdue', 'margin-calls'],
  ['MarginCallEscalated', 'margin-calls'],
  ['MarginCallCancelled', 'margin-calls'],
  ['CollateralDeposited', 'collateral-status'],
  ['CollateralWithdrawn', 'collateral-status'],
  ['CollateralRecalled', 'collateral-status'],
  ['CollateralSubstituted', 'collateral-status'],
  ['CollateralTransferred', 'collateral-status'],
  ['DefaultFundDeposited', 'collateral-status'],
  ['DefaultFundWithdrawn', 'collateral-status'],
  ['CollateralInstructionRejected', 'collateral-status'],
  ['DefaultStepTaken', 'default-waterfall'],
]);
const NOTICE_TOPICS: ReadonlySet<string> = new Set(NOTICES.values());

/** What stands in the ledger alone, and what an answer says in its own way. */
const NOT_REPEATED: ReadonlySet<string> = new Set([
  'journal',
  'bookings',
  'cyclePosition',
  'position',
  'type',
]);

type Fields = Readonly<Record<string, unknown>>;

/**
 * What was delivered: every event of the ledger once and without a gap, and for each that concerns somebody
 * one message to him that says the same. Repetitions after a fault have the `ce_id` and the bytes of the first.
 * @param messages in the order of each partition
 * @returns the events in ledger order
 */
export function readDeliveries(
  messages: readonly PublishedMessage[],
  findings: Findings,
): AuditedEvent[] {
  const once = withoutRepetitions(messages, findings);
  expectOrder(once.values(), findings);
  const events = ledgerOf(once.values(), findings);
  const told = new Set<string>();
  for (const event of events) {
    const topic = NOTICES.get(event.type);
    if (topic === undefined) continue;
    const id = `main:${event.position}:1`;
    told.add(`${topic} ${id}`);
    const notice = once.get(`${topic} ${id}`);
    findings.expect(notice !== undefined, () => `${topic} ${id} (${event.type}) is missing`);
    if (notice) compare(notice, event, findings);
  }
  for (const [key, { topic }] of once)
    findings.expect(!NOTICE_TOPICS.has(topic) || told.has(key), () => `${key} has no event`);
  return events;
}

/** The first of each `ce_id`; later ones must be the same. */
function withoutRepetitions(
  messages: readonly PublishedMessage[],
  findings: Findings,
): Map<string, PublishedMessage> {
  const once = new Map<string, PublishedMessage>();
  for (const message of messages) {
    if (message.topic !== 'ledger' && !NOTICE_TOPICS.has(message.topic)) continue;
    const name = `${message.topic} ${message.id}`;
    const first = once.get(name);
    if (!first) once.set(name, message);
    findings.expect(
      !first || (first.key === message.key && first.text === message.text),
      () => `${name} came twice with different content`,
    );
  }
  return once;
}

const positionOf = (id: string): number => Number(id.split(':')[1]);

/** Within a key, messages come in the order of the ledger. */
function expectOrder(messages: Iterable<PublishedMessage>, findings: Findings): void {
  const last = new Map<string, number>();
  for (const { topic, key, id } of messages) {
    const stream = `${topic} of ${key}`;
    const before = last.get(stream) ?? 0;
    findings.expect(positionOf(id) > before, () => `${topic} ${id} comes after ${before}`);
    last.set(stream, Math.max(before, positionOf(id)));
  }
}

function ledgerOf(messages: Iterable<PublishedMessage>, findings: Findings): AuditedEvent[] {
  const events: AuditedEvent[] = [];
  for (const { topic, id, text } of messages) {
    if (topic !== 'ledger') continue;
    const event = JSON.parse(text) as AuditedEvent;
    findings.expect(`main:${event.position}` === id, () => `ledger ${id} says ${event.position}`);
    events.push(event);
  }
  events.sort((a, b) => a.position - b.position);
  let next = 1;
  for (const { position } of events) {
    const expected = next;
    findings.expect(position === expected, () =>
      position > expected
        ? `ledger positions ${expected} to ${position - 1} are missing`
        : `ledger position ${position} is there twice`,
    );
    next = Math.max(next, position + 1);
  }
  return events;
}

/** What an answer says that the event says too must be the same. */
function compare(
  { topic, id, key, text }: PublishedMessage,
  event: AuditedEvent,
  findings: Findings,
): void {
  const notice = JSON.parse(text) as Fields;
  const payload = event.payload as Fields;
  for (const field of Object.keys(payload)) {
    if (NOT_REPEATED.has(field)) continue;
    const [told, decided] = [notice[field], payload[field]].map((each) => JSON.stringify(each));
    findings.expect(
      told === decided,
      () => `${topic} ${id} to ${key}: ${field} is ${told}, the ledger has ${decided}`,
    );
  }
}
