import { beforeEach, describe, expect, it } from 'vitest';
import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { callsOf } from '#libs/domain/testing/called-account.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';

const DOLLARS = { asset: 'USD', type: 'cash', currency: 'USD' };

describe('cash in a currency that is no collateral', () => {
  let play: HousePlay;
  let sent = 0;

  /** The answer to an instruction in euros of ALPHA/HOUSE, unless it says otherwise. */
  const instruct = (given: Partial<CollateralInstruction>) => {
    sent += 1;
    const instructionId = `E-${sent}`;
    const [answer] = play.collateral(deposit({ instructionId, asset: 'EUR', ...given }));
    return { type: answer?.type, ...answer?.payload };
  };
  const settle = (): void => {
    play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
    play.evaluate();
  };
  const debtsOf = (account: string) =>
    evaluateAccount(play.house, play.engine, account).collateral.debts;

  // ALPHA loses 50,000.00 EUR to BETA; no currency but dollars is collateral.
  beforeEach(() => {
    play = HousePlay.open({ collateral: [DOLLARS], collateralLimits: [] });
    play.price(price({ symbol: 'EURUSD', price: '1.1' }));
    play.price(price({ symbol: 'SPX-EUR', price: '5000.00' }));
    play.collateral(deposit({ quantity: '9000000.00' }));
    play.collateral(deposit({ account: 'BETA/HOUSE', quantity: '9000000.00' }));
    play.trade(trade({ instrument: 'SPX-EUR', quantity: '10' }));
    play.price(price({ symbol: 'SPX-EUR', price: '4900.00' }));
    settle();
  });

  it('pays a debt in it, and the call for that', () => {
    expect(callsOf(play)).toMatchObject([{ reason: 'CASH_DEBIT', currency: 'EUR' }]);
    const owed = callsOf(play)[0]?.amount ?? '';
    expect(instruct({ quantity: owed })).toMatchObject({
      type: 'CollateralDeposited',
      toDebts: owed,
      paid: [{ status: 'MET', outstanding: '0.00' }],
    });
    expect(debtsOf('ALPHA/HOUSE')).toEqual([]);
  });

  it('is taken for no more than is owed, and where nothing is owed not at all', () => {
    const owed = callsOf(play)[0]?.amount ?? '';
    expect(instruct({ quantity: '900000.00' })).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      maximumQuantity: owed,
    });
    expect(instruct({ account: 'GAMMA/HOUSE' })).toMatchObject({ code: 'UNKNOWN_ASSET' });
  });

  it('that was gained goes out once it is paid in, to the last cent', () => {
    const owed = callsOf(play)[0]?.amount ?? '';
    const gained = { type: 'WITHDRAWAL', account: 'BETA/HOUSE' } as const;
    expect(instruct({ ...gained, quantity: owed })).toMatchObject({
      code: 'WOULD_LEAVE_DEFICIT',
      maximumQuantity: '0.00',
    });
    instruct({ quantity: owed });
    expect(instruct({ ...gained, quantity: '900000.00' })).toMatchObject({
      code: 'INSUFFICIENT_HOLDING',
      maximumQuantity: owed,
    });
    expect(instruct({ ...gained, quantity: owed })).toMatchObject({ type: 'CollateralWithdrawn' });
    expect(instruct({ ...gained, quantity: '0.01' })).toMatchObject({ code: 'UNKNOWN_ASSET' });
  });
});

describe('a call for a loss in a currency that is no collateral', () => {
  it('is paid by what pays the debt that a cycle made of it', () => {
    const play = HousePlay.open({ collateral: [DOLLARS], collateralLimits: [] });
    play.price(price({ symbol: 'EURUSD', price: '1' }));
    play.price(price({ symbol: 'SPX-EUR', price: '5000.00' }));
    play.collateral(deposit({ account: 'BETA/HOUSE', quantity: '9000000.00' }));
    play.trade(trade({ instrument: 'SPX-EUR', quantity: '10' }));
    play.price(price({ symbol: 'SPX-EUR', price: '4000.00' }));
    play.evaluate();
    const called = Number(callsOf(play)[0]?.amount);
    play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
    play.evaluate();
    expect(callsOf(play)).toHaveLength(1);
    const debt = evaluateAccount(play.house, play.engine, 'ALPHA/HOUSE').collateral.debts[0];
    const quantity = `${Number(debt?.amountMinor) / 100}`;
    play.collateral(deposit({ instructionId: 'E', asset: 'EUR', quantity }));
    expect(callsOf(play)[0]).toMatchObject({
      status: 'PARTIALLY_MET',
      outstanding: (called - Number(quantity)).toFixed(2),
    });
  });
});
