import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import {
  afterSeconds,
  calledAccount,
  DUE,
  pay,
  priceAt,
} from '#libs/domain/testing/called-account.js';
import {
  atSecond,
  gatedHouse,
  observe,
  passUntil,
  statesOf,
} from '#libs/domain/testing/gated-market.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { instruct, judged } from '#libs/domain/testing/instructions.js';
import { workedExampleG } from '#libs/domain/testing/worked-example-g.js';
import { valueCollateral } from './collateral-value.js';

/** Worked example g with as many lots as need the requirement: 20,000.00 each. */
function needing(lots: number, changes = {}): HousePlay {
  const play = workedExampleG(changes);
  play.price(price());
  play.collateral(deposit({ instructionId: 'B', account: 'BETA/HOUSE', quantity: '50000000.00' }));
  if (lots > 0) play.trade(trade({ quantity: String(lots) }));
  return play;
}

const counted = (play: HousePlay): bigint => {
  const { requirementMinor, collateral } = evaluateAccount(play.house, play.engine, 'ALPHA/HOUSE');
  expect(collateral).toEqual(valueCollateral(play.house, 'ALPHA/HOUSE', requirementMinor));
  return collateral.countedMinor;
};

describe('worked example g at a requirement of 5.5 m and a buffer of 2 %', () => {
  let play: HousePlay;
  beforeEach(() => {
    play = needing(275);
  });
  const btc = (quantity: string) => instruct(play, { asset: 'BTC', quantity });

  it('counts 6,120,683.50', () => {
    expect(counted(play)).toBe(612_068_350n);
  });

  it('refuses 16 BTC and names 15.19230286', () => {
    expect(btc('16.00000000')).toMatchObject({
      type: 'CollateralInstructionRejected',
      code: 'WOULD_LEAVE_DEFICIT',
      field: 'quantity',
      maximumQuantity: '15.19230286',
    });
    expect(counted(play)).toBe(612_068_350n);
  });

  it('lets 15 whole BTC go, and counts 5,618,831.68 after it', () => {
    expect(btc('15')).toMatchObject({ type: 'CollateralWithdrawn' });
    expect(counted(play)).toBe(561_883_168n);
    expect(play.house.books.get('external/CUSTODIAN')?.get('BTC')).toBe(-2_500_000_000n);
  });

  it('lets 15.19230286 go and not a unit more', () => {
    expect(judged(play, { asset: 'BTC', quantity: '15.19230287' })).toHaveProperty('code');
    expect(btc('15.19230286')).toMatchObject({ type: 'CollateralWithdrawn' });
    expect(btc('0.00000001')).toMatchObject({ maximumQuantity: '0.00000000' });
    expect(instruct(play, { asset: 'USD', quantity: '0.01' })).toMatchObject({
      code: 'WOULD_LEAVE_DEFICIT',
      maximumQuantity: '0.00',
    });
  });

  it('refuses more than is held as such, and names what could go', () => {
    expect(btc('41')).toMatchObject({
      code: 'INSUFFICIENT_HOLDING',
      maximumQuantity: '15.19230286',
    });
  });
});

describe('an account without positions', () => {
  it('has all of its collateral back, also what the limits leave uncounted', () => {
    const play = needing(0);
    for (const [asset, quantity] of [
      ['USD', '2000000.00'],
      ['EUR', '1500000.00'],
      ['UST-2028', '1000000.00'],
      ['BTC', '40'],
    ] as const)
      expect(instruct(play, { asset, quantity })).toMatchObject({ type: 'CollateralWithdrawn' });
    const held = [...play.house.books].filter(([book]) => book.startsWith('account/ALPHA'));
    expect(held.every(([, assets]) => [...assets.values()].every((units) => units === 0n))).toBe(
      true,
    );
  });
});

