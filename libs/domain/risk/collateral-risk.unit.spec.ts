import { describe, expect, it } from 'vitest';
import { explainAccount } from '#libs/audit/explain-account.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { historicalHouse, walkedCloses } from '#libs/domain/testing/historical-house.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { judged } from '#libs/domain/testing/instructions.js';
import { MarginEngine } from './margin-engine.js';

const ACCOUNT = 'ALPHA/HOUSE';
/** A lot of SPX-FUT at 5000 is 250,000.00 of SPX, as are 50 notes. */
const NOTES_PER_LOT = 50;
const LOT_MINOR = 25_000_000n;

const cash = { asset: 'USD', type: 'cash', currency: 'USD' };
const security = { type: 'security', currency: 'USD', scale: 2, priceUnit: '1' };
const COLLATERAL = [
  cash,
  { asset: 'EUR', type: 'cash', currency: 'EUR', currencyHaircut: '0.001' },
  { ...security, asset: 'NOTE', priceSymbol: 'SPX', haircut: '0.01', class: 'EQUITY' },
  { ...security, asset: 'GOLD', haircut: '0.001', class: 'METAL' },
  { ...security, asset: 'BOND', haircut: '0.02', class: 'SOVEREIGN' },
];

/** ALPHA with 10 million in cash and so many lots of the future at today's price. */
function holder(lots: number): HousePlay {
  const play = historicalHouse({ collateral: COLLATERAL, collateralLimits: [] });
  const prices = { SPX: '5000.00', GOLD: '2000.00', BOND: '100.00' };
  for (const [symbol, at] of Object.entries(prices)) play.price(price({ symbol, price: at }));
  lodge(play, 'USD', '10000000.00');
  const sides = lots > 0 ? {} : { buyer: 'BETA/HOUSE', seller: ACCOUNT };
  play.trade(trade({ quantity: String(Math.abs(lots)), ...sides }));
  return play;
}

function lodge(play: HousePlay, asset: string, quantity: string): void {
  const instructionId = `D-${play.events.length}`;
  const [event] = play.collateral(deposit({ instructionId, asset, quantity }));
  if (event?.type !== 'CollateralDeposited') throw new Error(JSON.stringify(event?.payload));
}

const notes = (lots: number): string => (NOTES_PER_LOT * lots).toFixed(2);
const evaluate = (play: HousePlay) => evaluateAccount(play.house, play.engine, ACCOUNT);
const chargeOf = (play: HousePlay): bigint => evaluate(play).dependence.chargeMinor;

function marketRiskOf(play: HousePlay): bigint {
  const { requirement } = evaluate(play);
  if (requirement.kind === 'failed') throw new Error(requirement.failure.code);
  return requirement.breakdown.groups[0]!.marketRiskMinor;
}

