import { describe, expect, it } from 'vitest';
import { bytesOf } from '../testing/valid-messages.js';
import { decodeCommand } from './decode-command.js';

const SETTLE = { type: 'SETTLE', cycleType: 'EOD', date: '2026-11-20' };
const COMMAND = { commandId: 'cmd-1', ledger: 'main', by: 'Jane Doe', body: SETTLE };
const HISTORY = { type: 'IMPORT_HISTORY', symbol: 'SPX', closes: [['2008-01-02', '1447.16']] };

function withBody(body: unknown): Buffer {
  return bytesOf({ ...COMMAND, body });
}

describe('a command', () => {
  it('keeps the fields of its type and no others', () => {
    const body = { ...SETTLE, cycleId: null, callId: 'x' };
    expect(decodeCommand(bytesOf({ ...COMMAND, at: null, body, more: 1 }))).toEqual({
      kind: 'message',
      message: COMMAND,
    });
  });

  it('passes a document on whole', () => {
    const body = { type: 'APPLY_REFERENCE_DATA', document: { a: [{ b: [1, null, 'x'] }] } };
    expect(decodeCommand(withBody(body))).toHaveProperty('message.body', body);
  });

  it('that confirms or withdraws a proposal names it', () => {
    const body = { type: 'CONFIRM_REFERENCE_DATA', proposalId: 'main-P1' };
    expect(decodeCommand(withBody({ ...body, note: 'x' }))).toHaveProperty('message.body', body);
    expect(decodeCommand(withBody({ ...body, proposalId: '' }))).toMatchObject({
      kind: 'misshapen',
      refusal: { code: 'INVALID_FIELD', field: 'body.proposalId' },
    });
  });

  it('of a default keeps the fields of its step, and of each trade in it', () => {
    const fill = { instrument: 'FUT', quantity: '-67', price: '93', counterparty: 'B/HOUSE' };
    const fills = [fill, { ...fill, account: 'A/OMNI', client: 'F1' }];
    const body = { type: 'CLOSE_OUT_DEFAULT', defaultId: 'main-D1', fills };
    const sent = { ...body, fees: null, by: 'x', fills: fills.map((each) => ({ ...each, n: 1 })) };
    expect(decodeCommand(withBody(sent))).toHaveProperty('message.body', body);
    const layers = { type: 'APPLY_LAYERS', defaultId: 'main-D1' };
    expect(decodeCommand(withBody({ ...layers, next: null }))).toHaveProperty(
      'message.body',
      layers,
    );
  });

  it.each([
    ['no trade', [], 'body.fills'],
    ['1,001 trades', Array.from({ length: 1_001 }, () => ({})), 'body.fills'],
    ['a trade without a price', [{ instrument: 'FUT', quantity: '1' }], 'body.fills[0].price'],
  ])('of a default with %s is answered', (_what, fills, field) => {
    const body = { type: 'HEDGE_DEFAULT', defaultId: 'main-D1', fills };
    expect(decodeCommand(withBody(body))).toMatchObject({ kind: 'misshapen', refusal: { field } });
  });

  it('with a fault tells what was asked and by whom, as far as that can be read', () => {
    const known = (message: object) =>
      (decodeCommand(bytesOf(message)) as { known?: unknown }).known;
    const { date: _date, ...undated } = SETTLE;
    expect(known({ ...COMMAND, body: undated })).toEqual({
      ledger: 'main',
      by: 'Jane Doe',
      command: 'SETTLE',
    });
    expect(known({ ...COMMAND, by: 7, body: { type: '__proto__' } })).toEqual({ ledger: 'main' });
    expect(known({ ...COMMAND, body: [SETTLE] })).not.toHaveProperty('command');
  });

  it('refuses a document that is nested beyond use', () => {
    const nested = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const text = JSON.stringify({
      ...COMMAND,
      body: { type: 'APPLY_REFERENCE_DATA', document: 0 },
    });
    expect(
      decodeCommand(Buffer.from(text.replace('"document":0', `"document":${nested}`))),
    ).toMatchObject({
      kind: 'misshapen',
      refusal: {
        code: 'INVALID_FIELD',
        field: 'body.document',
        reason: 'body.document is an object; it must be an object nested at most 64 levels deep',
      },
    });
  });

  it.each([
    ['no ledger', { ...COMMAND, ledger: null }, 'MISSING_FIELD', 'ledger'],
    ['nobody', { ...COMMAND, by: '' }, 'INVALID_FIELD', 'by'],
    ['a name of two lines', { ...COMMAND, by: 'Jane\nDoe' }, 'INVALID_FIELD', 'by'],
    ['half a character', { ...COMMAND, by: 'Jane\ud800' }, 'INVALID_FIELD', 'by'],
    ['a date for an instant', { ...COMMAND, at: '2026-11-20' }, 'INVALID_FIELD', 'at'],
    ['no body', { ...COMMAND, body: undefined }, 'MISSING_FIELD', 'body'],
    ['a list for a body', { ...COMMAND, body: [] }, 'INVALID_FIELD', 'body'],
    ['no type', { ...COMMAND, body: {} }, 'MISSING_FIELD', 'body.type'],
    ['an unknown type', { ...COMMAND, body: { type: 'STOP' } }, 'INVALID_FIELD', 'body.type'],
    ['no date', { ...COMMAND, body: { ...SETTLE, date: null } }, 'MISSING_FIELD', 'body.date'],
    [
      'another cycle',
      { ...COMMAND, body: { ...SETTLE, cycleType: 'X' } },
      'INVALID_FIELD',
      'body.cycleType',
    ],
    ['no closes', { ...COMMAND, body: { ...HISTORY, closes: [] } }, 'INVALID_FIELD', 'body.closes'],
    [
      'a close without a date',
      { ...COMMAND, body: { ...HISTORY, closes: [['1447.16']] } },
      'INVALID_FIELD',
      'body.closes',
    ],
    [
      'a second close as a number',
      { ...COMMAND, body: { ...HISTORY, closes: [...HISTORY.closes, ['2008-01-03', 1447.16]] } },
      'DECIMAL_AS_NUMBER',
      'body.closes[1][1]',
    ],
    [
      'a date that does not exist',
      { ...COMMAND, body: { ...HISTORY, closes: [['2007-02-29', '1']] } },
      'INVALID_FIELD',
      'body.closes[0][0]',
    ],
    [
      'a position in quotes',
      {
        ...COMMAND,
        body: { type: 'RELEASE_QUARANTINED', position: '1', action: 'RESENT', reason: 'x' },
      },
      'INVALID_FIELD',
      'body.position',
    ],
  ])('with a fault is answered: %s', (_what, message, code, field) => {
    expect(decodeCommand(bytesOf(message))).toMatchObject({
      kind: 'misshapen',
      identity: { commandId: 'cmd-1' },
      refusal: { code, field },
    });
  });

  it('without an id goes to quarantine', () => {
    expect(decodeCommand(bytesOf({ ...COMMAND, commandId: '' }))).toMatchObject({
      kind: 'unreadable',
    });
  });
});
