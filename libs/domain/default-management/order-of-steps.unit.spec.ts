import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandBody, DefaultCommandBody } from '#libs/domain/inputs/inputs.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';

const ID = 'main-D1';
const FILL = { instrument: 'FUT', quantity: '-100', price: '93', counterparty: 'B/HOUSE' };

/** Every step of a default, as it would be asked for. */
const STEPS = {
  declare: { type: 'DECLARE_DEFAULT', member: 'A', reason: 'INSOLVENCY' },
  confirm: { type: 'CONFIRM_DEFAULT', defaultId: ID },
  withdraw: { type: 'WITHDRAW_DEFAULT', defaultId: ID },
  port: { type: 'PORT_CLIENT', defaultId: ID, account: 'A/C1', toAccount: 'B/C1' },
  closeOut: { type: 'CLOSE_OUT_DEFAULT', defaultId: ID, fills: [FILL] },
  loss: { type: 'DETERMINE_LOSS', defaultId: ID },
  layers: { type: 'APPLY_LAYERS', defaultId: ID },
  recover: { type: 'RECOVER', defaultId: ID, amount: '10', reason: 'dividend' },
  close: { type: 'CLOSE_DEFAULT', defaultId: ID },
} as const satisfies Record<string, DefaultCommandBody>;
type Step = keyof typeof STEPS;

/** What is refused in each state, and what its refusal says is due. */
const TABLE: readonly {
  readonly after: readonly Step[];
  readonly refused: Readonly<Partial<Record<Step, RegExp>>>;
}[] = [
  {
    after: [],
    refused: Object.fromEntries(
      Object.keys(STEPS)
        .filter((step) => step !== 'declare')
        .map((step) => [step, /there is no default main-D1/]),
    ),
  },
  {
    after: ['declare'],
    refused: {
      declare: /another operator confirms it/,
      port: /ccp default confirm main-D1/,
      closeOut: /ccp default confirm main-D1/,
      loss: /ccp default confirm main-D1/,
      layers: /ccp default confirm main-D1/,
      close: /ccp default confirm main-D1/,
      recover: /before its layers are applied is deposited/,
    },
  },
  {
    after: ['declare', 'withdraw'],
    refused: {
      confirm: /withdrawn already/,
      withdraw: /withdrawn already/,
      closeOut: /its declaration was withdrawn/,
      loss: /its declaration was withdrawn/,
      layers: /its declaration was withdrawn/,
      close: /its declaration was withdrawn/,
    },
  },
  {
    after: ['declare', 'confirm'],
    refused: {
      declare: /in default since main-D1/,
      confirm: /declared already/,
      withdraw: /declared already/,
      loss: /is not flat: A\/HOUSE 100 FUT; close it out first/,
      layers: /first ccp default determine-loss main-D1/,
      close: /first ccp default determine-loss main-D1/,
      recover: /before its layers are applied/,
    },
  },
  {
    after: ['declare', 'confirm', 'closeOut'],
    refused: {
      closeOut: /would not close out what is held/,
      layers: /first ccp default determine-loss main-D1/,
      close: /first ccp default determine-loss main-D1/,
    },
  },
  {
    after: ['declare', 'confirm', 'closeOut', 'loss'],
    refused: {
      confirm: /declared already/,
      port: /what is due is ccp default apply-layers main-D1/,
      closeOut: /what is due is ccp default apply-layers main-D1/,
      loss: /what is due is ccp default apply-layers main-D1/,
      close: /first ccp default apply-layers main-D1/,
    },
  },
  {
    after: ['declare', 'confirm', 'closeOut', 'loss', 'layers'],
    refused: {
      port: /what is due is ccp default apply-layers main-D1, then close/,
      closeOut: /what is due is/,
      loss: /what is due is/,
      layers: /what is due is ccp default close main-D1/,
    },
  },
  {
    after: ['declare', 'confirm', 'closeOut', 'loss', 'layers', 'close'],
    refused: {
      declare: /in default since main-D1/,
      confirm: /closed already/,
      withdraw: /closed already/,
      port: /it is closed/,
      closeOut: /it is closed/,
      loss: /it is closed/,
      layers: /it is closed; what comes in later is booked with ccp default recover/,
      close: /it is closed/,
    },
  },
];

const by = (step: Step): string => (step === 'confirm' ? 'op2' : 'op1');

