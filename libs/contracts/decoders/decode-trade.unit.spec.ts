import { describe, expect, it } from 'vitest';
import { bytesOf, VALID_TRADE } from '../testing/valid-messages.js';
import { decodeTrade } from './decode-trade.js';

const IDENTITY = { tradeId: 'X-1001', venue: 'XSIM' };

function withField(field: string, value: unknown): Buffer {
  return bytesOf({ ...VALID_TRADE, [field]: value });
}

/** What a decimal may look like: whether the trading rules take it is another question. */
const DECIMALS = [
  '1.5',
  '0',
  '-5',
  '-0',
  '0.00',
  '10.2500',
  '9'.repeat(64),
  `-0.${'0'.repeat(61)}`,
];

const NOT_DECIMALS = [
  ['', ' ', '1e3', '1E3', 'NaN', 'Infinity', '01', '-01', '00', '+1', '.5', '5.', '-', '-.5'],
  [
    '1,000',
    '1 000',
    '0x10',
    '1_000',
    '10\n',
    ' 10',
    '10 ',
    '1.2.3',
    '--1',
    'ten',
    '１０',
    '1\u0000',
  ],
  ['9'.repeat(4_097), '\ud800', true, [], ['10'], {}, { units: '10' }],
].flat();

const NOT_ACCOUNTS = [
  ['ALPHA', 'ALPHA/', '/HOUSE', 'ALPHA/HOUSE/X', 'ALPHA//HOUSE', 'ALPHA HOUSE', 'ALPHA/ HOUSE'],
  ['.A/HOUSE', `${'A'.repeat(65)}/HOUSE`, `ALPHA/${'A'.repeat(65)}`, 'ÄLPHA/HOUSE', 'ALPHA/\ud800'],
  ['', 7, {}, ['ALPHA/HOUSE']],
].flat();

const NOT_INSTANTS = [
  ['2026-11-20T14:03:22Z', '2026-11-20T14:03:22.123', '2026-11-20T14:03:22.123+00:00'],
  ['2026-11-20 14:03:22.123Z', '2026-02-29T00:00:00.000Z', '2026-13-01T00:00:00.000Z'],
  ['2026-11-20T24:00:00.000Z', '2026-11-20T23:59:60.000Z', '2026-11-20T14:03:22.1234Z'],
  ['+002026-11-20T14:03:22.123Z', '2026-11-20', '', 'now', 1_795_183_402_123, {}],
].flat();

describe('a trade', () => {
  it('that is well-formed comes through as it was sent', () => {
    expect(decodeTrade(bytesOf(VALID_TRADE))).toEqual({ kind: 'message', message: VALID_TRADE });
  });

  it('may name the clients of its sides; a field of null is none', () => {
    const clients = { buyerClient: 'F1', buyerEffect: 'OPEN' };
    const named = { ...VALID_TRADE, ...clients };
    expect(decodeTrade(bytesOf(named))).toEqual({ kind: 'message', message: named });
    expect(decodeTrade(bytesOf({ ...named, sellerClient: null, sellerEffect: null }))).toEqual({
      kind: 'message',
      message: named,
    });
    for (const [field, value] of [
      ['buyerClient', 'no id'],
      ['sellerClient', ''],
      ['sellerEffect', 'open'],
    ] as const)
      expect(decodeTrade(withField(field, value))).toMatchObject({
        kind: 'misshapen',
        refusal: { code: 'INVALID_FIELD', field },
      });
  });

  it('is read whether the bytes are a Buffer or a plain array of bytes', () => {
    const bytes = new Uint8Array(bytesOf(VALID_TRADE));
    expect(decodeTrade(bytes)).toEqual({ kind: 'message', message: VALID_TRADE });
  });

  it.each(DECIMALS)('may have the decimal %s for a quantity and for a price', (decimal) => {
    for (const field of ['quantity', 'price']) {
      expect(decodeTrade(withField(field, decimal))).toEqual({
        kind: 'message',
        message: { ...VALID_TRADE, [field]: decimal },
      });
    }
  });

  it.each(NOT_DECIMALS)('may not have %j for a decimal', (value) => {
    for (const field of ['quantity', 'price']) {
      expect(decodeTrade(withField(field, value))).toMatchObject({
        kind: 'misshapen',
        identity: IDENTITY,
        refusal: { code: 'INVALID_FIELD', field },
      });
    }
  });

  it('may not have a decimal of half a million digits', () => {
    expect(decodeTrade(withField('price', '9'.repeat(500_000)))).toMatchObject({
      kind: 'misshapen',
      refusal: { code: 'INVALID_FIELD', field: 'price' },
    });
  });

  it.each(['10', '5000.25', '-1', '0', '1e3', '1e400', '12345678901234567890'])(
    'may not have the JSON number %s for a decimal',
    (number) => {
      const text = JSON.stringify(VALID_TRADE).replace('"5010.25"', number);
      expect(decodeTrade(Buffer.from(text))).toMatchObject({
        kind: 'misshapen',
        refusal: { code: 'DECIMAL_AS_NUMBER', field: 'price' },
      });
    },
  );

  it('is told how to write a decimal that came as a number', () => {
    const decoded = decodeTrade(withField('price', 5000.25));
    expect(decoded).toHaveProperty(
      'refusal.reason',
      'price is the JSON number 5000.25, which may have lost digits already; ' +
        'send it as a string such as "5000.25"',
    );
  });

  it.each(NOT_ACCOUNTS)('may not have %j for an account', (value) => {
    for (const field of ['buyer', 'seller']) {
      expect(decodeTrade(withField(field, value))).toMatchObject({
        kind: 'misshapen',
        refusal: { code: 'INVALID_FIELD', field },
      });
    }
  });

  it.each(NOT_INSTANTS)('may not have been executed at %j', (value) => {
    expect(decodeTrade(withField('executedAt', value))).toMatchObject({
      kind: 'misshapen',
      refusal: { code: 'INVALID_FIELD', field: 'executedAt' },
    });
  });

  it.each(['instrument', 'quantity', 'price', 'buyer', 'seller', 'executedAt'])(
    'misses %s when it is absent and when it is null',
    (field) => {
      const { [field]: _, ...absent } = VALID_TRADE as Record<string, string>;
      for (const bytes of [bytesOf(absent), withField(field, null)]) {
        expect(decodeTrade(bytes)).toMatchObject({
          kind: 'misshapen',
          identity: IDENTITY,
          refusal: { code: 'MISSING_FIELD', field },
        });
      }
    },
  );

  it('with several faults is refused for the first field in documented order', () => {
    const faults = { executedAt: 'now', seller: 'BETA', price: 5, quantity: '1e3' };
    const reversed = { ...faults, ...VALID_TRADE, ...faults };
    expect(decodeTrade(bytesOf(reversed))).toMatchObject({ refusal: { field: 'quantity' } });
    expect(decodeTrade(bytesOf({ ...reversed, quantity: '1' }))).toMatchObject({
      refusal: { field: 'price', code: 'DECIMAL_AS_NUMBER' },
    });
  });

  it('that is refused repeats what could be read of it', () => {
    const decoded = decodeTrade(bytesOf({ ...VALID_TRADE, price: 5, buyer: 'nobody', extra: 'x' }));
    const { instrument, quantity, seller, executedAt } = VALID_TRADE;
    expect(decoded).toHaveProperty('known', { instrument, quantity, seller, executedAt });
  });
});

