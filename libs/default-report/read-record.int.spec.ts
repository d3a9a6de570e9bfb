import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { identityOfEvent } from '#libs/domain/house/identity-of-event.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import {
  type TestServers,
  createTestDatabase,
  startTestServers,
} from '#libs/platform/test-servers.js';
import { TestLedger } from '#libs/projections/test-ledger.fixture.js';
import type { DefaultRecord } from './default-record.js';
import { readDefaultRecord } from './read-record.js';
import { renderRecord } from './render-record.js';
import { wellFormedFault } from './testing/well-formed.js';

const CALLS = {
  minimumTransferAmount: '1',
  rounding: '1',
  threshold: '0',
  intradayTrigger: '1.10',
  dueMinutes: 60,
};
const REASON = 'insolvent </h1><script>alert("x")</script> & gone';

let servers: TestServers;
let pool: pg.Pool;
let ledger: TestLedger;
let record: DefaultRecord;

const isAssessing = ({ layer }: { readonly layer: string }): boolean => layer === 'ASSESSMENTS';

/** A member that does not pay: its call is missed, its book closed out, 1500 lost, some of it recovered. */
function story(): HouseOfFive {
  const house = new HouseOfFive({ marginCalls: CALLS });
  const { play } = house;
  house.settle('2026-11-21', { FUT: '95' });
  play.evaluate();
  play.price({
    symbol: 'FUT',
    price: '95',
    source: 'XSIM',
    observedAt: '2026-11-20T06:00:00.000Z',
  });
  play.evaluate();
  const { defaultId = '' } = house.ask(
    { type: 'DECLARE_DEFAULT', member: 'A', reason: REASON },
    'op1',
  ).result;
  house.ask({ type: 'CONFIRM_DEFAULT', defaultId }, 'op2');
  house.closeOut(defaultId, '-100 FUT 84 C/HOUSE');
  house.bear(defaultId);
  house.settle('2026-11-22', { FUT: '95' });
  house.ask({ type: 'CLOSE_DEFAULT', defaultId });
  for (const { member, amount } of house.steps('LAYER_APPLIED').find(isAssessing)?.contributions ??
    [])
    house.deposit(member, amount, 'DEFAULT_FUND_DEPOSIT');
  house.ask({ type: 'RECOVER', defaultId, amount: '300', reason: 'first dividend' });
  return house;
}

beforeAll(async () => {
  servers = await startTestServers({ postgres: true });
  const databaseUrl = await createTestDatabase(servers.databaseUrl);
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl);
  ledger = await TestLedger.open(pool, 'main');
  for (const event of story().play.events) {
    const identity = identityOfEvent(event);
    const { type, streamId, payload, ledgerTimeMs } = event;
    const recorded = { type, streamId, payload, ...(identity === undefined ? {} : { identity }) };
    await ledger.append([recorded as NewEvent], ledgerTimeMs === undefined ? {} : { ledgerTimeMs });
  }
  const read = await readDefaultRecord(pool, 'main', 'main-D1');
  if (!read) throw new Error('there is no record');
  record = read;
}, 60_000);

afterAll(async () => {
  ledger?.close();
  await pool?.end();
  await servers?.stop();
});

describe('the record of a default, read from the ledger', () => {
  it('begins with the first missed call and ends with the last recovery', () => {
    const events = record.timeline.map(({ event }) => event);
    expect(events[0]).toBe('MarginCallIssued');
    expect(events).toContain('MarginCallOverdue');
    expect(events.indexOf('MarginCallOverdue')).toBeLessThan(events.indexOf('DECLARED'));
    expect(events.at(-1)).toBe('RECOVERED');
    const positions = record.timeline.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(record.missedCalls).toMatchObject([
      { member: 'A', account: 'A/HOUSE', status: 'CANCELLED', reason: 'CASH_DEBIT' },
      { member: 'A', account: 'A/HOUSE', status: 'CANCELLED' },
    ]);
    expect(record).toMatchObject({ status: 'CLOSED', member: 'A', reason: REASON });
  });

  it('names every event by the hash that the ledger has for its position', async () => {
    const { rows } = await pool.query<{ position: string; hash: string }>(
      'SELECT position, hash FROM event',
    );
    const hashes = new Map(rows.map(({ position, hash }) => [Number(position), hash]));
    for (const { position, hash } of [...record.timeline, ...record.steps])
      expect(hashes.get(position)).toBe(hash);
    expect(record.madeAt).toEqual({ position: ledger.head, hash: hashes.get(ledger.head) });
  });

  it('has a loss that its layers bear to the last unit, and who bore each', () => {
    const { loss, layers, notBorne } = record;
    const used = layers.reduce((sum, layer) => sum + BigInt(layer.used), 0n);
    expect(used).toBe(BigInt(loss?.loss ?? '-1'));
    expect(notBorne).toBe('0');
    const parts = Object.values(loss?.parts ?? {}).reduce((sum, part) => sum + BigInt(part), 0n);
    expect(parts).toBe(BigInt(loss?.loss ?? '-1'));
    for (const { layer, used: of, borneBy } of layers)
      if (['SURVIVORS_DEFAULT_FUND', 'ASSESSMENTS', 'GAINS_HAIRCUT'].includes(layer))
        expect(borneBy.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(BigInt(of));
    const returned = layers.reduce((sum, layer) => sum + BigInt(layer.returned), 0n);
    expect(returned).toBe(300n);
  });

  it('has the calls that followed and a book of the default that ends empty', () => {
    const reasons = new Set(record.calls.map(({ reason }) => reason));
    expect(reasons).toEqual(new Set(['ASSESSMENT', 'DEFAULT_FUND']));
    expect(record.calls).toHaveLength(8);
    const paid = record.calls.filter(({ reason }) => reason === 'ASSESSMENT');
    expect(paid.map(({ status }) => status)).toEqual(['MET', 'MET', 'MET', 'MET']);
    expect(record.book.at(-1)?.balance).toBe('0');
    expect(record.trades).toMatchObject([
      { purpose: 'close-out', account: 'A/HOUSE', quantity: '-100', price: '84' },
    ]);
  });

  it('is a page that asks nobody for anything and escapes what people wrote', () => {
    const html = renderRecord(record);
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;');
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /(src|href)=|@import|url\(["']?http/,
    );
    const body = html
      .replace('<!doctype html>\n', '')
      .replaceAll(/<meta ([^>]*)>/g, '<meta $1/>')
      .trim();
    expect(wellFormedFault(body)).toBeUndefined();
  });

  it('is not there for a default that is not', async () => {
    expect(await readDefaultRecord(pool, 'main', 'main-D9')).toBeUndefined();
    expect(await readDefaultRecord(pool, 'other', 'main-D1')).toBeUndefined();
  });
});
