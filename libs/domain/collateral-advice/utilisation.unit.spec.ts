import { describe, expect, it } from 'vitest';
import { calledAccount, pay } from '#libs/domain/testing/called-account.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { reportUtilisation, type UtilisationReport } from './utilisation.js';

function report({ house, engine }: HousePlay, member?: string): UtilisationReport {
  const steps = reportUtilisation(house, engine, member);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe('utilisation', () => {
  it('is exposure over what counts, of accounts, members and the house', () => {
    const play = calledAccount();
    pay(play, '100000.00');
    const { house, members, accounts, position, currency } = report(play);
    expect({ position, currency }).toEqual({ position: play.house.position, currency: 'USD' });
    expect(accounts.find(({ account }) => account === 'ALPHA/HOUSE')).toEqual({
      account: 'ALPHA/HOUSE',
      exposure: '400000.00',
      counted: '100000.00',
      excess: '0.00',
      deficit: '300000.00',
      utilisation: '4.0000',
      lockedUpCost: '3000.00',
      notComputable: null,
    });
    expect(members.find(({ member }) => member === 'BETA')).toMatchObject({
      exposure: '400000.00',
      utilisation: '0.0080',
      lockedUpCost: '1500000.00',
    });
    // One account's excess does not make up for another one's deficit.
    expect(house).toEqual({
      exposure: '800000.00',
      counted: '50100000.00',
      excess: '49600000.00',
      deficit: '300000.00',
      utilisation: '0.0159',
      lockedUpCost: '1503000.00',
    });
  });

  it('has no number where something is needed and nothing counts', () => {
    const { members, house } = report(calledAccount(), 'ALPHA');
    expect(members.map(({ member }) => member)).toEqual(['ALPHA']);
    expect(house).toMatchObject({ exposure: '400000.00', counted: '0.00', utilisation: null });
  });

  it('leaves an account that cannot be evaluated out of the sums, and says so', () => {
    const play = calledAccount();
    play.house.market.prices.delete('SPX-FUT');
    play.house.trading.lastTradeTicks.clear();
    const { house, accounts } = report(play, 'ALPHA');
    expect(house).toMatchObject({ exposure: '0.00', deficit: '0.00' });
    const failing = accounts.find(({ account }) => account === 'ALPHA/HOUSE');
    expect(failing?.notComputable).toMatch(/^[A-Z_]+$/);
  });
});
