import { describe, expect, it } from 'vitest';
import {
  A,
  exampleTrades,
  fundedHouse,
  indexInput,
  markInput,
} from '#libs/domain/testing/funded-house.js';
import { explainAccount } from './explain-account.js';
import { renderAccount } from './render-account.js';

describe('the explanation of what is unsettled', () => {
  it('shows variation margin with its prices, and funding with what has accrued', () => {
    const play = fundedHouse({}, { cap: '0.0003' });
    play.batch([indexInput('61234.57', '08:00:00'), markInput('61300', '08:00:00')]);
    play.batch([...exampleTrades('09:00:00'), markInput('61270', '16:00:00')]);
    const explained = explainAccount(play.house, play.engine, A);
    expect(explained).toMatchObject({
      ok: true,
      value: {
        unsettled: {
          lines: [
            {
              kind: 'VARIATION_MARGIN',
              instrument: 'BTC-PERP',
              lots: 7,
              mark: '61270',
              openingLots: 0,
              previousPrice: null,
              tradedCost: '428960',
              pointValue: '0.001',
              amount: '-0.07',
            },
            { kind: 'FUNDING', instrument: 'BTC-PERP', currency: 'USD', amount: '-0.13' },
          ],
          amount: '-0.20',
        },
      },
    });
    if (!explained.ok) return;
    const text = renderAccount(explained.value);
    expect(text).toContain('BTC-PERP: (7 x 61270 - 0 x 0 - 428960) x 0.001 = -0.07 USD');
    expect(text).toContain(
      'BTC-PERP: funding of the intervals that ended since the last cycle = -0.13 USD',
    );
    expect(text).toContain('Losses alone, netted per currency: -0.20');
  });
});
