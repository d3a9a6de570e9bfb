import { beforeEach, describe, expect, it } from 'vitest';
import { calledAccount, callLines, DUE, priceAt } from '#libs/domain/testing/called-account.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { instruct, judged } from '#libs/domain/testing/instructions.js';
import { workedExampleG } from '#libs/domain/testing/worked-example-g.js';

const of = (asset: string, quantity: string) => ({ asset, quantity });
const swap = (release: ReturnType<typeof of>, deliver: ReturnType<typeof of>) =>
  ({ type: 'SUBSTITUTION', release, deliver }) as const;

describe('a substitution', () => {
  let play: HousePlay;
  const balance = (book: string, asset: string) => play.house.books.get(book)?.get(asset);
  beforeEach(() => {
    play = workedExampleG();
    play.price(price());
    play.collateral(
      deposit({ instructionId: 'B', account: 'BETA/HOUSE', quantity: '90000000.00' }),
    );
    play.trade(trade({ quantity: '275' }));
  });

  it('brings the one and takes the other in one decision', () => {
    expect(instruct(play, swap(of('BTC', '40'), of('USD', '1650000.00')))).toMatchObject({
      type: 'CollateralSubstituted',
      release: { asset: 'BTC', quantity: '40' },
      deliver: { asset: 'USD', quantity: '1650000.00' },
    });
    expect(balance('account/ALPHA/HOUSE/asset/BTC', 'BTC')).toBe(0n);
    expect(balance('account/ALPHA/HOUSE/cash/USD', 'USD')).toBe(365_000_000n);
    expect(balance('external/CUSTODIAN', 'BTC')).toBe(0n);
  });

  it('judges the release on what is there after the delivery, and names the most of it', () => {
    expect(judged(play, { asset: 'BTC', quantity: '40' })).toHaveProperty('code');
    const refused = judged(play, swap(of('BTC', '40'), of('USD', '1139316.49')));
    expect(refused).toMatchObject({ code: 'WOULD_LEAVE_DEFICIT', field: 'release.quantity' });
    const most = refused.maximumQuantity ?? '';
    const deliver = of('USD', '1139316.49');
    expect(judged(play, swap(of('BTC', most), deliver))).not.toHaveProperty('code');
    // 5,610,000.00 have to stay and 4,470,683.50 count without BTC.
    expect(judged(play, swap(of('BTC', '40'), of('USD', '1139316.50')))).not.toHaveProperty('code');
  });

  it.each([
    ['UNKNOWN_ASSET', 'release.asset', swap(of('GOLD', '1'), of('DOGE', '1'))],
    ['UNKNOWN_ASSET', 'deliver.asset', swap(of('BTC', '1'), of('DOGE', '1'))],
    ['INVALID_FIELD', 'deliver.asset', swap(of('BTC', '1'), of('BTC', '2'))],
    ['UNKNOWN_ACCOUNT', 'account', { ...swap(of('BTC', '1'), of('USD', '1')), account: 'NO/BODY' }],
    ['INELIGIBLE_OWN_ISSUE', 'deliver.asset', swap(of('BTC', '1'), of('ALPHA-BOND', '9'))],
    ['INVALID_QUANTITY', 'release.quantity', swap(of('BTC', '0'), of('USD', '1'))],
    ['INVALID_QUANTITY', 'deliver.quantity', swap(of('BTC', '1'), of('USD', '0.001'))],
    ['INSUFFICIENT_HOLDING', 'release.quantity', swap(of('BTC', '41'), of('USD', '9000000.00'))],
  ])('is refused with %s in %s, and then brings nothing either', (code, field, given) => {
    const books = structuredClone(play.house.books);
    expect(instruct(play, given)).toMatchObject({
      type: 'CollateralInstructionRejected',
      code,
      field,
    });
    expect(play.house.books).toEqual(books);
  });
});

describe('a substitution while a call is open', () => {
  it('pays the call with what it delivers, and is refused where that is not enough', () => {
    const play = calledAccount();
    play.collateral(deposit({ instructionId: 'P', quantity: '100000.00' }));
    play.price(price({ symbol: 'UST-2028', price: '100' }));
    const release = of('USD', '1.00');
    expect(instruct(play, swap(release, of('UST-2028', '100000.00')))).toMatchObject({
      code: 'OPEN_CALL',
    });
    expect(callLines(play)).toEqual(['PARTIALLY_MET 400000.00 300000.00']);
    expect(instruct(play, swap(release, of('UST-2028', '400000.00')))).toMatchObject({
      type: 'CollateralSubstituted',
    });
    expect(callLines(play)).toEqual(['MET 400000.00 0.00']);
  });

  it('frees an account whose overdue call it pays', () => {
    const play = calledAccount();
    priceAt(play, DUE);
    play.collateral(deposit({ instructionId: 'P', quantity: '100000.00' }));
    play.price(price({ symbol: 'UST-2028', price: '100', observedAt: DUE }));
    const release = of('USD', '1.00');
    expect(judged(play, swap(release, of('UST-2028', '1.00')))).toMatchObject({
      code: 'ACCOUNT_RESTRICTED',
    });
    expect(judged(play, swap(release, of('UST-2028', '400000.00')))).not.toHaveProperty('code');
  });
});
