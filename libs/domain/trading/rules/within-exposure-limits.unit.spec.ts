import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TradeNovated, TradeRejected } from '#libs/domain/events/trade-events.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import { booksOf, HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { limitedDocument, type LimitsByHolder } from '#libs/domain/testing/limited-document.js';
import {
  depositSteps,
  OPENING,
  cycleSteps,
  officialSteps,
  priceSteps,
  tradeSteps,
  type MarketStep,
} from '#libs/domain/testing/random-market.js';

const [ALPHA, C1, BETA] = ['ALPHA/HOUSE', 'ALPHA/C1', 'BETA/HOUSE'] as const;

/** A lot of SPX-FUT at 5000 needs 8 % of 250,000 USD: 20,000.00. */
const LOT_MINOR = 2_000_000n;

let play: HousePlay;

function open(limits: LimitsByHolder): void {
  play = HousePlay.open(limitedDocument(limits));
  play.price(price());
}

/** What `lots` bought (above zero) or sold by ALPHA/HOUSE are answered with. */
function answer(lots: number, given = {}): TradeNovated & TradeRejected {
  const sides = lots > 0 ? { buyer: ALPHA, seller: BETA } : { buyer: BETA, seller: ALPHA };
  const quantity = String(Math.abs(lots));
  const tradeId = `T-${play.events.length}`;
  const [event] = play.trade(trade({ tradeId, quantity, ...sides, ...given }));
  return event?.payload as TradeNovated & TradeRejected;
}

const passes = (lots: number, given = {}): boolean => !('code' in answer(lots, given));

const exposure = (account: string): bigint =>
  evaluateAccount(play.house, play.engine, account).exposureMinor;

describe('the limit of exposure', () => {
  beforeEach(() => open({ [ALPHA]: { maxExposure: '100000.00' } }));

  it.each([1, -1])('lets the exposure come up to it and not a cent above (side %i)', (side) => {
    expect(passes(5 * side)).toBe(true);
    expect(exposure(ALPHA)).toBe(5n * LOT_MINOR);
    expect(answer(side)).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      field: 'quantity',
      reason:
        'the trade would bring ALPHA/HOUSE beyond its limit of exposure (maxExposure); no smaller trade in this direction would keep to it',
      limit: {
        holder: ALPHA,
        limit: 'maxExposure',
        allowed: '100000.00',
        now: '100000.00',
        would: '120000.00',
        passes: '0',
      },
    });
  });

  it('says how many lots would keep to it, and that many do', () => {
    answer(2);
    expect(answer(7).limit).toMatchObject({ now: '40000.00', would: '180000.00', passes: '3' });
    expect(passes(4)).toBe(false);
    expect(passes(3)).toBe(true);
  });

  it('counts what the price of the trade loses against the mark, and fees', () => {
    // 25 points of 50 USD above the mark: 1,250.00 a lot beside the 20,000.00.
    expect(answer(5, { price: '5025.00' }).limit).toMatchObject({
      would: '106250.00',
      passes: '4',
    });
    expect(passes(4, { price: '5025.00' })).toBe(true);
  });

  it('counts the fee of the trade', () => {
    play = HousePlay.open({
      ...limitedDocument({ [ALPHA]: { maxExposure: '100000.00' } }),
      fees: [{ accountType: 'house', perLot: '0.50' }],
    });
    play.price(price());
    expect(answer(5).limit).toMatchObject({ would: '100002.50', passes: '4' });
  });

  it('is of what the mark of the trade itself makes of it, where there is none yet', () => {
    const oil = { instrument: 'OIL-FUT', price: '20.00' };
    play = HousePlay.open(limitedDocument({ [ALPHA]: { maxExposure: '4000.00' } }));
    expect(answer(3, oil).limit).toMatchObject({ now: '0.00', would: '6000.00', passes: '2' });
    expect(passes(2, oil)).toBe(true);
  });

  it('lets who is beyond it reduce, by closing or by a hedge, and nothing else', () => {
    answer(5);
    play.price(price({ price: '4800.00' }));
    expect(exposure(ALPHA)).toBeGreaterThan(10_000_000n);
    const at = { price: '4800.00' };
    expect(passes(1, at)).toBe(false);
    expect(answer(-11, at).limit).toMatchObject({ limit: 'maxExposure' });
    expect(passes(-1, at)).toBe(true);
    // Closing at a loss raises the exposure by what is lost; the risk falls all the same.
    expect(passes(-1, { price: '4700.00' })).toBe(true);
    expect(passes(-3, at)).toBe(true);
  });

  it('binds the seller as the buyer', () => {
    open({ [BETA]: { maxExposure: '20000.00' } });
    expect(answer(2).limit).toMatchObject({ holder: BETA, passes: '1' });
    expect(passes(-1)).toBe(true);
    expect(answer(-2).limit).toMatchObject({ holder: BETA });
  });

  it('comes after the price, and of a repeated trade the first answer stands', () => {
    expect(answer(9, { price: '5000.10' })).toMatchObject({ code: 'PRICE_OFF_TICK' });
    expect(answer(9, { price: '6000.00' })).toMatchObject({ code: 'PRICE_OUT_OF_BAND' });
    const first = trade({ tradeId: 'SAME', quantity: '5' });
    play.trade(first);
    const [again] = play.trade(first);
    expect(again?.type).toBe('AnswerRepeated');
  });

  it('leaves the state as it was where it refuses', () => {
    answer(3);
    const before = structuredClone(booksOf(play.house));
    expect(passes(4)).toBe(false);
    expect({ ...booksOf(play.house), position: before.position }).toEqual(before);
    expect(exposure(ALPHA)).toBe(3n * LOT_MINOR);
  });
});