describe('a withdrawal is refused with', () => {
  it.each([
    ['UNKNOWN_ASSET', 'asset', { asset: 'GOLD', account: 'NO/BODY' }],
    ['UNKNOWN_ACCOUNT', 'account', { account: 'ALPHA/C9', quantity: '0' }],
    ['INVALID_QUANTITY', 'quantity', { quantity: '0.00' }],
    ['INVALID_QUANTITY', 'quantity', { quantity: '-1.00' }],
    ['INVALID_QUANTITY', 'quantity', { quantity: '1.005' }],
    ['INVALID_QUANTITY', 'quantity', { asset: 'BTC', quantity: '0.000000001' }],
    ['INVALID_FIELD', 'bucket', { bucket: 'SPX-FUT' }],
    ['INVALID_FIELD', 'bucket', { account: 'GAMMA/HOUSE', bucket: 'NOTHING' }],
    ['INSUFFICIENT_HOLDING', 'quantity', { account: 'GAMMA/HOUSE', bucket: 'SPX-FUT' }],
    ['INSUFFICIENT_HOLDING', 'quantity', { account: 'ALPHA/C1' }],
  ])('%s', (code, field, given) => {
    const play = needing(275);
    const books = structuredClone(play.house.books);
    expect(instruct(play, { asset: 'USD', quantity: '1.00', ...given })).toMatchObject({
      code,
      field,
    });
    expect(play.house.books).toEqual(books);
  });

  it('OPEN_CALL while a call of the account is open, however much it has', () => {
    const play = calledAccount();
    pay(play, '100000.00');
    expect(judged(play, { asset: 'USD', quantity: '0.01' })).toMatchObject({ code: 'OPEN_CALL' });
    expect(
      judged(play, { account: 'BETA/HOUSE', asset: 'USD', quantity: '1.00' }),
    ).not.toHaveProperty('code');
  });

  it('ACCOUNT_RESTRICTED while a call of it is overdue', () => {
    const play = calledAccount();
    priceAt(play, DUE);
    expect(judged(play, { asset: 'USD', quantity: '0.01' })).toMatchObject({
      code: 'ACCOUNT_RESTRICTED',
    });
  });

  it('OPEN_CALL from the house account while any account of the member has one', () => {
    const play = HousePlay.open();
    play.price(price());
    play.collateral(deposit());
    play.collateral(
      deposit({ instructionId: 'B', account: 'BETA/HOUSE', quantity: '50000000.00' }),
    );
    play.trade(trade({ buyer: 'ALPHA/C1', quantity: '20' }));
    play.evaluate();
    const take = { asset: 'USD', quantity: '1.00' };
    const refused = judged(play, take);
    expect(refused).toMatchObject({ code: 'OPEN_CALL' });
    expect(refused.reason).toContain('ALPHA/C1');
    pay(play, '1.00');
    play.collateral(deposit({ instructionId: 'C', account: 'ALPHA/C1', quantity: '500000.00' }));
    expect(judged(play, take)).not.toHaveProperty('code');
  });

  it('STALE_PRICE where what is to go has none, or an old one', () => {
    const play = needing(0);
    play.price(price({ observedAt: afterSeconds(60) }));
    expect(judged(play, { asset: 'BTC', quantity: '1' })).not.toHaveProperty('code');
    play.price(price({ observedAt: afterSeconds(61) }));
    expect(judged(play, { asset: 'BTC', quantity: '1' })).toMatchObject({ code: 'STALE_PRICE' });
    instruct(play, { type: 'DEPOSIT', asset: 'ETH', quantity: '1' });
    expect(judged(play, { asset: 'ETH', quantity: '1' })).toMatchObject({ code: 'STALE_PRICE' });
    expect(judged(play, { asset: 'USD', quantity: '1.00' })).not.toHaveProperty('code');
  });

  it('STALE_PRICE while the account cannot be evaluated', () => {
    const play = needing(0);
    const given = { instrument: 'SPX-EUR', price: '1000.00', quantity: '1' };
    play.trade(trade({ tradeId: 'E', ...given }));
    const { prices } = play.house.market;
    prices.delete('EURUSD');
    expect(judged(play, { asset: 'USD', quantity: '1.00' })).toMatchObject({
      code: 'STALE_PRICE',
    });
  });

  it('STALE_PRICE while a feed of an underlying that it has positions in is stale, of whatever asset', () => {
    const play = gatedHouse();
    observe(play, 0, '5000.00');
    play.collateral(deposit());
    play.collateral(deposit({ instructionId: 'B', account: 'BETA/HOUSE' }));
    play.trade(trade({ seller: 'BETA/HOUSE', executedAt: atSecond(1) }));
    const take = { asset: 'USD', quantity: '1.00' };
    expect(judged(play, take)).not.toHaveProperty('code');
    passUntil(play, 11);
    expect(statesOf(play).at(-1)).toBe('STALE');
    expect(judged(play, take)).toMatchObject({ code: 'STALE_PRICE' });
    // Who has no position in it is not concerned, and a recall may still send back what is nothing.
    instruct(play, { type: 'DEPOSIT', account: 'ALPHA/C1', asset: 'USD', quantity: '5.00' });
    expect(judged(play, { ...take, account: 'ALPHA/C1' })).not.toHaveProperty('code');
    observe(play, 12, '5000.00');
    expect(statesOf(play).at(-1)).toBe('LIVE');
    expect(judged(play, take)).not.toHaveProperty('code');
  });

  it('WOULD_LEAVE_DEFICIT where a debt has to stay covered too', () => {
    const play = HousePlay.open();
    play.price(price());
    play.price(price({ symbol: 'EURUSD', price: '1.25' }));
    play.collateral(deposit({ quantity: '1000000.00' }));
    play.collateral(
      deposit({ instructionId: 'B', account: 'BETA/HOUSE', quantity: '50000000.00' }),
    );
    const given = { instrument: 'SPX-EUR', price: '1000.00', quantity: '100' };
    play.trade(trade({ tradeId: 'E-1', ...given }));
    play.price(price({ symbol: 'SPX-EUR', price: '990.00' }));
    play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
    const { exposureMinor, collateral } = evaluateAccount(play.house, play.engine, 'ALPHA/HOUSE');
    // 10,000 euros at 1.25 and 8 % more.
    expect(collateral.debts).toEqual([
      { currency: 'EUR', amountMinor: 1_000_000n, baseMinor: 1_350_000n },
    ]);
    const kept = (exposureMinor * 102n + 99n) / 100n + 1_350_000n;
    expect(judged(play, { asset: 'USD', quantity: '999999.99' })).toMatchObject({
      maximumQuantity: formatUnits(100_000_000n - kept, 2),
    });
  });
});

