import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { post, transfer } from '#libs/domain/books/books.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { calledAccount, callLines, pay } from '#libs/domain/testing/called-account.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { instruct, judged } from '#libs/domain/testing/instructions.js';
import { ISO, isolatedAccount, MINI, SPX } from '#libs/domain/testing/isolated-account.js';
import { workedExampleG } from '#libs/domain/testing/worked-example-g.js';
import { solveCover } from '#libs/optimisation/solve-cover.js';
import { suggestCollateral, type CollateralSuggestion } from './suggest-collateral.js';

const ALPHA = 'ALPHA/HOUSE';

function suggest(play: HousePlay, costs: Record<string, string> = {}): CollateralSuggestion {
  const { house, engine } = play;
  const given = new Map(Object.entries(costs));
  const answer = suggestCollateral(house, engine, ALPHA, given, solveCover);
  if (!answer.ok) throw new Error(answer.error.reason);
  return answer.value;
}

/** The called account with prices for everything that it could bring. */
function priced(changes = {}): HousePlay {
  const play = calledAccount(changes);
  play.price(price({ symbol: 'BTCUSD', price: '40000' }));
  play.price(price({ symbol: 'EURUSD', price: '1.25' }));
  play.price(price({ symbol: 'UST-2028', price: '99.4375' }));
  return play;
}

const deficitOf = ({ house, engine }: HousePlay): bigint =>
  evaluateAccount(house, engine, ALPHA).deficitMinor;

describe('a suggested delivery', () => {
  it('is of the cheapest asset, to the last unit, and pays the call', () => {
    const play = priced();
    const { deliver, ...rest } = suggest(play);
    // 400,000.00 / (0.994375 x 0.98) of face is 410472.9...; at 0.5 % a year of its market value.
    expect(deliver).toMatchObject([{ asset: 'UST-2028', cost: '0.005', costPerYear: '2040.82' }]);
    expect(rest).toMatchObject({ needed: '400000.00', countedAfter: '400000.00', missing: '0.00' });
    pay(play, deliver[0]?.quantity ?? '', 'UST-2028');
    expect(callLines(play)).toEqual(['MET 400000.00 0.00']);
  });

  it('fills limits with what is cheap and the rest with what is next', () => {
    const limits = [{ class: 'SOVEREIGN', shareOfRequirement: '0.25' }];
    const { deliver } = suggest(priced({ collateralLimits: limits }));
    expect(deliver.map(({ asset }) => asset)).toEqual(['USD', 'UST-2028']);
    expect(deliver[0]).toMatchObject({ quantity: '300000.00', costPerYear: '9000.00' });
  });

  it('follows the costs that it is given', () => {
    const { deliver } = suggest(priced(), { USD: '0.001' });
    expect(deliver).toMatchObject([{ asset: 'USD', quantity: '400000.00', costPerYear: '400.00' }]);
  });

  it('pays cash that is owed in its own currency, and names what has to be paid apart', () => {
    const play = priced();
    for (const [currency, minor] of [
      ['EUR', 50_000n],
      ['JPY', 7_000n],
    ] as const) {
      const [owing, paid] = [`account/${ALPHA}/cash/${currency}`, `ccp/settlement/${currency}`];
      post(play.house.books, transfer(owing, paid, currency, minor));
    }
    const { deliver, payApart, takeBack } = suggest(play);
    expect(deliver.map(({ asset }) => asset)).toEqual(['EUR', 'UST-2028']);
    expect(deliver[0]).toMatchObject({ quantity: '500.00' });
    expect({ payApart, takeBack }).toEqual({ payApart: ['JPY'], takeBack: [] });
  });

  it('says what is missing where no delivery covers', () => {
    const limits = ['USD', 'EUR', 'UST-2028', 'BTC'].map((asset) => ({
      asset,
      shareOfRequirement: '0.10',
    }));
    const { missing, countedAfter, deliver } = suggest(priced({ collateralLimits: limits }));
    expect({ missing, countedAfter }).toEqual({ missing: '240000.00', countedAfter: '160000.00' });
    expect(deliver).toHaveLength(4);
  });

  it('covers, and is not dearer than a delivery of one asset', () => {
    const share = fc.constantFrom('0.10', '0.35', '0.80', '1');
    const cost = fc.constantFrom('0', '0.001', '0.02', '0.15');
    const costs = fc.record({ USD: cost, EUR: cost, 'UST-2028': cost, BTC: cost });
    fc.assert(
      fc.property(share, share, costs, (crypto, sovereign, given) => {
        const limits = [
          { class: 'CRYPTO', shareOfRequirement: crypto },
          { class: 'SOVEREIGN', shareOfRequirement: sovereign },
        ];
        const play = priced({ collateralLimits: limits });
        const { deliver } = suggest(play, given);
        const total = deliver.reduce((sum, { costPerYear }) => sum + Number(costPerYear), 0);
        for (const { asset, quantity } of deliver) pay(play, quantity, asset);
        expect(deficitOf(play)).toBe(0n);
        // 400,000.00 of dollars, or of euro at 8 % haircut, cover by themselves.
        expect(total).toBeLessThanOrEqual(400_000 * Number(given.USD) + 0.05);
        expect(total).toBeLessThanOrEqual((400_000 / 0.92) * Number(given.EUR) + 0.05);
      }),
      { numRuns: 40 },
    );
  });
});

/** Worked example g with a requirement of 5,500,000.00: of 6,120,683.50 that count, 5,610,000.00 stay. */
function rich(changes = {}): HousePlay {
  const play = workedExampleG(changes);
  play.price(price());
  play.collateral(deposit({ instructionId: 'B', account: 'BETA/HOUSE', quantity: '90000000.00' }));
  play.trade(trade({ quantity: '275' }));
  return play;
}