describe('wrong-way dependence of collateral (margin-model.md g.4)', () => {
  it('charges what lots of the same risk would need, less the haircut', () => {
    const play = holder(3);
    const bare = evaluate(play);
    expect(bare.dependence).toEqual({ chargeMinor: 0n, withoutHistory: [] });
    const ofOneLot = Number(marketRiskOf(play)) / 3;
    lodge(play, 'NOTE', notes(2));
    const { dependence, exposureMinor, requirementMinor, unsettledMinor } = evaluate(play);
    const expected = 2 * ofOneLot - 0.01 * 2 * Number(LOT_MINOR);
    expect(Math.abs(Number(dependence.chargeMinor) - expected)).toBeLessThanOrEqual(5);
    expect(Number(dependence.chargeMinor)).toBeGreaterThan(0);
    expect(requirementMinor).toBe(bare.requirementMinor);
    expect(exposureMinor).toBe(requirementMinor - unsettledMinor + dependence.chargeMinor);
  });

  it('charges nothing for collateral that gains where the positions lose', () => {
    const play = holder(-3);
    lodge(play, 'NOTE', notes(2));
    expect(evaluate(play).dependence).toEqual({ chargeMinor: 0n, withoutHistory: [] });
  });

  it('charges what hedging collateral exceeds the positions by', () => {
    const play = holder(-1);
    lodge(play, 'NOTE', notes(40));
    expect(Number(chargeOf(play))).toBeGreaterThan(0);
  });

  it('charges nothing without positions, and nothing on cash in the base currency', () => {
    const play = historicalHouse({ collateral: COLLATERAL, collateralLimits: [] });
    play.price(price({ symbol: 'SPX', price: '5000.00' }));
    lodge(play, 'NOTE', notes(2));
    expect(evaluate(play).exposureMinor).toBe(0n);
    expect(evaluate(holder(20)).dependence).toEqual({ chargeMinor: 0n, withoutHistory: [] });
  });

  it('takes an asset without history as independent, and says so', () => {
    const play = holder(3);
    lodge(play, 'BOND', '1000.00');
    lodge(play, 'EUR', '100000.00');
    expect(evaluate(play).dependence).toEqual({
      chargeMinor: 0n,
      withoutHistory: ['EUR', 'BOND'],
    });
  });

  it('knows assets and currencies that are in no scenario by their own history', () => {
    const play = holder(3);
    lodge(play, 'GOLD', '1000.00');
    lodge(play, 'EUR', '1000000.00');
    expect(evaluate(play).dependence.withoutHistory).toEqual(['EUR', 'GOLD']);
    play.command({ type: 'IMPORT_HISTORY', symbol: 'GOLD', closes: walkedCloses(13, 2000) });
    const ofGold = chargeOf(play);
    play.command({ type: 'IMPORT_HISTORY', symbol: 'EURUSD', closes: walkedCloses(17, 1.08) });
    const { dependence } = evaluate(play);
    expect(dependence.withoutHistory).toEqual([]);
    expect(ofGold).toBeGreaterThan(0n);
    expect(dependence.chargeMinor).not.toBe(ofGold);
  });

  it('lets an asset miss a close here and there, not one day in ten', () => {
    const withGaps = (every: number): HousePlay => {
      const play = holder(3);
      lodge(play, 'GOLD', '1000.00');
      const closes = walkedCloses(13, 2000).filter((_, i) => i % every !== 0);
      play.command({ type: 'IMPORT_HISTORY', symbol: 'GOLD', closes });
      return play;
    };
    expect(evaluate(withGaps(40)).dependence.withoutHistory).toEqual([]);
    expect(evaluate(withGaps(10)).dependence.withoutHistory).toEqual(['GOLD']);
  });

  it('leaves the requirement as it is: an asset takes no dates from the positions', () => {
    const play = holder(3);
    const before = marketRiskOf(play);
    lodge(play, 'GOLD', '1000.00');
    const closes = walkedCloses(13, 2000).filter((_, i) => i % 40 !== 0);
    play.command({ type: 'IMPORT_HISTORY', symbol: 'GOLD', closes });
    expect(marketRiskOf(play)).toBe(before);
  });

  it('is a function of the state: an engine just made says the same', () => {
    const play = holder(3);
    lodge(play, 'NOTE', notes(2));
    play.price(price({ symbol: 'SPX', price: '5010.00' }));
    const fresh = evaluateAccount(play.house, new MarginEngine(play.house), ACCOUNT);
    expect(evaluate(play).dependence).toEqual(fresh.dependence);
  });
});

describe('what is judged with the dependence', () => {
  it('withdrawals keep it covered, with the buffer, to the last unit', () => {
    const play = holder(60);
    lodge(play, 'NOTE', notes(2));
    const { exposureMinor, collateral } = evaluate(play);
    const kept = (exposureMinor * 102n + 99n) / 100n;
    const free = Number(collateral.countedMinor - kept) / 100;
    const answer = judged(play, { asset: 'USD', quantity: '10000000.00' });
    expect(answer).toMatchObject({ code: 'WOULD_LEAVE_DEFICIT', maximumQuantity: free.toFixed(2) });
  });

  it('collateral that is wrong-way frees its own charge when it goes', () => {
    const play = holder(3);
    lodge(play, 'NOTE', notes(2));
    expect(judged(play, { asset: 'NOTE', quantity: notes(2) })).toMatchObject({
      type: 'CollateralWithdrawn',
    });
  });

  it('the explanation adds up to the exposure', () => {
    const play = holder(3);
    lodge(play, 'NOTE', notes(2));
    const explained = explainAccount(play.house, play.engine, ACCOUNT);
    if (!explained.ok) throw new Error(explained.error.code);
    const { exposure, requirement, unsettled, collateral } = explained.value;
    const { groups, amount } = collateral.dependence;
    const cents = (text: string): number => Math.round(Number(text) * 100);
    expect(groups).toHaveLength(1);
    for (const { together, alone, haircuts, charge } of groups)
      expect(cents(together) - cents(alone) - cents(haircuts)).toBe(cents(charge));
    expect(groups[0]?.charge).toBe(amount);
    expect(cents(requirement) - cents(unsettled.amount) + cents(amount)).toBe(cents(exposure));
  });
});