describe('the limit of deficit', () => {
  it('of zero lets no trade leave one: collateral comes first', () => {
    open({ [ALPHA]: { maxDeficit: '0.00' } });
    expect(answer(1).limit).toMatchObject({ now: '0.00', would: '20000.00', passes: '0' });
    play.collateral(deposit({ quantity: '60000.00' }));
    expect(answer(4).limit).toMatchObject({ limit: 'maxDeficit', passes: '3' });
    expect(passes(3)).toBe(true);
    play.price(price({ price: '4990.00' }));
    expect(passes(1)).toBe(false);
    expect(passes(-1)).toBe(true);
  });
});

describe('the limits of a member', () => {
  beforeEach(() =>
    open({ ALPHA: { maxExposure: '100000.00' }, [C1]: { maxExposure: '60000.00' } }),
  );

  it('are of its accounts added up, the account first', () => {
    answer(3);
    expect(answer(4, { buyer: C1 }).limit).toMatchObject({ holder: C1, passes: '3' });
    expect(answer(3, { buyer: C1 }).limit).toMatchObject({
      holder: 'ALPHA',
      now: '60000.00',
      would: '120000.00',
      passes: '2',
    });
    expect(passes(2, { buyer: C1 })).toBe(true);
  });

  it('count both sides where its accounts trade with each other', () => {
    open({ ALPHA: { maxExposure: '100000.00' } });
    answer(3);
    expect(answer(-2, { seller: ALPHA, buyer: C1 })).not.toHaveProperty('code');
    expect(exposure(ALPHA) + exposure(C1)).toBe(3n * LOT_MINOR);
    // Both legs open: each needs its margin.
    const opens = { instrument: 'OIL-FUT', price: '20.00', buyer: C1, seller: ALPHA };
    expect(answer(-11, opens).limit).toMatchObject({ holder: 'ALPHA', would: '104000.00' });
  });
});

describe('a requirement that cannot be computed', () => {
  it('lets only what closes pass, and says why', () => {
    play = HousePlay.open(limitedDocument({ [ALPHA]: { maxExposure: '900000.00' } }));
    play.price(price());
    const eur = { instrument: 'SPX-EUR', price: '1000.00' };
    play.price(price({ symbol: 'EURUSD', price: '1.1' }));
    answer(2, eur);
    // Nothing says what the euro is worth any more.
    play.house.market.prices.delete('EURUSD');
    play.house.attention.unrest += 1;
    expect(answer(1)).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      reason: expect.stringContaining('cannot be computed') as string,
      limit: { holder: ALPHA, limit: 'maxExposure', passes: '0' },
    });
    expect(answer(1).limit).not.toHaveProperty('would');
  });
});

describe('limits over a model with history, options and add-ons', () => {
  const INSTRUMENTS = ['SPX-FUT', 'SPX-CALL', 'SPX-FUTURES-CALL', 'OIL-FUT', 'SPX-PUT', 'SPX-EUR'];

  it.each(INSTRUMENTS)('are exact at the position of the novation of %s', (instrument) => {
    const free = historicalHouse().house.reference?.data;
    play = historicalHouse(limitedDocument({ ALPHA: { maxExposure: '90000.00' } }, {}));
    answer(2);
    answer(-2, { instrument: 'SPX-PUT', price: '100.00', seller: C1 });
    const at = instrument === 'SPX-EUR' ? '5000.00' : '50.00';
    const given = { instrument, price: instrument === 'SPX-FUT' ? '5000.00' : at };
    const { limit } = answer(40, given);
    expect(limit).toMatchObject({ holder: 'ALPHA', limit: 'maxExposure' });
    // Without the limit the same trade leaves to the cent what the refusal said.
    play.command({ type: 'APPLY_REFERENCE_DATA', document: free });
    expect(formatUnits(exposure(ALPHA) + exposure(C1), 2)).toBe(limit?.now);
    expect(passes(40, given)).toBe(true);
    expect(formatUnits(exposure(ALPHA) + exposure(C1), 2)).toBe(limit?.would);
  });
});

