import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredEvent } from '#libs/ledger/index.js';
import { expectChain, quarantinedBytes } from '../support/expect-exactly-once.js';
import { expectPublished } from '../support/expect-published.js';
import type { ReadMessage } from '../support/kafka-bench.js';
import { sharedServers } from '../support/shared-servers.js';
import { TestHouse, type TestMessage } from '../support/test-house.js';

const TRADE = {
  tradeId: 'B-0',
  venue: 'XSIM',
  instrument: 'SPX-FUT',
  quantity: '10',
  price: '5010.25',
  buyer: 'ALPHA/HOUSE',
  seller: 'BETA/C1',
  executedAt: '2026-11-20T14:03:22.123Z',
};
const PRICE = {
  symbol: 'SPX-FUT',
  price: '5011.50',
  source: 'XSIM',
  observedAt: '2026-11-20T14:03:22.500Z',
};
const DEPOSIT = {
  instructionId: 'D-0',
  type: 'DEPOSIT',
  account: 'ALPHA/HOUSE',
  asset: 'USD',
  quantity: '100.00',
  valueDate: '2026-11-20',
};

/** How a message ends: novated, refused with a code, answered again, booked, or put aside because. */
type End = 'NOVATED' | 'AGAIN' | 'BOOKED' | { readonly code: string } | RegExp;
type Row = readonly [name: string, value: object | Buffer | null, end: End];

const text = (json: string): Buffer => Buffer.from(json);
/** A trade under an id of its own, with other fields. */
let ids = 0;
const trade = (fields: object = {}): object => ({ ...TRADE, tradeId: `B-${++ids}`, ...fields });
/** A trade as JSON text, so that it can hold what no JavaScript object has. */
const rawTrade = (fields: string): Buffer =>
  text(JSON.stringify(trade()).slice(0, -1) + `,${fields}}`);
const code = (name: string): End => ({ code: name });

