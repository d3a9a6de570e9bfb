import { describe, expect, it } from 'vitest';
import { bytesOf } from '../testing/valid-messages.js';
import { decodeCollateral } from './decode-collateral.js';

const DEPOSIT = {
  instructionId: 'C-77',
  type: 'DEPOSIT',
  account: 'ALPHA/HOUSE',
  asset: 'USD',
  quantity: '2500000.00',
  valueDate: '2026-11-20',
};
const { account: _, ...WITHOUT_OWNER } = DEPOSIT;
const FUND = { ...WITHOUT_OWNER, type: 'DEFAULT_FUND_DEPOSIT', member: 'ALPHA' };
const SUBSTITUTION = {
  instructionId: 'C-78',
  type: 'SUBSTITUTION',
  account: 'ALPHA/HOUSE',
  release: { asset: 'BTC', quantity: '15.00000000' },
  deliver: { asset: 'USD', quantity: '1000000.00' },
  valueDate: '2026-11-20',
};

describe('a collateral instruction', () => {
  it('keeps the fields of its type and no others', () => {
    const extra = { member: 'ALPHA', toAccount: 'ALPHA/C1', bucket: null, release: 1, more: {} };
    expect(decodeCollateral(bytesOf({ ...DEPOSIT, ...extra }))).toEqual({
      kind: 'message',
      message: DEPOSIT,
    });
    expect(decodeCollateral(bytesOf({ ...FUND, account: 'ALPHA/HOUSE', bucket: 'X' }))).toEqual({
      kind: 'message',
      message: FUND,
    });
  });

  it('of a transfer names a bucket of either side', () => {
    const buckets = { bucket: 'SPX-FUT', toBucket: 'BTC-PERP' };
    const transfer = { ...DEPOSIT, type: 'TRANSFER', toAccount: 'ALPHA/HOUSE', ...buckets };
    expect(decodeCollateral(bytesOf(transfer))).toEqual({ kind: 'message', message: transfer });
    const plain = { ...transfer, bucket: null, toBucket: null };
    expect(decodeCollateral(bytesOf(plain))).not.toHaveProperty('message.toBucket');
  });

  it.each([
    ['no type', { ...DEPOSIT, type: null }, 'MISSING_FIELD', 'type'],
    ['an unknown type', { ...DEPOSIT, type: 'GIFT' }, 'INVALID_FIELD', 'type'],
    ['a type of a prototype', { ...DEPOSIT, type: 'toString' }, 'INVALID_FIELD', 'type'],
    ['no asset', { ...DEPOSIT, asset: null }, 'MISSING_FIELD', 'asset'],
    ['a number', { ...DEPOSIT, quantity: 2_500_000 }, 'DECIMAL_AS_NUMBER', 'quantity'],
    ['an exponent', { ...DEPOSIT, quantity: '2.5e6' }, 'INVALID_FIELD', 'quantity'],
    ['no value date', { ...DEPOSIT, valueDate: undefined }, 'MISSING_FIELD', 'valueDate'],
    [
      'an instant for a date',
      { ...DEPOSIT, valueDate: '2026-11-20T00:00:00.000Z' },
      'INVALID_FIELD',
      'valueDate',
    ],
    ['a bucket that is no id', { ...DEPOSIT, bucket: 'A/B' }, 'INVALID_FIELD', 'bucket'],
    ['no target', { ...DEPOSIT, type: 'TRANSFER' }, 'MISSING_FIELD', 'toAccount'],
    ['no release', { ...SUBSTITUTION, release: null }, 'MISSING_FIELD', 'release'],
    ['a list to release', { ...SUBSTITUTION, release: [] }, 'INVALID_FIELD', 'release'],
    ['a release of nothing', { ...SUBSTITUTION, release: {} }, 'MISSING_FIELD', 'release.asset'],
    [
      'a number delivered',
      { ...SUBSTITUTION, deliver: { asset: 'USD', quantity: 1 } },
      'DECIMAL_AS_NUMBER',
      'deliver.quantity',
    ],
  ])('with a fault is answered: %s', (_what, message, code, field) => {
    const decoded = decodeCollateral(bytesOf(message));
    expect(decoded).toMatchObject({
      kind: 'misshapen',
      identity: { owner: 'ALPHA/HOUSE', instructionId: message.instructionId },
      refusal: { code, field },
    });
    expect(decoded).toHaveProperty('refusal.reason', expect.stringContaining(`${field} is `));
  });

  it('that is refused repeats what could be read of it', () => {
    const decoded = decodeCollateral(bytesOf({ ...DEPOSIT, asset: '' }));
    const { type, quantity, valueDate } = DEPOSIT;
    expect(decoded).toHaveProperty('known', { type, quantity, valueDate });
  });

  it('of the default fund belongs to the member', () => {
    expect(decodeCollateral(bytesOf({ ...FUND, asset: null }))).toMatchObject({
      identity: { owner: 'ALPHA', instructionId: 'C-77' },
      refusal: { code: 'MISSING_FIELD', field: 'asset' },
    });
  });

  it('of an unknown type belongs to whoever it names', () => {
    expect(decodeCollateral(bytesOf({ ...FUND, type: 'GIFT' }))).toMatchObject({
      identity: { owner: 'ALPHA' },
      refusal: { field: 'type' },
    });
  });

  it.each([
    ['no instruction id', { ...DEPOSIT, instructionId: undefined }, /instructionId is missing/],
    ['an instruction id of a number', { ...DEPOSIT, instructionId: 77 }, /instructionId is 77/],
    ['no account', WITHOUT_OWNER, /account is missing/],
    ['a member for an account', { ...DEPOSIT, account: 'ALPHA' }, /account is "ALPHA"/],
    ['an account for a member', { ...FUND, member: 'ALPHA/HOUSE' }, /member is "ALPHA\/HOUSE"/],
    ['neither type nor owner', { instructionId: 'C-1' }, /type is missing/],
  ])('without an identity goes to quarantine: %s', (_what, message, reason) => {
    expect(decodeCollateral(bytesOf(message))).toEqual({
      kind: 'unreadable',
      reason: expect.stringMatching(reason),
    });
  });
});
