import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outstandingMinor } from './call-needs.js';
import { evaluateAccount, type AccountEvaluation } from './account-evaluation.js';
import { openCalls } from './margin-call-state.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit } from '#libs/domain/testing/inputs.js';
import {
  cycleSteps,
  depositSteps,
  OPENING,
  priceSteps,
  RANDOM_ACCOUNTS,
  tradeSteps,
  type MarketStep,
} from '#libs/domain/testing/random-market.js';

/** Calls from the first cent on, so that nothing hides below a minimum. */
const TO_THE_CENT = { minimumTransferAmount: '0.00', rounding: '0.01', coalesceSeconds: 0 };

const STEPS = { minLength: 1, maxLength: 25 };

function played(steps: readonly MarketStep[], changes = {}): HousePlay {
  const play = HousePlay.open({ marginCalls: TO_THE_CENT, ...changes });
  play.batch(OPENING);
  steps.forEach((step, i) => play.batch([step(i + 1)]));
  return play;
}

const settle = (play: HousePlay): void => {
  play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
};

const evaluateAll = (play: HousePlay): Map<string, AccountEvaluation> => {
  const engine = new MarginEngine(play.house);
  return new Map(
    RANDOM_ACCOUNTS.map((account) => [account, evaluateAccount(play.house, engine, account)]),
  );
};

const debtsMinor = ({ collateral }: AccountEvaluation): bigint =>
  collateral.debts.reduce((sum, { baseMinor }) => sum + baseMinor, 0n);

/** What an account is short of, debts included; below zero where it has more than it needs. */
const shortMinor = (evaluation: AccountEvaluation): bigint =>
  evaluation.exposureMinor - evaluation.collateral.countedMinor + debtsMinor(evaluation);

describe('running a cycle (margin-model.md, section 0, row 11)', () => {
  const steps = fc.array(fc.oneof(tradeSteps, priceSteps, depositSteps(), cycleSteps), STEPS);

  it('never makes an account shorter than it was, in any currency and with any collateral', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const play = played(given);
        const before = evaluateAll(play);
        settle(play);
        for (const [account, after] of evaluateAll(play))
          expect(shortMinor(after) <= shortMinor(before.get(account)!)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  const inDollars = fc.array(
    fc.oneof(
      tradeSteps.filter((step) => JSON.stringify(step(0)).includes('EUR') === false),
      priceSteps,
      depositSteps(['USD']),
      cycleSteps,
    ),
    STEPS,
  );

  it('never raises deficit plus debts, and leaves them equal where the account only loses', () => {
    fc.assert(
      fc.property(inDollars, (given) => {
        const play = played(given);
        const before = evaluateAll(play);
        settle(play);
        for (const [account, after] of evaluateAll(play)) {
          const then = before.get(account)!;
          const short = then.deficitMinor + debtsMinor(then);
          const shortNow = after.deficitMinor + debtsMinor(after);
          expect(shortNow <= short).toBe(true);
          const booked = then.unsettledLines.reduce(
            (sum, { amountMinor }) => sum + amountMinor,
            0n,
          );
          if (booked <= 0n) expect(shortNow).toBe(short);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leaves nothing unsettled at the marks it ran at', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const play = played(given);
        settle(play);
        for (const evaluation of evaluateAll(play).values()) {
          expect(evaluation.unsettledMinor).toBe(0n);
          expect(evaluation.unsettledLines.every(({ amountMinor }) => amountMinor === 0n)).toBe(
            true,
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it('books what was shown as unsettled', () => {
    fc.assert(
      fc.property(inDollars, (given) => {
        const play = played(given);
        const cash = (account: string): bigint =>
          play.house.books.get(`account/${account}/cash/USD`)?.get('USD') ?? 0n;
        const shown = evaluateAll(play);
        const before = new Map(RANDOM_ACCOUNTS.map((account) => [account, cash(account)]));
        settle(play);
        for (const account of RANDOM_ACCOUNTS) {
          const lines = shown.get(account)!.unsettledLines;
          const total = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
          expect(cash(account) - before.get(account)!).toBe(total);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('margin calls', () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 3, arbitrary: tradeSteps },
      { weight: 3, arbitrary: priceSteps },
      { weight: 1, arbitrary: depositSteps() },
      { weight: 1, arbitrary: cycleSteps },
    ),
    STEPS,
  );

  /** What the open calls of an account ask for, by currency. */
  const asked = (play: HousePlay, account: string): Map<string, bigint> => {
    const sums = new Map<string, bigint>();
    for (const call of openCalls(play.house.marginCalls, account))
      sums.set(call.currency, (sums.get(call.currency) ?? 0n) + outstandingMinor(play.house, call));
    return sums;
  };

  it('after a cycle ask for all that an account is short of, debts in other currencies apart', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const play = played(given);
        settle(play);
        play.evaluate();
        for (const [account, evaluation] of evaluateAll(play)) {
          const inEuros = openCalls(play.house.marginCalls, account).some(
            ({ reason, currency }) => reason === 'CASH_DEBIT' && currency === 'EUR',
          );
          const inBase = evaluation.collateral.debts
            .filter(({ currency }) => currency === 'USD' || !inEuros)
            .reduce((sum, { baseMinor }) => sum + baseMinor, 0n);
          const open = asked(play, account).get('USD') ?? 0n;
          expect(open >= evaluation.deficitMinor).toBe(true);
          if (!inEuros) expect(open >= evaluation.deficitMinor + inBase).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('evaluated again at the same position ask for nothing more', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const play = played(given);
        settle(play);
        play.evaluate();
        const issued = play.house.marginCalls.issued;
        settle(play);
        play.evaluate();
        expect(play.house.marginCalls.issued).toBe(issued);
      }),
      { numRuns: 40 },
    );
  });

  it('do not grow when collateral is added', () => {
    const paidIn = fc.record({
      asset: fc.constantFrom('USD', 'EUR', 'UST-2028'),
      cents: fc.integer({ min: 1, max: 90_000_000 }),
      evaluatedBefore: fc.boolean(),
    });
    fc.assert(
      fc.property(steps, paidIn, (given, { asset, cents, evaluatedBefore }) => {
        const [poor, rich] = [played(given), played(given)];
        for (const play of evaluatedBefore ? [poor, rich] : []) {
          settle(play);
          play.evaluate();
        }
        for (const account of RANDOM_ACCOUNTS) {
          const quantity = (cents / 100).toFixed(2);
          const instructionId = `MORE-${account.replace('/', '-')}`;
          rich.collateral(deposit({ instructionId, account, asset, quantity }));
        }
        for (const play of [poor, rich]) {
          settle(play);
          play.evaluate();
        }
        for (const account of RANDOM_ACCOUNTS) {
          const [less, more] = [asked(rich, account), asked(poor, account)];
          for (const [currency, minor] of less)
            expect(minor <= (more.get(currency) ?? 0n)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
