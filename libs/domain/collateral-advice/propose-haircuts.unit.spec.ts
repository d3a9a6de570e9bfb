import { describe, expect, it } from 'vitest';
import { takeCloses } from '#libs/domain/market/market-state.js';
import { walkedCloses } from '#libs/domain/testing/historical-house.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { haircutOf, shortfallOfCloses } from './calibrate-haircut.js';
import { proposeHaircuts, type HaircutProposal } from './propose-haircuts.js';

const TERMS = { days: 2, liquidity: 0.02, minimum: 0.01 };

describe('a calibrated haircut', () => {
  it('is the shortfall of one minus the exponential of returns and the liquidity: example g', () => {
    // Ten returns, of which the worst is -0.11: at 90 % the tail is that one.
    const returns = [0.02, -0.03, 0.01, -0.11, 0.04, -0.06, 0.03, -0.01, 0.05, -0.02];
    const closes = [100];
    for (const each of returns) closes.push((closes.at(-1) ?? 0) * Math.exp(each));
    const shortfall = shortfallOfCloses(closes, 1, 9_000) ?? Number.NaN;
    expect(haircutOf([shortfall], 0.02, 0)).toBeCloseTo(0.12416586, 8);
  });

  it('lies between its minimum and the whole value', () => {
    expect(haircutOf([-0.5], 0.02, 0.03)).toBe(0.03);
    expect(haircutOf([0.99], 0.02, 0.03)).toBe(1);
  });
});

describe('proposed haircuts', () => {
  function withHistory(closes: readonly (readonly [string, string])[], changes = {}): HousePlay {
    const play = HousePlay.open(changes);
    takeCloses(play.house.market, 'BTCUSD', closes);
    return play;
  }
  function ofBitcoin({ house }: HousePlay): HaircutProposal | undefined {
    const answer = proposeHaircuts(house, { ...TERMS, asset: 'BTC' });
    return answer.ok ? answer.value.proposals[0] : undefined;
  }
  /** Calm closes, but for a fall by a half of which a year of calm follows. */
  const fallen = (calm: number): [string, string][] =>
    Array.from({ length: 200 + calm }, (_, i) => [
      new Date(Date.UTC(2015, 0, 1 + i)).toISOString().slice(0, 10),
      i < 150 ? '100' : '50',
    ]);

  it('are floored at what ten years say, though the recent past is calm', () => {
    // Two windows of about 1,000 lose a half; the tail of 1 % is some ten of them.
    const proposal = ofBitcoin(withHistory(fallen(800)));
    expect(proposal).toMatchObject({ recent: '0.000000', current: '0.25', reason: null });
    expect(Number(proposal?.tenYears)).toBeCloseTo(1 / 9.98, 5);
    expect(proposal?.proposed).toBe('0.1203');
  });

  it('are not below what a stress period says', () => {
    const stressPeriods = [{ from: '2015-05-01', to: '2015-06-30' }];
    const model = { id: 'm', regimeLadder: { enabled: false }, stressPeriods };
    const proposal = ofBitcoin(withHistory(fallen(800), { model }));
    expect(proposal).toMatchObject({ stress: '0.500000', proposed: '0.5200' });
  });

  it('are none where history is missing, and say why', () => {
    expect(ofBitcoin(withHistory(walkedCloses(1, 100, 50)))).toMatchObject({
      proposed: null,
      windows: 48,
      reason: expect.stringContaining('100 are needed') as unknown,
    });
  });

  it('are refused below the confidence of margin, and for an unknown asset', () => {
    const { house } = HousePlay.open();
    expect(proposeHaircuts(house, { ...TERMS, confidenceBp: 9_000 })).toMatchObject({
      error: { code: 'CONFIDENCE_BELOW_MARGIN' },
    });
    expect(proposeHaircuts(house, { ...TERMS, asset: 'SHELLS' })).toMatchObject({
      error: { code: 'UNKNOWN_ASSET' },
    });
  });
});
