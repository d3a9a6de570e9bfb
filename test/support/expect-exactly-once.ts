import { expect } from 'vitest';
import { inOneSnapshot, verifyLedger } from '#libs/audit/index.js';
import { LedgerFollower } from '#libs/decider/index.js';
import { GENESIS_HASH, hashOf, type StoredEvent } from '#libs/ledger/index.js';
import type { ReadMessage } from './kafka-bench.js';
import type { GoodTrade, SeededFlow } from './seeded-flow.js';
import type { TestHouse } from './test-house.js';

const LEDGER = 'main';

/** What an event can be that answers one message. */
const ANSWERS: ReadonlySet<string> = new Set([
  'TradeNovated',
  'TradeRejected',
  'AnswerRepeated',
  'MessageQuarantined',
  'CollateralDeposited',
  'CollateralInstructionRejected',
]);

/**
 * After whatever happened: every message was answered once, every trade novated once, positions and cash
 * are what an independent count of the sent messages gives, and the chain holds from the first event.
 */
export async function expectExactlyOnce(house: TestHouse, flow: SeededFlow): Promise<void> {
  const events = await house.events();
  await expectSound(house, events);
  await expectAnswers(house, events);
  const novated = expectNovations(events, flow);
  await expectBooks(house, novated, flow);
}

/** The chain holds, all input is taken, and the audit finds nothing. */
export async function expectSound(house: TestHouse, events: readonly StoredEvent[]): Promise<void> {
  expectChain(events);
  expect(await house.offsets()).toEqual(await house.inputEnds());
  const verification = await inOneSnapshot(house.pool, (client) => verifyLedger(client, LEDGER));
  expect(verification.findings).toEqual([]);
  expect(verification.events).toBe(events.length);
}

/** Every hash recomputed from the first event; positions without a gap. */
export function expectChain(events: readonly StoredEvent[]): void {
  let previous = GENESIS_HASH;
  events.forEach((event, i) => {
    expect(event.position).toBe(i + 1);
    previous = hashOf(previous, { ledgerId: LEDGER, ...event });
    expect(event.hash).toBe(previous);
  });
}

/** Each message of the answered topics has one answer; what was put aside has its raw bytes. */
async function expectAnswers(house: TestHouse, events: readonly StoredEvent[]): Promise<void> {
  const answers = new Map<string, StoredEvent[]>();
  for (const event of events) {
    if (!ANSWERS.has(event.type)) continue;
    const answered = answers.get(event.causation);
    if (answered) answered.push(event);
    else answers.set(event.causation, [event]);
  }
  const kept = await quarantinedBytes(house);
  for (const name of ['trades', 'collateral'] as const) {
    for (const message of await house.readAll(name)) {
      const where = `${house.topic(name)}/${message.partition}/${message.offset}`;
      const given = answers.get(where) ?? [];
      expect(
        given.map(({ type }) => type),
        `answers to ${where}`,
      ).toHaveLength(1);
      answers.delete(where);
      if (given[0]?.type === 'MessageQuarantined') expectKept(kept, where, message);
    }
  }
  const ofNoMessage = [...answers.keys()].filter((key) => !key.startsWith(house.topic('prices')));
  expect(ofNoMessage).toEqual([]);
}

function expectKept(
  kept: ReadonlyMap<string, Buffer | null>,
  where: string,
  { value }: ReadMessage,
): void {
  expect(kept.has(where), where).toBe(true);
  const bytes = kept.get(where) ?? null;
  if (value === null) expect(bytes).toBeNull();
  else expect(bytes?.equals(value), where).toBe(true);
}

/** Raw bytes in quarantine by `topic/partition/offset`. */
export async function quarantinedBytes(house: TestHouse): Promise<Map<string, Buffer | null>> {
  const { rows } = await house.pool.query<{ place: string; value: Buffer | null }>(
    "SELECT topic || '/' || partition || '/' || message_offset AS place, value FROM quarantine",
  );
  expect(new Set(rows.map(({ place }) => place)).size).toBe(rows.length);
  return new Map(rows.map(({ place, value }) => [place, value]));
}

/** Every identity with good content is novated once, with a content that was sent under it. */
function expectNovations(events: readonly StoredEvent[], flow: SeededFlow): GoodTrade[] {
  const novated = new Map<string, GoodTrade>();
  for (const event of events) {
    if (event.type !== 'TradeNovated') continue;
    const { tradeId } = event.payload;
    expect(novated.has(tradeId), `${tradeId} is novated again`).toBe(false);
    const content = flow.good.get(tradeId)?.find((sent) => isContent(sent, event.payload));
    if (!content) throw new Error(`${tradeId} was novated as it was never sent`);
    novated.set(tradeId, content);
  }
  expect([...novated.keys()].sort()).toEqual([...flow.good.keys()].sort());
  return [...novated.values()];
}

const FIELDS = ['instrument', 'quantity', 'price', 'buyer', 'seller', 'executedAt'] as const;

const isContent = (sent: GoodTrade, payload: Omit<GoodTrade, 'tradeId' | 'venue'>): boolean =>
  FIELDS.every((field) => sent[field] === payload[field]);

/** Positions and cash folded from the first event against a count of what was sent. */
async function expectBooks(
  house: TestHouse,
  novated: readonly GoodTrade[],
  flow: SeededFlow,
): Promise<void> {
  const lots = new Map<string, number>();
  for (const { instrument, quantity, buyer, seller } of novated) {
    for (const [account, sign] of [
      [buyer, 1],
      [seller, -1],
    ] as const) {
      const key = `${account} ${instrument}`;
      lots.set(key, (lots.get(key) ?? 0) + sign * Number(quantity));
    }
  }
  const cents = new Map<string, bigint>();
  for (const deposit of flow.deposits.values())
    cents.set(deposit.account, (cents.get(deposit.account) ?? 0n) + BigInt(deposit.cents));

  const follower = await LedgerFollower.open(house.pool, LEDGER, 'none', false);
  await follower.catchUp();
  const { trading, books } = follower.folded.house;
  const held = new Map<string, number>();
  for (const [account, holdings] of trading.holdings)
    for (const [instrument, holding] of holdings)
      held.set(`${account} ${instrument}`, holding.lots);
  expect(sorted(held)).toEqual(sorted(lots));
  const cash = [...cents.keys()].map((account) => [
    account,
    books.get(`account/${account}/cash/USD`)?.get('USD'),
  ]);
  expect(cash).toEqual([...cents]);
}

const sorted = (map: ReadonlyMap<string, number>): [string, number][] =>
  [...map].sort(([a], [b]) => a.localeCompare(b));
