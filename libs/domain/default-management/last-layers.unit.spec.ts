import { describe, expect, it } from 'vitest';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';

describe('gains that are due in a cycle which waits for the defaulter', () => {
  it('are cut pro rata, by account, where no other layer has anything left', () => {
    const house = new HouseOfFive();
    house.price('FUT', '85');
    // A owes 1200 of the cycle, of which B gains 300 and C 1200.
    house.settle('2026-11-21', { FUT: '85' });
    const at = house.declare();
    house.closeOut(at, '-100 FUT 84 D/HOUSE');
    expect(house.bear(at)).toMatchObject({ result: { remaining: '0' } });
    // 1300 are lost beyond margin; 174, 25, 376, 10 and 376 are there.
    const cut = house.steps('LAYER_APPLIED').at(-1);
    expect(cut).toMatchObject({ layer: 'GAINS_HAIRCUT', used: '339', lossAfter: '0' });
    expect(cut?.contributions).toEqual([
      { member: 'B', account: 'B/HOUSE', amount: '68' },
      { member: 'C', account: 'C/HOUSE', amount: '271' },
    ]);
    expect(house.steps('LOSS_PAID')[0]).toMatchObject({ reserved: '0' });
    expect(house.held('account/C/HOUSE/cash/JPY')).toBe(5000n + 1200n - 271n);
    for (const member of ['B', 'C', 'D', 'E']) house.deposit(member, '500', 'DEFAULT_FUND_DEPOSIT');
    const answer = house.ask({ type: 'RECOVER', defaultId: at, amount: '100', reason: 'dividend' });
    expect(answer.outcome).toBe('DONE');
    expect(house.steps('RECOVERED')[0]?.contributions).toEqual([
      { layer: 'GAINS_HAIRCUT', member: 'B', account: 'B/HOUSE', amount: '20' },
      { layer: 'GAINS_HAIRCUT', member: 'C', account: 'C/HOUSE', amount: '80' },
    ]);
  });

  it('are not cut for what others owe', () => {
    const house = new HouseOfFive();
    const id = house.declare();
    house.closeOut(id, '-100 FUT 100 D/HOUSE');
    house.trade('E/HOUSE', 'B/HOUSE', 10, 100);
    house.price('FUT', '99');
    house.settle('2026-11-21', { FUT: '99' });
    house.bear(id);
    expect(house.steps('LAYER_APPLIED').filter(({ layer }) => layer === 'GAINS_HAIRCUT')).toEqual(
      [],
    );
  });
});

describe('a full tear-up', () => {
  const only = { waterfall: ['PARTIAL_TEAR_UP', 'FULL_TEAR_UP'] } as const;

  it('extinguishes everything at the last settlement price, and the ledger is closed', () => {
    const house = new HouseOfFive(only);
    house.trade('E/HOUSE', 'B/HOUSE', 10, 100);
    const id = house.lose(667);
    house.bear(id);
    const { trading } = house.play.house;
    const open = [...trading.holdings].flatMap(([account, held]) =>
      [...held].filter(([, { lots }]) => lots !== 0).map(([instrument]) => [account, instrument]),
    );
    expect(open).toEqual([]);
    expect(house.trade('B/HOUSE', 'C/HOUSE', 1, 100)).toBe('INSTRUMENT_NOT_OPEN');
    house.settle('2026-11-21', { FUT: '100' });
    expect(house.held('ccp/settlement/JPY')).toBe(0n);
    expect(house.held('account/A/HOUSE/cash/JPY')).toBe(0n);
  });

  it('closes nothing where the defaulter’s own means suffice', () => {
    const house = new HouseOfFive({ waterfall: ['DEFAULTER_MARGIN', 'FULL_TEAR_UP'] });
    house.bear(house.lose(299));
    expect(house.trade('B/HOUSE', 'C/HOUSE', 1, 100)).toBe('NOVATED');
  });
});

describe('a tear-up', () => {
  it('costs nobody a clearing fee, as a close-out does', () => {
    const fees = [{ accountType: 'house', perLot: '1' }];
    const house = new HouseOfFive({ fees });
    const id = house.declare();
    house.closeOut(id, '-40 FUT 100 D/HOUSE');
    const accrued = new Map(house.play.house.charges.fees);
    house.ask({ type: 'DETERMINE_LOSS', defaultId: id, tearUp: true });
    house.ask({ type: 'APPLY_LAYERS', defaultId: id });
    expect(accrued.get('D/HOUSE')).toBe(40n);
    expect(house.play.house.charges.fees).toEqual(accrued);
    expect(house.play.of('TradeNovated').at(-1)).toMatchObject({ venue: 'TEAR-UP' });
  });
});
