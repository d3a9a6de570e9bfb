import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { post, transfer } from '#libs/domain/books/books.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price } from '#libs/domain/testing/inputs.js';
import { workedExampleG } from '#libs/domain/testing/worked-example-g.js';
import { valueCollateral } from './collateral-value.js';

const ALPHA = 'ALPHA/HOUSE';
const value = (play: HousePlay, requirementMinor: bigint) =>
  valueCollateral(play.house, ALPHA, requirementMinor);

describe('worked example g', () => {
  const play = workedExampleG();

  it('values USD 2.0 m, EUR 1,496,196.00, UST 974,487.50 and BTC 1,837,037.10', () => {
    const lines = value(play, 0n).lines.map(({ asset, valueMinor }) => [asset, valueMinor]);
    expect(lines).toEqual([
      ['USD', 200_000_000n],
      ['EUR', 149_619_600n],
      ['UST-2028', 97_448_750n],
      ['BTC', 183_703_710n],
    ]);
  });

  it('counts 6,120,683.50 at a requirement of 5.5 m: crypto within 30 % of it', () => {
    expect(value(play, 550_000_000n).countedMinor).toBe(612_068_350n);
  });

  it.each([640_000_000n, 700_000_000n])(
    'counts 6,307,720.60 at a requirement of %s: the limit no longer binds',
    (requirementMinor) => {
      expect(value(play, requirementMinor).countedMinor).toBe(630_772_060n);
      expect(value(play, requirementMinor).valueMinor).toBe(630_772_060n);
    },
  );

  it('counts 5,618,831.68 with 25 BTC: the value is rounded down', () => {
    const fewer = workedExampleG();
    post(
      fewer.house.books,
      transfer('account/ALPHA/HOUSE/asset/BTC', 'external/CUSTODIAN', 'BTC', 1_500_000_000n),
    );
    expect(value(fewer, 550_000_000n).countedMinor).toBe(561_883_168n);
  });

  it('counts no crypto at a requirement of zero', () => {
    expect(value(play, 0n).countedMinor).toBe(447_068_350n);
  });
});

describe('an asset', () => {
  const btc = (): HousePlay => {
    const play = HousePlay.open();
    play.price(price({ symbol: 'BTCUSD', price: '60000', observedAt: '2026-11-20T14:00:00.000Z' }));
    play.collateral(deposit({ asset: 'BTC', quantity: '1' }));
    return play;
  };
  const line = (play: HousePlay) => value(play, 10n ** 12n).lines[0];

  it('counts while its price is no older than its limit, then for nothing, and says so', () => {
    const play = btc();
    play.price(price({ observedAt: '2026-11-20T14:01:00.000Z' }));
    expect(line(play)).toMatchObject({ valueMinor: 4_500_000n });
    play.price(price({ observedAt: '2026-11-20T14:01:00.001Z' }));
    expect(line(play)).toMatchObject({ valueMinor: 0n, unvalued: 'STALE_PRICE' });
    play.price(price({ symbol: 'BTCUSD', price: '60000', observedAt: '2026-11-20T14:01:00.001Z' }));
    expect(line(play)).toMatchObject({ valueMinor: 4_500_000n });
  });

  it('without a price counts for nothing, and says so', () => {
    const play = HousePlay.open();
    play.collateral(deposit({ asset: 'BTC', quantity: '1' }));
    expect(line(play)).toMatchObject({ valueMinor: 0n, unvalued: 'NO_PRICE' });
  });

  it('in a currency without a rate counts for nothing, and says so', () => {
    const play = HousePlay.open();
    play.collateral(deposit({ asset: 'EUR', quantity: '1.00' }));
    expect(line(play)).toMatchObject({ valueMinor: 0n, unvalued: 'NO_EXCHANGE_RATE' });
  });

  it('at a negative price counts for nothing', () => {
    const play = btc();
    play.price(price({ symbol: 'BTCUSD', price: '-5' }));
    expect(line(play)).toMatchObject({ valueMinor: 0n });
  });
});