describe('the identity of a trade', () => {
  it.each([
    '',
    'a b',
    '-T1',
    '.T1',
    'A'.repeat(65),
    'T1\n',
    'Ä',
    'T/1',
    1,
    null,
    {},
    ['T1'],
    '\ud800',
  ])('cannot be %j', (value) => {
    for (const field of ['tradeId', 'venue']) {
      const decoded = decodeTrade(withField(field, value));
      expect(decoded.kind).toBe('unreadable');
      expect(decoded).toHaveProperty('reason', expect.stringMatching(`no identity: ${field} is `));
    }
  });

  it('may have 64 characters', () => {
    const tradeId = `T${'-._9'.repeat(15)}abc`;
    expect(decodeTrade(withField('tradeId', tradeId))).toMatchObject({ message: { tradeId } });
  });
});

describe('what a trade message has beside the known fields', () => {
  it('is ignored, however deeply nested', () => {
    const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = JSON.stringify(VALID_TRADE).replace('{', `{"extra":${nested},`);
    expect(decodeTrade(Buffer.from(text))).toEqual({ kind: 'message', message: VALID_TRADE });
  });

  it('is not looked into when a known field is deeply nested', () => {
    const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = JSON.stringify(VALID_TRADE).replace('"10"', nested);
    expect(decodeTrade(Buffer.from(text))).toHaveProperty(
      'refusal.reason',
      expect.stringMatching(/^quantity is a list; it must be a decimal/),
    );
  });

  it('cannot reach a prototype', () => {
    const text = JSON.stringify(VALID_TRADE).replace(
      '{',
      '{"__proto__":{"price":5,"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    );
    const decoded = decodeTrade(Buffer.from(text));
    expect(decoded).toEqual({ kind: 'message', message: VALID_TRADE });
    expect(Object.getPrototypeOf((decoded as { message: object }).message)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('of the same name counts by its last value', () => {
    const text = JSON.stringify(VALID_TRADE).replace('{', '{"price":"1","price":null,');
    expect(decodeTrade(Buffer.from(text))).toEqual({ kind: 'message', message: VALID_TRADE });
  });
});

describe('the reason of a refusal', () => {
  it('quotes little of what was sent and nothing that cannot be stored', () => {
    const value = `${'x'.repeat(39)}\u{1f600}\u0000${'y'.repeat(100_000)}`;
    const decoded = decodeTrade(withField('price', value));
    const reason = (decoded as { refusal: { reason: string } }).refusal.reason;
    expect(reason).toContain(`price is "${'x'.repeat(39)}"... (100042 characters)`);
    expect(reason.length).toBeLessThan(300);
  });

  it('shows control characters and lone surrogates escaped', () => {
    const decoded = decodeTrade(withField('price', '1\u0000\ud800'));
    const reason = (decoded as { refusal: { reason: string } }).refusal.reason;
    expect(reason).toContain('price is "1\\u0000\\ud800"; it must be a decimal');
  });
});
