import { beforeEach, describe, expect, it } from 'vitest';
import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price } from '#libs/domain/testing/inputs.js';
import { instruction } from '#libs/domain/testing/instructions.js';
import { identityOfEvent } from '#libs/domain/house/identity-of-event.js';
import { acceptedInstruction, isAccepting } from './accepted-instruction.js';
import { instructionFingerprint } from './instruction-fingerprint.js';
import { instructionIdentityKey, ownerOf } from './instruction-identity.js';

let play: HousePlay;
beforeEach(() => {
  play = HousePlay.open();
});

function answer(given: Partial<CollateralInstruction>): unknown {
  const [event] = play.collateral(deposit({ instructionId: `D-${play.events.length}`, ...given }));
  return event?.payload;
}

const balance = (book: string, asset: string) => play.house.books.get(book)?.get(asset);

describe('a confirmed deposit', () => {
  it('of cash posts at once, from the bank to the cash of the account', () => {
    expect(answer({})).toMatchObject({ asset: 'USD', quantity: '1000000.00' });
    expect(balance('account/ALPHA/HOUSE/cash/USD', 'USD')).toBe(100_000_000n);
    expect(balance('external/BANK', 'USD')).toBe(-100_000_000n);
  });

  it('of a security posts from the custodian to the asset of the account, in its units', () => {
    answer({ asset: 'BTC', quantity: '0.00000001' });
    expect(balance('account/ALPHA/HOUSE/asset/BTC', 'BTC')).toBe(1n);
    expect(balance('external/CUSTODIAN', 'BTC')).toBe(-1n);
  });

  it('for the default fund posts to the contribution of the member', () => {
    const fund = { type: 'DEFAULT_FUND_DEPOSIT', member: 'ALPHA' } as const;
    const { account: _, ...instruction } = deposit({ ...fund, quantity: '40.50' });
    play.collateral(instruction);
    expect(balance('default-fund/ALPHA', 'USD')).toBe(4050n);
    expect(play.of('DefaultFundDeposited')).toHaveLength(1);
  });

  it('is taken from a suspended member', () => {
    expect(answer({ account: 'DELTA/HOUSE' })).not.toHaveProperty('code');
  });

  it('does not move the clock: its date is a date', () => {
    play.price(price());
    const before = play.house.ledgerTimeMs;
    answer({ valueDate: '2026-12-31' });
    expect(play.house.ledgerTimeMs).toBe(before);
  });
});

describe('a deposit is refused with', () => {
  it.each<[string, string, Partial<CollateralInstruction>]>([
    ['UNKNOWN_ASSET', 'asset', { asset: 'GOLD' }],
    ['UNKNOWN_ACCOUNT', 'account', { account: 'ALPHA/C9' }],
    ['INELIGIBLE_OWN_ISSUE', 'asset', { asset: 'ALPHA-BOND', quantity: '100.00' }],
    ['INVALID_QUANTITY', 'quantity', { quantity: '0.00' }],
    ['INVALID_QUANTITY', 'quantity', { quantity: '-1.00' }],
    ['INVALID_QUANTITY', 'quantity', { quantity: '1.005' }],
    ['INVALID_FIELD', 'bucket', { bucket: 'SPX-FUT' }],
    ['INVALID_FIELD', 'bucket', { account: 'GAMMA/HOUSE', bucket: 'NOTHING' }],
    // The first that applies: asset, account, quantity.
    ['UNKNOWN_ASSET', 'asset', { asset: 'GOLD', account: 'NO/BODY', quantity: '0' }],
    ['UNKNOWN_ACCOUNT', 'account', { account: 'NO/BODY', quantity: '0' }],
    ['INELIGIBLE_OWN_ISSUE', 'asset', { asset: 'ALPHA-BOND', quantity: '0' }],
  ])('%s', (code, field, given) => {
    expect(answer(given)).toMatchObject({ code, field });
    expect(play.house.books.size).toBe(0);
  });

  it.each([
    [{ member: 'NOBODY' }, 'UNKNOWN_ACCOUNT'],
    [{ member: 'ALPHA', asset: 'EUR' }, 'UNKNOWN_ASSET'],
  ])('a contribution of %j: %s', (given, code) => {
    const { account: _, ...instruction } = deposit({ type: 'DEFAULT_FUND_DEPOSIT', ...given });
    const [event] = play.collateral(instruction);
    expect(event?.payload).toMatchObject({ code });
  });

  it('nothing when the issue is that of another member', () => {
    expect(
      answer({ account: 'BETA/HOUSE', asset: 'ALPHA-BOND', quantity: '100' }),
    ).not.toHaveProperty('code');
  });
});

describe('the identity of an instruction', () => {
  it('is final once accepted: the same content gets the first answer and posts nothing', () => {
    const [first] = play.collateral(deposit({ quantity: '5.00' }));
    const [again] = play.collateral(deposit({ quantity: '5' }));
    expect(again).toMatchObject({ type: 'AnswerRepeated', payload: { position: first?.position } });
    expect(balance('account/ALPHA/HOUSE/cash/USD', 'USD')).toBe(500n);
  });

  it.each<Partial<CollateralInstruction>>([
    { quantity: '6.00' },
    { asset: 'EUR' },
    { valueDate: '2026-11-21' },
    { bucket: 'SPX-FUT' },
    { type: 'WITHDRAWAL' },
  ])('is in conflict with other content: %j', (given) => {
    play.collateral(deposit({ quantity: '5.00' }));
    const [refused] = play.collateral(deposit({ quantity: '5.00', ...given }));
    expect(refused?.payload).toMatchObject({ code: 'CONFLICTING_DUPLICATE' });
  });

  it('is an account and an id: another account may use the same id', () => {
    play.collateral(deposit());
    play.collateral(deposit({ account: 'ALPHA/C1', quantity: '7.00' }));
    expect(play.of('CollateralDeposited')).toHaveLength(2);
  });

  it('is not final when refused', () => {
    play.collateral(deposit({ quantity: '1.005' }));
    play.collateral(deposit({ quantity: '1.00' }));
    expect(play.of('CollateralDeposited')).toHaveLength(1);
  });

  it('has the content of the event that made it final, of whatever type it is', () => {
    play.collateral(deposit({ quantity: '100.00' }));
    const amount = { asset: 'USD', quantity: '1.0' };
    const instructions: CollateralInstruction[] = [
      instruction({ type: 'DEPOSIT', ...amount }),
      instruction({ type: 'WITHDRAWAL', ...amount }),
      instruction({ type: 'RECALL', ...amount }),
      instruction({ type: 'TRANSFER', ...amount, toAccount: 'ALPHA/C1' }),
      instruction({
        type: 'SUBSTITUTION',
        release: amount,
        deliver: { asset: 'BTC', quantity: '1' },
      }),
      instruction({ type: 'DEFAULT_FUND_DEPOSIT', ...amount }),
      instruction({ type: 'DEFAULT_FUND_WITHDRAWAL', ...amount }),
    ];
    for (const each of instructions) {
      const [event] = play.collateral(each);
      if (!event || !isAccepting(event)) throw new Error(JSON.stringify(event));
      expect(instructionFingerprint(acceptedInstruction(event))).toBe(instructionFingerprint(each));
      const { instructionId } = each;
      expect(identityOfEvent(event)).toBe(
        instructionIdentityKey({ owner: ownerOf(each), instructionId }),
      );
      const [again] = play.collateral(each);
      expect(again).toMatchObject({
        type: 'AnswerRepeated',
        payload: { position: event.position },
      });
    }
    expect(balance('account/ALPHA/HOUSE/cash/USD', 'USD')).toBe(9_700n);
  });
});