describe('what could be taken back', () => {
  it('is the dearest first in worked example g, and each of it can really go', () => {
    const play = rich();
    const { deliver, takeBack, countedAfter } = suggest(play);
    expect(deliver).toEqual([]);
    // 5,610,000.00 stay covered; at 10 % a year bitcoin costs most (rounded up).
    expect(takeBack).toEqual([
      { asset: 'BTC', quantity: '15.19230286', cost: '0.10', costPerYear: '93029.42' },
    ]);
    expect(countedAfter).toBe('5610000.00');
    for (const { asset, quantity } of takeBack)
      expect(judged(play, { asset, quantity })).not.toHaveProperty('code');
  });

  it('is nothing while something has to come', () => {
    const play = priced();
    pay(play, '1000.00');
    expect(suggest(play).takeBack).toEqual([]);
  });
});

describe('what could be replaced', () => {
  /** Takes back and replaces as it was advised; every instruction has to go through. */
  function follow(play: HousePlay, { takeBack, substitute }: CollateralSuggestion): void {
    for (const { asset, quantity } of takeBack)
      expect(instruct(play, { asset, quantity })).toMatchObject({ type: 'CollateralWithdrawn' });
    for (const { release, deliver } of substitute)
      expect(
        instruct(play, {
          type: 'SUBSTITUTION',
          release: { asset: release.asset, quantity: release.quantity },
          deliver: { asset: deliver.asset, quantity: deliver.quantity },
        }),
      ).toMatchObject({ type: 'CollateralSubstituted' });
  }

  it('is all that is dearer than bonds where nothing limits them, the dearest first', () => {
    const play = rich();
    const advice = suggest(play);
    expect(advice.substitute.map(({ release, deliver }) => [release.asset, deliver.asset])).toEqual(
      [
        ['BTC', 'UST-2028'],
        ['EUR', 'UST-2028'],
        ['USD', 'UST-2028'],
      ],
    );
    // Two million at 3 % against bonds for them at 0.5 % of 1/0.98.
    const [, , dollars] = advice.substitute;
    expect(dollars?.release.quantity).toBe('2000000.00');
    expect(Number(dollars?.savingPerYear)).toBeCloseTo(60_000 - (2_000_000 / 0.98) * 0.005, 1);
    follow(play, advice);
    expect(suggest(play)).toMatchObject({ takeBack: [], substitute: [], deliver: [] });
  });

  it('keeps limits, caps and what the account is short of, whatever the costs', () => {
    const share = fc.constantFrom('0.10', '0.40', '1');
    const cost = fc.constantFrom('0', '0.001', '0.02', '0.15');
    const costs = fc.record({ USD: cost, EUR: cost, 'UST-2028': cost, BTC: cost });
    let swaps = 0;
    fc.assert(
      fc.property(share, share, costs, (crypto, sovereign, given) => {
        const collateralLimits = [
          { class: 'CRYPTO', shareOfRequirement: crypto },
          { class: 'SOVEREIGN', shareOfRequirement: sovereign },
          { asset: 'UST-2028', totalQuantity: '3000000' },
        ];
        const play = rich({ collateralLimits });
        pay(play, '3000000.00');
        const advice = suggest(play, given);
        swaps += advice.substitute.length;
        for (const { savingPerYear } of advice.substitute)
          expect(Number(savingPerYear)).toBeGreaterThanOrEqual(0);
        follow(play, advice);
        expect(deficitOf(play)).toBe(0n);
      }),
      { numRuns: 30 },
    );
    expect(swaps).toBeGreaterThan(10);
  });

  it('prefers at one price for all what has the smallest haircut, and is nothing once that is done', () => {
    const same = { USD: '0.02', EUR: '0.02', 'UST-2028': '0.02', BTC: '0.02' };
    const play = rich();
    const advice = suggest(play, same);
    expect(new Set(advice.substitute.map(({ deliver }) => deliver.asset))).toEqual(
      new Set(['USD']),
    );
    follow(play, advice);
    expect(suggest(play, same).substitute).toEqual([]);
  });

  it('is nothing while something has to come', () => {
    expect(suggest(priced()).substitute).toEqual([]);
  });

  it('is nothing while a call is open: nothing may go', () => {
    const play = rich();
    play.price(price({ price: '4900.00' }));
    play.evaluate();
    expect(suggest(play).substitute).toEqual([]);
  });
});

describe('a suggestion', () => {
  it('is refused for unknown accounts and assets, and for what cannot be computed', () => {
    const play = priced();
    const ask = (account: string, costs: [string, string][] = []) =>
      suggestCollateral(play.house, play.engine, account, new Map(costs), solveCover);
    expect(ask('ALPHA/NOBODY')).toMatchObject({ error: { code: 'UNKNOWN_ACCOUNT' } });
    expect(ask(ALPHA, [['SHELLS', '0.1']])).toMatchObject({ error: { code: 'UNKNOWN_ASSET' } });
    play.house.market.prices.delete('SPX-FUT');
    play.house.trading.lastTradeTicks.clear();
    expect(ask(ALPHA)).toMatchObject({ ok: false });
  });
});

it('advice on an account with buckets is on its own collateral, which serves what they lack', () => {
  const play = isolatedAccount([
    { bucket: SPX, quantity: '150000.00' },
    { bucket: MINI, quantity: '700000.00' },
    { quantity: '20000.00' },
  ]);
  const advice = suggestCollateral(
    play.house,
    play.engine,
    ISO,
    new Map([['UST-2028', '1']]),
    solveCover,
  );
  expect(advice).toMatchObject({
    ok: true,
    value: { exposure: '50000.00', counted: '20000.00', needed: '50000.00', missing: '0.00' },
  });
});
