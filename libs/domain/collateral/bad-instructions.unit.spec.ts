import { beforeEach, describe, expect, it } from 'vitest';
import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { callLines, calledAccount } from '#libs/domain/testing/called-account.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { instruct, judged, type InstructionAnswer } from '#libs/domain/testing/instructions.js';

const BTC_PRICE = price({ symbol: 'BTCUSD', price: '61234.57' });

let play: HousePlay;
beforeEach(() => {
  play = HousePlay.open();
  play.price(BTC_PRICE);
  play.collateral(deposit({ asset: 'BTC', quantity: '2.00000000' }));
  play.collateral(deposit({ instructionId: 'D-2', quantity: '500000.00' }));
});

const TYPES: readonly Partial<CollateralInstruction>[] = [
  { type: 'DEPOSIT' },
  { type: 'WITHDRAWAL' },
  { type: 'RECALL' },
  { type: 'TRANSFER', toAccount: 'ALPHA/C1' },
];

const QUANTITIES = [
  ['zero', '0'],
  ['zero with decimals', '0.00000000'],
  ['below zero', '-0.00000001'],
  ['nine decimals of a crypto', '0.000000001'],
  ['nine decimals beyond what is there', '1.123456789'],
  ['a thousand decimals', `0.${'3'.repeat(1_000)}`],
] as const;

/** Everything that is held. */
const books = (): unknown => structuredClone(play.house.books);

describe('an instruction over a quantity that cannot be', () => {
  const cases = TYPES.flatMap((given) =>
    QUANTITIES.map(([name, quantity]) => ({ ...given, name, quantity })),
  );

  it.each(cases)('$type of $name is INVALID_QUANTITY and moves nothing', (given) => {
    const { name, ...wanted } = given;
    void name;
    const before = books();
    const answer = instruct(play, { ...wanted, asset: 'BTC' });
    expect(answer).toMatchObject({ code: 'INVALID_QUANTITY', field: 'quantity' });
    expect(books()).toEqual(before);
  });

  it.each(QUANTITIES)('a substitution that releases or delivers %s is refused', (_, quantity) => {
    const before = books();
    const good = { asset: 'USD', quantity: '1.00' };
    const bad = { asset: 'BTC', quantity };
    for (const sides of [
      { release: bad, deliver: good },
      { release: good, deliver: bad },
    ])
      expect(instruct(play, { type: 'SUBSTITUTION', ...sides })).toMatchObject({
        code: 'INVALID_QUANTITY',
      });
    expect(books()).toEqual(before);
  });

  it('eight decimals of a crypto are taken to the last unit, with zeros after them too', () => {
    instruct(play, { type: 'DEPOSIT', asset: 'BTC', quantity: '0.0000000100' });
    expect(play.house.books.get('account/ALPHA/HOUSE/asset/BTC')?.get('BTC')).toBe(200_000_001n);
  });
});

describe('the same instruction twice in one batch', () => {
  const twice = (given: Partial<CollateralInstruction>[]): string[] =>
    play
      .batch(given.map((each) => ({ kind: 'collateral', instruction: deposit(each) })))
      .map(({ type, payload }) => ('code' in payload ? String(payload.code) : type));

  it('is booked once, and answered again', () => {
    const same = { instructionId: 'TWICE', quantity: '7.00' };
    expect(twice([same, same])).toEqual(['CollateralDeposited', 'AnswerRepeated']);
    expect(play.house.books.get('account/ALPHA/HOUSE/cash/USD')?.get('USD')).toBe(50_000_700n);
  });

  it('with other content is a conflict', () => {
    const given = { instructionId: 'TWICE', quantity: '7.00' };
    expect(twice([given, { ...given, quantity: '8.00' }])).toEqual([
      'CollateralDeposited',
      'CONFLICTING_DUPLICATE',
    ]);
  });

  it('takes out once what is asked for twice', () => {
    const given = { instructionId: 'OUT', type: 'WITHDRAWAL', quantity: '400000.00' } as const;
    expect(twice([given, given])).toEqual(['CollateralWithdrawn', 'AnswerRepeated']);
  });
});

describe("what is another's, or pledged", () => {
  const refusal = (given: Partial<CollateralInstruction>): InstructionAnswer =>
    judged(play, { asset: 'USD', quantity: '1.00', ...given });

  it.each([
    ['an account of another member', { toAccount: 'BETA/HOUSE' }],
    ['the house, from a client', { account: 'ALPHA/C1', toAccount: 'ALPHA/HOUSE' }],
    ['the account itself', { toAccount: 'ALPHA/HOUSE' }],
  ])('a transfer to %s is refused', (_, given) => {
    play.collateral(deposit({ instructionId: 'C', account: 'ALPHA/C1', quantity: '9.00' }));
    expect(refusal({ type: 'TRANSFER', ...given })).toMatchObject({ field: 'toAccount' });
  });

  it("a withdrawal of what another account holds is refused: one's own holds none of it", () => {
    const asked = refusal({ type: 'WITHDRAWAL', account: 'BETA/HOUSE' });
    expect(asked).toMatchObject({ code: 'INSUFFICIENT_HOLDING', maximumQuantity: '0.00' });
  });

  it('a withdrawal of what margin needs is refused, and names what margin leaves', () => {
    play.price(price());
    play.collateral(
      deposit({ instructionId: 'B', account: 'BETA/HOUSE', quantity: '90000000.00' }),
    );
    play.trade(trade({ quantity: '20' }));
    const asked = refusal({ type: 'WITHDRAWAL', quantity: '500000.00' });
    expect(asked).toMatchObject({ code: 'WOULD_LEAVE_DEFICIT' });
    // 500,000.00 and 2 BTC at 91,851.85 after their haircut, less 400,000.00 and 2 % of it.
    expect(asked.maximumQuantity).toBe('183851.85');
  });
});

describe('a currency without a rate', () => {
  it('is taken, but counts for nothing and pays no call until there is a rate', () => {
    const called = calledAccount();
    const given = { asset: 'EUR', quantity: '1000000.00' };
    const answer = instruct(called, { type: 'DEPOSIT', ...given });
    expect(answer).toMatchObject({ type: 'CollateralDeposited', paid: [] });
    const { lines } = evaluateAccount(called.house, called.engine, 'ALPHA/HOUSE').collateral;
    expect(lines).toMatchObject([
      { asset: 'EUR', valueMinor: 0n, countedMinor: 0n, unvalued: 'NO_EXCHANGE_RATE' },
    ]);
    expect(callLines(called)).toEqual(['ISSUED 400000.00 400000.00']);
    called.price(price({ symbol: 'EURUSD', price: '1.08' }));
    expect(
      evaluateAccount(called.house, called.engine, 'ALPHA/HOUSE').collateral.countedMinor,
    ).toBe(99_360_000n);
  });
});