describe('what a refusal names', () => {
  const scales: Readonly<Record<string, number>> = { USD: 2, EUR: 2, 'UST-2028': 2, BTC: 8 };
  const cases = fc.record({
    lots: fc.integer({ min: 0, max: 330 }),
    asset: fc.constantFrom('USD', 'EUR', 'UST-2028', 'BTC'),
    share: fc.constantFrom('0', '0.10', '0.30', '1'),
    ofAsset: fc.constantFrom('0.05', '0.25'),
    ask: fc.bigInt(1n, 10n ** 10n),
  });

  it('is accepted, leaves no deficit, and a unit more is refused', () => {
    fc.assert(
      fc.property(cases, ({ lots, asset, share, ofAsset, ask }) => {
        const play = needing(lots, {
          collateralLimits: [
            { class: 'CRYPTO', shareOfRequirement: share },
            { asset: 'EUR', shareOfRequirement: ofAsset },
          ],
        });
        const scale = scales[asset] ?? 0;
        const take = (units: bigint) => ({ asset, quantity: formatUnits(units, scale) });
        const refused = judged(play, take(ask));
        if (refused.code === undefined) return;
        const most = toUnits(parseDecimal(refused.maximumQuantity ?? ''), scale) ?? -1n;
        expect(most >= 0n && most < ask).toBe(true);
        expect(judged(play, take(most + 1n))).toHaveProperty('code');
        if (most === 0n) return;
        expect(instruct(play, take(most))).toMatchObject({ type: 'CollateralWithdrawn' });
        const after = evaluateAccount(play.house, play.engine, 'ALPHA/HOUSE');
        expect(after.deficitMinor).toBe(0n);
        play.evaluate();
        expect(
          play.of('MarginCallIssued').filter(({ account }) => account === 'ALPHA/HOUSE'),
        ).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