describe.each(TABLE)('after $after', ({ after, refused }) => {
  let house: HouseOfFive;
  beforeEach(() => {
    house = new HouseOfFive();
    for (const step of after) house.ask(STEPS[step], by(step));
  });

  it('every step before was taken', () => {
    const answers = house.play.of('CommandAnswered').map(({ outcome }) => outcome);
    const steps = answers.slice(answers.length - after.length);
    expect(steps).toEqual(after.map(() => 'DONE'));
  });

  it.each(Object.entries(refused) as [Step, RegExp][])(
    '%s is refused with what is due, and changes nothing',
    (step, says) => {
      const { events } = house.play;
      const before = events.length;
      const answer = house.ask(STEPS[step], by(step));
      expect(answer.outcome).toBe('REFUSED');
      expect(answer.result.reason).toMatch(says);
      expect(events.slice(before).map(({ type }) => type)).toEqual(['CommandAnswered']);
    },
  );
});

describe('a declaration', () => {
  const commands = (house: HouseOfFive, ...bodies: CommandBody[]) =>
    bodies.map((body, i) => ({
      kind: 'command' as const,
      command: house.play.order(body, undefined, i === 0 ? 'op1' : 'op2'),
    }));

  it.each(['op1', ' OP1 '])('is not confirmed by the one who proposed it, written %j', (who) => {
    const house = new HouseOfFive();
    house.ask(STEPS.declare, 'op1');
    expect(house.ask(STEPS.confirm, who).result.code).toBe('SAME_OPERATOR');
  });

  it('refuses the next trade of the same batch', () => {
    const house = new HouseOfFive();
    const trade = (tradeId: string) => ({
      kind: 'trade' as const,
      trade: {
        tradeId,
        venue: 'XSIM',
        instrument: 'FUT',
        quantity: '1',
        price: '100',
        buyer: 'B/HOUSE',
        seller: 'A/HOUSE',
        executedAt: house.nextTime(),
      },
    });
    const [declare, confirm] = commands(house, STEPS.declare, STEPS.confirm);
    const events = house.play.batch([trade('X1'), declare!, trade('X2'), confirm!, trade('X3')]);
    const answers = events.flatMap((event) =>
      event.type === 'TradeNovated' || event.type === 'TradeRejected'
        ? [[event.payload.tradeId, 'code' in event.payload ? event.payload.code : 'NOVATED']]
        : [],
    );
    expect(answers).toEqual([
      ['X1', 'NOVATED'],
      ['X2', 'NOVATED'],
      ['X3', 'MEMBER_IN_DEFAULT'],
    ]);
  });

  it.each([
    { type: 'WITHDRAWAL', account: 'A/HOUSE', asset: 'JPY', quantity: '1' },
    { type: 'WITHDRAWAL', account: 'A/C1', asset: 'JPY', quantity: '1' },
    { type: 'RECALL', account: 'A/HOUSE', asset: 'JPY', quantity: '1' },
    { type: 'TRANSFER', account: 'A/HOUSE', toAccount: 'A/C1', asset: 'JPY', quantity: '1' },
    { type: 'DEFAULT_FUND_WITHDRAWAL', member: 'A', asset: 'JPY', quantity: '1' },
  ] as const)('lets nothing out of what is frozen: $type of $account$member', (instruction) => {
    const house = new HouseOfFive();
    house.deposit('A/C1', '100');
    house.declare();
    const before = house.play.house.books.get('external/BANK')?.get('JPY');
    house.play.collateral({ instructionId: 'W', valueDate: '2026-11-20', ...instruction });
    expect(house.play.of('CollateralInstructionRejected').at(-1)).toMatchObject({
      code: 'MEMBER_IN_DEFAULT',
    });
    expect(house.play.house.books.get('external/BANK')?.get('JPY')).toBe(before);
  });

  it('takes deposits, which are money that has moved', () => {
    const house = new HouseOfFive();
    house.declare();
    house.deposit('A/HOUSE', '50');
    house.deposit('A', '5', 'DEFAULT_FUND_DEPOSIT');
    expect(house.held('account/A/HOUSE/cash/JPY')).toBe(350n);
    expect(house.held('default-fund/A')).toBe(179n);
  });

  it('is refused for a venue that calls itself as the clearing house does', () => {
    const house = new HouseOfFive();
    for (const venue of ['DEFAULT', 'TEAR-UP']) {
      house.play.trade({
        tradeId: `${ID}-F1`,
        venue,
        instrument: 'FUT',
        quantity: '1',
        price: '100',
        buyer: 'B/HOUSE',
        seller: 'C/HOUSE',
        executedAt: house.nextTime(),
      });
      expect(house.play.of('TradeRejected').at(-1)).toMatchObject({ field: 'venue' });
    }
    const id = house.declare();
    expect(house.closeOut(id, '-100 FUT 93 B/HOUSE').outcome).toBe('DONE');
  });
});
