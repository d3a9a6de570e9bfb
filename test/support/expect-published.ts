import { expect } from 'vitest';
import { OUTPUT_TOPICS } from '#libs/messaging/topics.js';
import type { ReadMessage } from './kafka-bench.js';
import type { TestHouse } from './test-house.js';

const HEADERS = ['ce_id', 'ce_source', 'ce_specversion', 'ce_time', 'ce_type', 'content-type'];

/**
 * What members read is the ledger: each event and answer at least once and by `ce_id` exactly once, in
 * ledger order within each key, with the headers of CloudEvents on everything.
 */
export async function expectPublished(house: TestHouse): Promise<void> {
  await house.visible();
  await expectHeaders(house);
  await expectLedger(house);
  await expectTradeStatus(house);
  await expectRequirements(house);
}

const idOf = ({ headers }: ReadMessage): string => headers['ce_id'] ?? 'none';

async function expectHeaders(house: TestHouse): Promise<void> {
  for (const topic of OUTPUT_TOPICS)
    for (const { headers } of await house.readAll(topic)) {
      expect(Object.keys(headers).sort()).toEqual(HEADERS);
      expect(headers['ce_specversion']).toBe('1.0');
      expect(headers['ce_source']).toBe('/ccp/main');
      expect(headers['ce_time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
}

/** First readings by `ce_id`, in the order in which each partition has them; later ones must be equal. */
function withoutRepetitions(messages: readonly ReadMessage[]): Map<string, ReadMessage> {
  const first = new Map<string, ReadMessage>();
  for (const message of messages) {
    const id = idOf(message);
    const before = first.get(id);
    if (!before) first.set(id, message);
    else {
      expect(message.key, id).toBe(before.key);
      expect(String(message.value), id).toBe(String(before.value));
    }
  }
  return first;
}

/** Positions never go back within a key, once repetitions are left out. */
function expectLedgerOrder(messages: Iterable<ReadMessage>): void {
  const last = new Map<string, number>();
  for (const { key, value } of messages) {
    const { position } = JSON.parse(String(value)) as { position: number };
    expect(position, `order of ${key}`).toBeGreaterThan(last.get(String(key)) ?? 0);
    last.set(String(key), position);
  }
}

async function expectLedger(house: TestHouse): Promise<void> {
  const events = await house.events();
  const published = withoutRepetitions(await house.readAll('ledger'));
  expect(published.size).toBe(events.length);
  for (const { position, streamId, hash, payloadText } of events) {
    const message = published.get(`main:${position}`);
    expect(message?.key).toBe(streamId);
    const text = String(message?.value);
    expect(text).toContain(`"hash":"${hash}"`);
    expect(text.endsWith(`"payload":${payloadText}}`)).toBe(true);
  }
  expectLedgerOrder(published.values());
}

/** One message per submission; a repeated answer has the `ce_id` of the first. */
async function expectTradeStatus(house: TestHouse): Promise<void> {
  const messages = await house.readAll('trade-status');
  const counts = new Map<string, number>();
  for (const message of messages) counts.set(idOf(message), (counts.get(idOf(message)) ?? 0) + 1);
  const due = new Map<string, number>();
  for (const event of await house.events()) {
    const isTrade = event.type === 'TradeNovated' || event.type === 'TradeRejected';
    const isRepeated =
      event.type === 'AnswerRepeated' && event.payload.identity.startsWith('trade/');
    if (!isTrade && !isRepeated) continue;
    const position = isRepeated ? event.payload.position : event.position;
    const id = `main:${position}:1`;
    due.set(id, (due.get(id) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([...due.keys()].sort());
  for (const [id, times] of due) expect(counts.get(id), id).toBeGreaterThanOrEqual(times);
  expectLedgerOrder(withoutRepetitions(messages).values());
}

/** Never an older requirement after a newer one; the last one is the one in force. */
async function expectRequirements(house: TestHouse): Promise<void> {
  const last = new Map<string, { position: number; text: string }>();
  for (const { key, value } of await house.readAll('margin-requirements')) {
    const text = String(value);
    const { position } = JSON.parse(text) as { position: number };
    expect(position, `requirement of ${key}`).toBeGreaterThanOrEqual(
      last.get(String(key))?.position ?? 0,
    );
    last.set(String(key), { position, text });
  }
  const { rows } = await house.pool.query<{ account: string; payload: string }>(
    'SELECT account, payload FROM margin_requirement',
  );
  expect(new Map([...last].map(([account, { text }]) => [account, text]))).toEqual(
    new Map(rows.map(({ account, payload }) => [account, payload])),
  );
}
