import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { limitedDocument } from '#libs/domain/testing/limited-document.js';
import { exposureBounds } from './exposure-bounds.js';

const ACCOUNTS = ['ALPHA/HOUSE', 'ALPHA/C1', 'BETA/HOUSE'] as const;
const FAR = { maxExposure: '100000000000.00', maxDeficit: '100000000000.00' };
/** Everybody is limited, and nobody near it. */
const LIMITS = Object.fromEntries(ACCOUNTS.map((account) => [account, FAR]));
const PRICES = {
  'SPX-FUT': ['4998.00', '5000.00', '5003.50'],
  'SPX-FAR': ['5010.00', '5020.00'],
  'OIL-FUT': ['69.90', '70.00', '70.40'],
  'GAS-FUT': ['3.00', '3.10'],
  'SPX-CALL': ['60.00', '90.00'],
  'SPX-PUT': ['60.00'],
} as const;

const instrument = fc.constantFrom(...(Object.keys(PRICES) as (keyof typeof PRICES)[]));
const steps = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        kind: fc.constant('trade' as const),
        instrument,
        at: fc.nat(2),
        buyer: fc.nat(2),
        seller: fc.nat(2),
        lots: fc.integer({ min: 1, max: 40 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('price' as const), at: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('deposit' as const), to: fc.nat(2) }) },
  ),
  { minLength: 4, maxLength: 24 },
);

function open(): HousePlay {
  const changes = historicalHouse().house.reference?.data;
  const play = historicalHouse(
    limitedDocument(LIMITS, { model: { ...changes?.model, liquidityAddOn: false } }),
  );
  return play;
}

describe('where an account stands at most', () => {
  it('is never below where it stands, whatever was traded since it was evaluated', () => {
    let [bounded, tight] = [0, 0];
    fc.assert(
      fc.property(steps, (market) => {
        const play = open();
        const bounds = exposureBounds(play.house, play.engine);
        for (const [i, step] of market.entries()) {
          if (step.kind === 'price')
            play.price(price({ price: PRICES['SPX-FUT'][step.at] ?? '5000.00' }));
          if (step.kind === 'deposit') {
            const account = ACCOUNTS[step.to];
            play.collateral(deposit({ instructionId: `D-${i}`, ...(account ? { account } : {}) }));
          }
          if (step.kind === 'trade') {
            const of = PRICES[step.instrument];
            const given = { instrument: step.instrument, price: of[step.at % of.length] ?? '1.00' };
            const [buyer, seller] = [ACCOUNTS[step.buyer] ?? '', ACCOUNTS[step.seller] ?? ''];
            const quantity = String(step.lots);
            play.trade(trade({ tradeId: `T-${i}`, quantity, buyer, seller, ...given }));
          }
          for (const account of ACCOUNTS) {
            const bound = bounds.of(account);
            if (!bound) continue;
            bounded += 1;
            const { exposureMinor, deficitMinor } = evaluateAccount(
              play.house,
              play.engine,
              account,
            );
            expect(bound.exposureMinor).toBeGreaterThanOrEqual(exposureMinor);
            expect(bound.deficitMinor).toBeGreaterThanOrEqual(deficitMinor);
            if (bound.exposureMinor <= exposureMinor + 10n) tight += 1;
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(bounded).toBeGreaterThan(200);
    expect(tight).toBeGreaterThan(20);
  });

  it('is not known where liquidity is charged, and after anything but trades', () => {
    const play = historicalHouse(limitedDocument(LIMITS, {}));
    play.trade(trade());
    expect(exposureBounds(play.house, play.engine).of('BETA/HOUSE')).toBeUndefined();
    const other = open();
    const bounds = exposureBounds(other.house, other.engine);
    other.trade(trade());
    expect(bounds.of('BETA/HOUSE')).toBeDefined();
    other.price(price());
    expect(bounds.of('BETA/HOUSE')).toBeUndefined();
  });
});
