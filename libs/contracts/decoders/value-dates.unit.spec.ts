import { describe, expect, it } from 'vitest';
import { bytesOf } from '../testing/valid-messages.js';
import { decodeCollateral } from './decode-collateral.js';

const DEPOSIT = {
  instructionId: 'C-77',
  type: 'DEPOSIT',
  account: 'ALPHA/HOUSE',
  asset: 'USD',
  quantity: '2500000.00',
};

const read = (valueDate: unknown): unknown => decodeCollateral(bytesOf({ ...DEPOSIT, valueDate }));

describe('the value date of an instruction', () => {
  it.each(['2026-11-20', '2024-02-29', '1999-12-31'])('is a day of the calendar: %s', (date) => {
    expect(read(date)).toMatchObject({ kind: 'message', message: { valueDate: date } });
  });

  it.each([
    '2026-02-30',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-00',
    '2026-11-31',
    '20-11-2026',
    '2026/11/20',
    '2026-11-2',
    ' 2026-11-20',
    '20261120',
    'tomorrow',
    'T+2',
    20_261_120,
    ['2026-11-20'],
  ])('is refused where there is no such day: %j', (date) => {
    expect(read(date)).toMatchObject({
      kind: 'misshapen',
      refusal: { code: 'INVALID_FIELD', field: 'valueDate' },
    });
  });
});
