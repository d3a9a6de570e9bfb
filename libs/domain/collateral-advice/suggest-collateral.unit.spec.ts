import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { post, transfer } from '#libs/domain/books/books.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { calledAccount, callLines, pay } from '#libs/domain/testing/called-account.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { judged } from '#libs/domain/testing/instructions.js';
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

describe('what could be taken back', () => {
  function rich(): HousePlay {
    const play = workedExampleG();
    play.price(price());
    play.collateral(
      deposit({ instructionId: 'B', account: 'BETA/HOUSE', quantity: '90000000.00' }),
    );
    play.trade(trade({ quantity: '275' }));
    return play;
  }

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