const UNREADABLE: readonly Row[] = [
  ['not JSON', text('hello'), /not JSON/],
  ['cut off', text('{"tradeId":"B-1","venue":"XSIM"'), /not JSON/],
  ['empty', Buffer.alloc(0), /empty/],
  ['null', null, /empty/],
  ['binary', Buffer.from([0x00, 0xff, 0x5c, 0x09, 0x0a, 0x0d, 0x5c, 0x2e]), /UTF-8/],
  ['a list', text('[1,2,3]'), /JSON list/],
  ['a number', text('17'), /single JSON value/],
  ['nested lists', text('['.repeat(20_000) + ']'.repeat(20_000)), /JSON list/],
  ['nested objects', text('{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000)), /is missing/],
  ['1 MB of letters', Buffer.alloc(1_000_000, 'x'), /not JSON/],
  ['no identity', { ...TRADE, tradeId: undefined }, /tradeId is missing/],
  ['an identity of another form', { ...TRADE, tradeId: 'a b' }, /tradeId/],
  ['an identity that is a number', { ...TRADE, tradeId: 17 }, /tradeId/],
  ['an identity by __proto__', text('{"__proto__":{"tradeId":"P","venue":"V"}}'), /is missing/],
  ['NaN', text('{"tradeId":"B-1","venue":"XSIM","price":NaN}'), /not JSON/],
  ['a NUL in its identity', { ...TRADE, tradeId: 'a\u0000b' }, /tradeId/],
  ['half a character in its identity', { ...TRADE, venue: '\ud800' }, /venue/],
  ['a leap of a year', trade({ executedAt: '2027-11-20T14:00:00.000Z' }), /40 days/],
];

const REFUSED: readonly Row[] = [
  ['a missing field', trade({ price: undefined }), code('MISSING_FIELD')],
  ['null for a field', trade({ buyer: null }), code('MISSING_FIELD')],
  ['a list for a field', trade({ instrument: ['SPX-FUT'] }), code('INVALID_FIELD')],
  ['an object for a field', trade({ seller: { id: 'BETA/C1' } }), code('INVALID_FIELD')],
  ['a number for a price', trade({ price: 5010.25 }), code('DECIMAL_AS_NUMBER')],
  ['a number for a quantity', trade({ quantity: 10 }), code('DECIMAL_AS_NUMBER')],
  ['a number beyond all doubles', rawTrade('"price":1e999'), code('DECIMAL_AS_NUMBER')],
  ['an exponent', trade({ price: '5.01e3' }), code('INVALID_FIELD')],
  ['the word NaN', trade({ price: 'NaN' }), code('INVALID_FIELD')],
  ['the word Infinity', trade({ price: '-Infinity' }), code('INVALID_FIELD')],
  ['leading zeros', trade({ price: '05010.25' }), code('INVALID_FIELD')],
  ['a plus sign', trade({ price: '+5010.25' }), code('INVALID_FIELD')],
  ['blanks', trade({ price: ' 5010.25' }), code('INVALID_FIELD')],
  ['a hexadecimal number', trade({ quantity: '0x10' }), code('INVALID_FIELD')],
  ['no digits after the point', trade({ price: '5010.' }), code('INVALID_FIELD')],
  [
    'a day that is not there',
    trade({ executedAt: '2026-02-30T00:00:00.000Z' }),
    code('INVALID_FIELD'),
  ],
  ['an unknown instrument', trade({ instrument: 'GHOST' }), code('UNKNOWN_INSTRUMENT')],
  ['an instrument by __proto__', trade({ instrument: '__proto__' }), code('INVALID_FIELD')],
  [
    'an instrument called constructor',
    trade({ instrument: 'constructor' }),
    code('UNKNOWN_INSTRUMENT'),
  ],
  ['an unknown member', trade({ buyer: 'GAMMA/HOUSE' }), code('UNKNOWN_ACCOUNT')],
  ['an unknown account', trade({ seller: 'BETA/C9' }), code('UNKNOWN_ACCOUNT')],
  ['one account on both sides', trade({ seller: TRADE.buyer }), code('SAME_ACCOUNT')],
  ['half a lot', trade({ quantity: '0.5' }), code('INVALID_QUANTITY')],
  ['no lots', trade({ quantity: '0' }), code('INVALID_QUANTITY')],
  ['lots below zero', trade({ quantity: '-1' }), code('INVALID_QUANTITY')],
  ['too many lots', trade({ quantity: '1000000001' }), code('INVALID_QUANTITY')],
  ['sixty digits of lots', trade({ quantity: '9'.repeat(60) }), code('INVALID_QUANTITY')],
  ['a thousand digits of lots', trade({ quantity: '9'.repeat(1_000) }), code('INVALID_QUANTITY')],
  ['ten thousand digits of lots', trade({ quantity: '9'.repeat(10_000) }), code('INVALID_FIELD')],
  ['a NUL in a field', trade({ instrument: 'SPX\u0000FUT' }), code('INVALID_FIELD')],
  ['half a character in a field', trade({ price: '\ud800' }), code('INVALID_FIELD')],
  ['the end of COPY in a field', trade({ price: '\\.\n' }), code('INVALID_FIELD')],
  ['a price off its tick', trade({ price: '5010.30' }), code('PRICE_OFF_TICK')],
  ['fifty decimals', trade({ price: `5010.${'3'.repeat(50)}` }), code('PRICE_OFF_TICK')],
  ['a thousand decimals', trade({ price: `5010.${'3'.repeat(1_000)}` }), code('PRICE_OFF_TICK')],
  ['ten thousand decimals', trade({ price: `5.${'3'.repeat(10_000)}` }), code('INVALID_FIELD')],
];

const GOOD: readonly Row[] = [
  ['trailing zeros', trade({ price: '5010.250000', quantity: '10.00' }), 'NOVATED'],
  ['a price of zero', trade({ price: '0' }), 'NOVATED'],
  ['a price below zero', trade({ price: '-37.50' }), 'NOVATED'],
  ['unknown fields', trade({ colour: 'red', nested: { deep: [1, { a: null }] } }), 'NOVATED'],
  ['a field called __proto__', rawTrade('"__proto__":{"price":"1"}'), 'NOVATED'],
  ['an unknown field of 900 kB', trade({ note: 'é'.repeat(450_000) }), 'NOVATED'],
];

const FIRST = trade();
const DUPLICATES: readonly Row[] = [
  ['the first of its id', FIRST, 'NOVATED'],
  ['the same again', FIRST, 'AGAIN'],
  ['the same written otherwise', { ...FIRST, price: '5010.2500', note: 'again' }, 'AGAIN'],
  ['other content', { ...FIRST, quantity: '11' }, code('CONFLICTING_DUPLICATE')],
  ['other content off its tick', { ...FIRST, price: '1.01' }, code('CONFLICTING_DUPLICATE')],
  ['no longer well-formed', { ...FIRST, price: 5010.25 }, code('DECIMAL_AS_NUMBER')],
  ['refused', { ...TRADE, tradeId: 'M-1', price: '5010.30' }, code('PRICE_OFF_TICK')],
  ['refused before, now mended', { ...TRADE, tradeId: 'M-1' }, 'NOVATED'],
  ['a venue of its own', { ...FIRST, venue: 'YSIM' }, 'NOVATED'],
];

const TRADES: readonly Row[] = [...UNREADABLE, ...REFUSED, ...GOOD, ...DUPLICATES];

const PRICES: readonly Row[] = [
  ['not JSON', text('{'), /not JSON/],
  ['off its tick', { ...PRICE, price: '5011.60' }, /not a multiple of its tick/],
  ['an unknown symbol', { ...PRICE, symbol: 'GHOST' }, /not a symbol of ledger main/],
  ['a NUL in its symbol', { ...PRICE, symbol: 'SPX\u0000' }, /symbol/],
  ['a NUL in its source', { ...PRICE, source: 'X\u0000' }, /source/],
  ['a number', { ...PRICE, price: 5011.5 }, /must be a string|string/],
  ['a leap of a year', { ...PRICE, observedAt: '2028-01-01T00:00:00.000Z' }, /40 days/],
];

const DEPOSITS: readonly Row[] = [
  ['not JSON', text('nothing'), /not JSON/],
  ['a good one', DEPOSIT, 'BOOKED'],
  ['the same again', DEPOSIT, 'AGAIN'],
  ['other content', { ...DEPOSIT, quantity: '100.01' }, code('CONFLICTING_DUPLICATE')],
  ['a number', { ...DEPOSIT, instructionId: 'D-1', quantity: 100 }, code('DECIMAL_AS_NUMBER')],
  [
    'too many decimals',
    { ...DEPOSIT, instructionId: 'D-2', quantity: '1.001' },
    code('INVALID_QUANTITY'),
  ],
  ['below zero', { ...DEPOSIT, instructionId: 'D-3', quantity: '-1.00' }, code('INVALID_QUANTITY')],
  ['zero', { ...DEPOSIT, instructionId: 'D-6', quantity: '0.00' }, code('INVALID_QUANTITY')],
  [
    'a value date that is not there',
    { ...DEPOSIT, instructionId: 'D-7', valueDate: '2026-02-30' },
    code('INVALID_FIELD'),
  ],
  [
    "a transfer to another member's",
    { ...DEPOSIT, instructionId: 'D-9', type: 'TRANSFER', toAccount: 'BETA/C1' },
    code('NOT_YOURS'),
  ],
  [
    'an unknown asset',
    { ...DEPOSIT, instructionId: 'D-4', asset: 'SHELLS' },
    code('UNKNOWN_ASSET'),
  ],
  [
    'an unknown account',
    { ...DEPOSIT, instructionId: 'D-5', account: 'ALPHA/C9' },
    code('UNKNOWN_ACCOUNT'),
  ],
];

const TABLES = [
  ['trades', TRADES],
  ['prices', PRICES],
  ['collateral', DEPOSITS],
] as const;

let house: TestHouse;
let events: Map<string, StoredEvent[]>;
let kept: Map<string, Buffer | null>;
let sent: Map<string, ReadMessage[]>;

/** What nobody expects in a header; it is kept with what is put aside. */
const ODD_HEADERS = { nul: Buffer.from([0]), bytes: Buffer.from([0xff, 0x5c, 0x0a]), '': 'x' };

/** Each message followed by a good one, all on one partition, so that their order is known. */
function flowOf(topic: TestMessage['topic'], rows: readonly Row[]): TestMessage[] {
  return rows.flatMap(([, value]) => [
    { topic, key: 'one', value, partition: 0, headers: ODD_HEADERS },
    { topic: 'trades', key: 'good', value: trade(), partition: 1 },
    ...(topic === 'trades' ? [{ topic, key: 'good', value: trade(), partition: 0 } as const] : []),
  ]);
}

beforeAll(async () => {
  house = await TestHouse.started(sharedServers());
  house.start('publisher');
  await house.send([{ topic: 'prices', key: 'one', value: { ...PRICE, price: '5000.00' } }]);
  await house.decided();
  for (const [topic, rows] of TABLES)
    for (const message of chunks(flowOf(topic, rows), 3)) await house.send(message);
  await house.decided();
  await house.published();
  events = new Map();
  for (const event of await house.events())
    events.set(event.causation, [...(events.get(event.causation) ?? []), event]);
  kept = await quarantinedBytes(house);
  sent = new Map();
  for (const [topic] of TABLES) {
    const messages = await house.readAll(topic);
    const isOfTable = ({ partition, key }: ReadMessage): boolean =>
      partition === 0 && key === 'one';
    sent.set(topic, messages.filter(isOfTable));
  }
});
afterAll(() => house?.close());

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );

const CASES = TABLES.flatMap(([topic, rows]) =>
  rows.map(([name, , end], i) => ({ topic, name, end, i })),
);

describe('a message', () => {
  it.each(CASES)('on $topic: $name', ({ topic, end, i }) => {
    const rows = sent.get(topic)!;
    const offset = topic === 'prices' ? rows.length - PRICES.length + i : i;
    const message = rows[offset]!;
    const where = `${house.topic(topic)}/0/${message.offset}`;
    const answers = (events.get(where) ?? []).filter(({ type }) => !type.startsWith('MarginCall'));
    expect(answers).toHaveLength(1);
    const [event] = answers;
    if (end === 'NOVATED') expect(event?.type).toBe('TradeNovated');
    else if (end === 'BOOKED') expect(event?.type).toBe('CollateralDeposited');
    else if (end === 'AGAIN') expect(event?.type).toBe('AnswerRepeated');
    else if (end instanceof RegExp) {
      expect(event?.type).toBe('MessageQuarantined');
      expect(event?.payload).toMatchObject({ reason: expect.stringMatching(end) as string });
      if (message.value === null) expect(kept.get(where)).toBeNull();
      else expect(kept.get(where)?.equals(message.value)).toBe(true);
    } else {
      expect(event?.type).toMatch(/Rejected$/);
      expect(event?.payload).toMatchObject(end);
    }
  });
});

describe('what comes after a bad message', () => {
  it('is novated, on the same partition and on others', async () => {
    const good = (await house.readAll('trades')).filter(({ key }) => key === 'good');
    expect(good).toHaveLength(2 * TRADES.length + PRICES.length + DEPOSITS.length);
    for (const { partition, offset } of good) {
      const answers = events.get(`${house.topic('trades')}/${partition}/${offset}`) ?? [];
      expect(answers.map(({ type }) => type)).toContain('TradeNovated');
    }
  });

  it('is published with it; what was put aside has a copy on the quarantine topic', async () => {
    await expectPublished(house);
    const copies = await house.readAll('quarantine');
    const bad = [...TRADES, ...PRICES, ...DEPOSITS].filter(([, , end]) => end instanceof RegExp);
    expect(copies).toHaveLength(bad.length);
    for (const { value } of copies) {
      const copy = JSON.parse(String(value)) as Record<string, string | number | null>;
      const bytes = kept.get(`${copy['topic']}/${copy['partition']}/${copy['offset']}`);
      // The value of a very long one stays in Postgres, and the copy says how long it is.
      const isLong = bytes !== undefined && bytes !== null && bytes.length > 500_000;
      if (isLong) expect(copy['valueBytes']).toBe(bytes.length);
      else expect(copy['value']).toBe(bytes?.toString('base64') ?? null);
    }
  });

  it('changes nothing about what is novated: repeated after a restart it is answered again', async () => {
    await house.killAll();
    await house.expireLease('core');
    await house.start('core').ready();
    const before = (await house.reader.head()).position;
    await house.send([
      { topic: 'trades', key: 'x', value: FIRST },
      { topic: 'trades', key: 'x', value: { ...FIRST, quantity: '12' } },
      { topic: 'trades', key: 'x', value: FIRST },
    ]);
    await house.decided();
    const added = (await house.events()).slice(before);
    expect(added.map(({ type }) => type)).toEqual([
      'AnswerRepeated',
      'TradeRejected',
      'AnswerRepeated',
    ]);
    expectChain(await house.events());
  });
});