describe('any sequence of trades', () => {
  const LIMITS: LimitsByHolder = {
    [ALPHA]: { maxExposure: '400000.00' },
    ALPHA: { maxExposure: '700000.00', maxDeficit: '500000.00' },
    [BETA]: { maxDeficit: '300000.00' },
    'GAMMA/HOUSE': { maxExposure: '500000.00' },
  };
  const HOLDERS = [
    { accounts: [ALPHA], limit: 40_000_000n, of: 'exposureMinor' },
    { accounts: [ALPHA, C1], limit: 70_000_000n, of: 'exposureMinor' },
    { accounts: [ALPHA, C1], limit: 50_000_000n, of: 'deficitMinor' },
    { accounts: [BETA], limit: 30_000_000n, of: 'deficitMinor' },
    { accounts: ['GAMMA/HOUSE'], limit: 50_000_000n, of: 'exposureMinor' },
  ] as const;

  const steps: fc.Arbitrary<readonly MarketStep[]> = fc.array(
    fc.oneof(
      { weight: 8, arbitrary: tradeSteps },
      { weight: 2, arbitrary: priceSteps },
      { weight: 1, arbitrary: officialSteps },
      { weight: 1, arbitrary: depositSteps() },
      { weight: 1, arbitrary: cycleSteps },
    ),
    { minLength: 5, maxLength: 25 },
  );

  const sums = (
    of: 'exposureMinor' | 'deficitMinor' | 'requirementMinor',
    accounts: readonly string[],
  ) => {
    let sum = 0n;
    for (const account of accounts) {
      const evaluation = evaluateAccount(play.house, play.engine, account);
      if (evaluation.failure) return undefined;
      sum += evaluation[of];
    }
    return sum;
  };

  /** What a trade did to a holder that it left beyond a limit. */
  function expectReduced(input: Extract<PlayInput, { kind: 'trade' }>): void {
    const { instrument } = input.trade;
    const before = HOLDERS.map(({ of, accounts }) => ({
      figure: sums(of, accounts),
      requirement: sums('requirementMinor', accounts),
      lots: accounts.map((account) => lotsOf(account, instrument)),
    }));
    const events = play.batch([input]);
    if (events[0]?.type !== 'TradeNovated') return;
    for (const [i, { of, accounts, limit }] of HOLDERS.entries()) {
      if (![input.trade.buyer, input.trade.seller].some((side) => accounts.some((a) => a === side)))
        continue;
      const after = sums(of, accounts);
      if (after === undefined || after <= limit) continue;
      const was = before[i];
      const closes = accounts.every((account, at) => {
        const [old, now] = [was?.lots[at] ?? 0, lotsOf(account, instrument)];
        return Math.abs(now) <= Math.abs(old) && now * old >= 0;
      });
      const isLower = was?.figure !== undefined && after < was.figure;
      const requirement = sums('requirementMinor', accounts);
      const isNoRisk = closes && (requirement ?? 0n) <= (was?.requirement ?? 0n);
      expect(isLower || isNoRisk).toBe(true);
    }
  }

  const lotsOf = (account: string, instrument: string): number =>
    play.house.trading.holdings.get(account)?.get(instrument)?.lots ?? 0;

  it('leaves nobody beyond a limit but by what reduces; refused trades change nothing', () => {
    let [novated, refused] = [0, 0];
    fc.assert(
      fc.property(steps, (market) => {
        play = HousePlay.open(limitedDocument(LIMITS));
        play.batch(OPENING);
        for (const [i, step] of market.entries()) {
          const input = step(i);
          if (input.kind === 'trade') expectReduced(input);
          else play.batch([input]);
        }
        novated += play.of('TradeNovated').length;
        refused += play.of('TradeRejected').filter(({ limit }) => limit).length;
        for (const { limit } of play.of('TradeRejected'))
          if (limit?.would !== undefined)
            expect(Number(limit.would)).toBeGreaterThan(Number(limit.allowed));
      }),
      { numRuns: 60 },
    );
    expect(novated).toBeGreaterThan(60);
    expect(refused).toBeGreaterThan(60);
  });
});