describe('the limits', () => {
  const rich = (limits: readonly object[]): HousePlay => {
    const play = HousePlay.open({ collateralLimits: limits });
    play.price(price({ symbol: 'BTCUSD', price: '100' }));
    play.price(price({ symbol: 'ETHUSD', price: '100' }));
    play.collateral(deposit({ instructionId: 'B', asset: 'BTC', quantity: '10' }));
    play.collateral(deposit({ instructionId: 'E', asset: 'ETH', quantity: '10' }));
    return play;
  };

  it('of a class hold for all its assets together', () => {
    // Worth 750.00 and 700.00; 30 % of 2,000.00 count.
    const play = rich([{ class: 'CRYPTO', shareOfRequirement: '0.30' }]);
    expect(value(play, 200_000n).countedMinor).toBe(60_000n);
    expect(value(play, 10_000_000n).countedMinor).toBe(145_000n);
  });

  it('of an asset hold within those of its class, in whatever order the file names them', () => {
    const ofClass = { class: 'CRYPTO', shareOfRequirement: '0.40' };
    const ofAsset = { asset: 'BTC', shareOfRequirement: '0.10' };
    for (const limits of [
      [ofClass, ofAsset],
      [ofAsset, ofClass],
    ])
      expect(value(rich(limits), 200_000n).countedMinor).toBe(80_000n);
  });

  it('are rounded down', () => {
    const play = rich([{ class: 'CRYPTO', shareOfRequirement: '0.333' }]);
    expect(value(play, 101n).countedMinor).toBe(33n);
  });
});

describe('counted collateral', () => {
  it('never falls when something is added', () => {
    const play = workedExampleG({
      collateralLimits: [
        { class: 'CRYPTO', shareOfRequirement: '0.30' },
        { asset: 'EUR', shareOfRequirement: '0.20' },
      ],
    });
    const cents = fc.bigInt(1n, 10n ** 12n);
    const requirement = fc.bigInt(0n, 10n ** 12n);
    const asset = fc.constantFrom('USD', 'EUR', 'UST-2028', 'BTC');
    fc.assert(
      fc.property(requirement, asset, cents, (requirementMinor, name, units) => {
        const before = value(play, requirementMinor).countedMinor;
        const kind = name.length === 3 && name !== 'BTC' ? 'cash' : 'asset';
        const richer = { ...play.house, books: structuredClone(play.house.books) };
        post(richer.books, transfer('external/X', `account/${ALPHA}/${kind}/${name}`, name, units));
        const after = valueCollateral(richer, ALPHA, requirementMinor).countedMinor;
        expect(after >= before).toBe(true);
      }),
    );
  });
});

describe('cash below zero', () => {
  const owing = (currency: string, minor: bigint): HousePlay => {
    const play = workedExampleG();
    post(
      play.house.books,
      transfer(`account/${ALPHA}/cash/${currency}`, `ccp/settlement/${currency}`, currency, minor),
    );
    return play;
  };

  it('is a debt in its currency, which takes nothing from what counts', () => {
    const play = owing('USD', 200_000_005n);
    expect(value(play, 0n)).toMatchObject({
      debts: [{ currency: 'USD', amountMinor: 5n, baseMinor: 5n }],
      countedMinor: 447_068_350n - 200_000_000n,
    });
  });

  it('weighs in the base currency with the haircut of its currency added, rounded up', () => {
    const play = owing('EUR', 150_000_100n);
    // 1.00 EUR at 1.0842 and 8 % more is 1.170936.
    expect(value(play, 0n).debts).toEqual([
      { currency: 'EUR', amountMinor: 100n, baseMinor: 118n },
    ]);
  });

  it('is a debt also in a currency that is no collateral, at the scale of that currency', () => {
    const play = owing('JPY', 1000n);
    play.price(price({ symbol: 'USDJPY', price: '150' }));
    // 1000 yen at 150 are 6.666... dollars.
    expect(value(play, 0n).debts).toEqual([
      { currency: 'JPY', amountMinor: 1000n, baseMinor: 667n },
    ]);
  });

  it('weighs nothing without a rate, and stays a debt', () => {
    expect(value(owing('JPY', 1000n), 0n).debts).toEqual([
      { currency: 'JPY', amountMinor: 1000n, baseMinor: 0n },
    ]);
  });
});
