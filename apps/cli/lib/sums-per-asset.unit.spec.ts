import { expect, it } from 'vitest';
import { sumsPerAsset } from './sums-per-asset.js';

it('the trial balance adds up exactly, asset by asset, with the digits that were written', () => {
  const items = [
    { asset: 'USD', amount: '90071992547409.93' },
    { asset: 'BTC', amount: '0.00000001' },
    { asset: 'USD', amount: '-90071992547409.92' },
    { asset: 'EUR', amount: '0.00' },
  ];
  expect(sumsPerAsset(items)).toEqual([
    { asset: 'BTC', amount: '0.00000001' },
    { asset: 'EUR', amount: '0.00' },
    { asset: 'USD', amount: '0.01' },
  ]);
});
