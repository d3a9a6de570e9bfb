import { beforeEach, describe, expect, it } from 'vitest';
import { calledAccount, pay } from '#libs/domain/testing/called-account.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { instruct, judged } from '#libs/domain/testing/instructions.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import { valueCollateral } from './collateral-value.js';

describe('a recall', () => {
  let play: HousePlay;
  beforeEach(() => {
    play = HousePlay.open();
    play.price(price());
    play.collateral(
      deposit({ instructionId: 'B', account: 'BETA/HOUSE', quantity: '50000000.00' }),
    );
    play.collateral(deposit({ quantity: '500000.00' }));
    play.trade(trade({ quantity: '20' }));
  });
  const recall = (asset: string, quantity: string) =>
    ({ type: 'RECALL', asset, quantity }) as const;

  it('sends back what the exposure does not need, without a buffer on it', () => {
    expect(judged(play, { asset: 'USD', quantity: '92000.01' })).toHaveProperty('code');
    expect(judged(play, recall('USD', '100000.01'))).toMatchObject({
      code: 'WOULD_LEAVE_DEFICIT',
      maximumQuantity: '100000.00',
    });
    expect(instruct(play, recall('USD', '100000.00'))).toMatchObject({
      type: 'CollateralRecalled',
      quantity: '100000.00',
    });
  });

  it('sends back what counts for nothing, whatever else is open', () => {
    const called = calledAccount();
    pay(called, '3.00000000', 'BTC');
    // Nobody ever sent a price of BTC: it counts for nothing, and a member's withdrawal has to wait.
    expect(judged(called, { asset: 'BTC', quantity: '3' })).toMatchObject({ code: 'OPEN_CALL' });
    expect(instruct(called, recall('BTC', '3'))).toMatchObject({ type: 'CollateralRecalled' });
    pay(called, '100.00');
    expect(judged(called, recall('USD', '100.00'))).toMatchObject({ code: 'OPEN_CALL' });
  });

  it('of what has become an own issue waits for nothing but its replacement', () => {
    play.price(price({ symbol: 'UST-2028', price: '100' }));
    instruct(play, { type: 'DEPOSIT', asset: 'UST-2028', quantity: '1000000.00' });
    instruct(play, recall('USD', '500000.00'));
    const document = referenceDocument();
    const members = (document['members'] as { id: string }[]).map((member) =>
      member.id === 'ALPHA' ? { ...member, ownIssues: ['US-TREASURY'] } : member,
    );
    play.command({ type: 'APPLY_REFERENCE_DATA', document: { ...document, members } });
    expect(play.of('CommandAnswered').at(-1)).toMatchObject({ outcome: 'DONE' });
    expect(valueCollateral(play.house, 'ALPHA/HOUSE', 0n).lines).toEqual([
      {
        asset: 'UST-2028',
        units: 100_000_000n,
        valueMinor: 0n,
        countedMinor: 0n,
        unvalued: 'INELIGIBLE_OWN_ISSUE',
      },
    ]);
    play.evaluate();
    expect(play.of('MarginCallIssued').at(-1)).toMatchObject({ amount: '400000.00' });
    expect(instruct(play, recall('UST-2028', '1000000.00'))).toMatchObject({
      type: 'CollateralRecalled',
    });
  });

  it('takes no more than is held', () => {
    expect(judged(play, recall('USD', '500000.01'))).toMatchObject({
      code: 'INSUFFICIENT_HOLDING',
      maximumQuantity: '100000.00',
    });
  });
});
