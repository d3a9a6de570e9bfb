import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { createTestDatabase } from '#libs/platform/test-servers.js';
import { GENESIS_HASH, hashOf } from './hash-chain.js';
import { takenIdentities } from './identities.js';
import { readInputOffsets } from './input-offsets.js';
import { LedgerReader } from './ledger-reader.js';
import { FencedError, LedgerWriter, type AppendBatch } from './ledger-writer.js';
import { Leases } from './lease.js';
import { runMigrations } from './migrations.js';
import { createPool } from './pool.js';
import { batchAfter, headAfter, refusal } from './testing/batches.js';
import { CuttingProxy } from './testing/cutting-proxy.js';

const EMPTY = { position: 0, hash: GENESIS_HASH };

let databaseUrl: string;
let pool: pg.Pool;
let ledgers = 0;
/** Each test has a ledger of its own. */
let ledgerId: string;
let writer: LedgerWriter;
let reader: LedgerReader;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  databaseUrl = await createTestDatabase(inject('databaseUrl'));
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl, { max: 3 });
});
beforeEach(async () => {
  ledgerId = `ledger-${++ledgers}`;
  reader = new LedgerReader(pool, ledgerId);
  writer = await writerOn(pool);
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(() => pool?.end());

const batchOf = (
  after: { readonly position: number; readonly hash: string },
  events: readonly NewEvent[],
  rest: Partial<Omit<AppendBatch, 'after' | 'events'>> = {},
): AppendBatch => batchAfter(ledgerId, after, events, rest);

/** A writer under a new lease; whoever held it before is fenced. */
async function writerOn(of: pg.Pool): Promise<LedgerWriter> {
  await pool.query("UPDATE lease SET expires_at = '-infinity'");
  const lease = await new Leases(pool, ledgerId).acquire('core', 'test');
  const made = new LedgerWriter(of, ledgerId, lease?.epoch ?? -1);
  closing.push(() => made.close());
  return made;
}

describe('append', () => {
  it('moves the head and writes events, identities, quarantine and offsets together', async () => {
    const offset = {
      topic: 't',
      partition: 3,
      nextOffset: '42',
      clusterId: 'c',
      lastDigest: 'd',
    };
    const quarantined = {
      position: 2,
      topic: 't',
      partition: 3,
      offset: '41',
      key: null,
      value: Buffer.from([0, 255, 92, 9, 10, 13]),
      headers: '{"a":"\\u0000"}',
      reason: 'tab\tand \\ and line\nbreak',
    };
    const batch = batchOf(EMPTY, [refusal('one'), refusal('two')], {
      identities: [{ key: 'trade/XSIM/a\\b', position: 1 }],
      offsets: [offset],
      quarantined: [quarantined],
    });
    await writer.append(batch);
    expect(await reader.head()).toMatchObject({ ...headAfter(batch), evaluatedPosition: 2 });
    expect(await reader.page(0, 10)).toHaveLength(2);
    expect([...(await takenIdentities(pool, ledgerId, ['trade/XSIM/a\\b', 'x']))]).toEqual([
      ['trade/XSIM/a\\b', 1],
    ]);
    expect(await readInputOffsets(pool, ledgerId)).toEqual([{ ...offset, nextOffset: 42n }]);
    const { rows } = await pool.query(
      'SELECT key, value, headers, reason FROM quarantine WHERE ledger_id = $1',
      [ledgerId],
    );
    const { key, value, headers, reason } = quarantined;
    expect(rows).toEqual([{ key, value, headers, reason }]);
  });

  it('of a batch that was decided on an old head is fenced, and writes nothing', async () => {
    const first = batchOf(EMPTY, [refusal('one')]);
    await writer.append(first);
    const offsets = [{ topic: 't', partition: 0, nextOffset: '9', clusterId: 'c', lastDigest: '' }];
    const stale = batchOf(EMPTY, [refusal('other')], { offsets });
    await expect(writer.append(stale)).rejects.toThrow(FencedError);
    const otherHash = { position: 1, hash: 'f'.repeat(64) };
    await expect(writer.append(batchOf(otherHash, [refusal('x')]))).rejects.toThrow(FencedError);
    expect(await reader.head()).toMatchObject(headAfter(first));
    expect(await readInputOffsets(pool, ledgerId)).toEqual([]);
    // The right head is still taken afterwards.
    await writer.append(batchOf(headAfter(first), [refusal('two')]));
  });

  it('under an epoch that another holder has passed is fenced', async () => {
    const first = batchOf(EMPTY, [refusal('one')]);
    await writer.append(first);
    const newer = await writerOn(pool);
    await expect(writer.append(batchOf(headAfter(first), [refusal('old')]))).rejects.toThrow(
      FencedError,
    );
    await newer.append(batchOf(headAfter(first), [refusal('new')]));
    expect((await reader.page(1, 10)).map(({ payloadText }) => payloadText)).toEqual([
      expect.stringContaining('"new"'),
    ]);
  });

  it('that fails in the middle leaves nothing of the batch', async () => {
    const twice = [
      { key: 'trade/XSIM/T', position: 1 },
      { key: 'trade/XSIM/T', position: 2 },
    ];
    const batch = batchOf(EMPTY, [refusal('one'), refusal('two')], { identities: twice });
    await expect(writer.append(batch)).rejects.toThrow(/duplicate key/);
    expect(await writer.outcome(batch)).toBe('not-written');
    expect(await reader.page(0, 10)).toEqual([]);
    await writer.append({ ...batch, identities: [] });
  });
});

describe('a payload', () => {
  const texts = {
    backslashes: 'C:\\new\\table \\N \\. \\\\ \\x41 \\u0041',
    'control characters': 'tab\tline\nreturn\rbell\u0007 null\u0000 del\u007f',
    quotes: `"double" 'single' \`back\` $1 $$ -- /* ; DROP TABLE event;`,
    unicode: 'Zürich – 東京 🏦 e\u0301 \u2028\u2029 \ufeff \u202e',
    'lone surrogates': 'high \ud800 low \udc00 end',
    'the end of COPY': '\\.\n\\.\n',
    'a long text': 'x\\\t'.repeat(200_000),
  };

  it.each(Object.entries(texts))('with %s is stored letter by letter', async (_name, text) => {
    const batch = batchOf(EMPTY, [refusal(text), refusal('after it')]);
    await writer.append(batch);
    const events = await reader.page(0, 10);
    expect(events).toHaveLength(2);
    expect(events[0]?.payloadText).toBe(JSON.stringify(refusal(text).payload));
    expect(events[0]?.payload).toEqual(refusal(text).payload);
    let previous = GENESIS_HASH;
    for (const event of events) {
      previous = hashOf(previous, { ledgerId, ...event });
      expect(event.hash).toBe(previous);
    }
    expect((await reader.head()).hash).toBe(previous);
  });
});

describe('a connection that is cut', () => {
  it.each([
    ['before-commit', 'not-written'],
    ['after-commit', 'written'],
  ] as const)('%s leaves a batch that is %s, and outcome tells', async (cut, outcome) => {
    const proxy = await CuttingProxy.open(databaseUrl);
    closing.push(() => proxy.close());
    const behindProxy = createPool(proxy.urlOf(databaseUrl));
    closing.push(() => behindProxy.end());
    const cutOff = await writerOn(behindProxy);
    const batch = batchOf(EMPTY, [refusal('one')]);
    proxy.cut = cut;
    await expect(cutOff.append(batch)).rejects.not.toThrow(FencedError);
    expect(proxy.cuts).toBe(1);
    expect(await cutOff.outcome(batch)).toBe(outcome);
    if (outcome === 'not-written') await cutOff.append(batch);
    await cutOff.append(batchOf(headAfter(batch), [refusal('two')]));
    expect(await reader.page(0, 10)).toHaveLength(2);
  });

  it('and replaced by another decider is fenced, whatever became of the batch', async () => {
    const batch = batchOf(EMPTY, [refusal('one')]);
    await writerOn(pool);
    await expect(writer.outcome(batch)).rejects.toThrow(FencedError);
  });
});
