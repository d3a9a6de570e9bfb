import { beforeEach, describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { HouseOfDefaults } from '#libs/domain/testing/house-of-defaults.js';
import { booksOf, fold } from '#libs/domain/testing/house-play.js';

let house: HouseOfDefaults;
let id: string;

const port = (account: string, toAccount: string) =>
  house.ask({ type: 'PORT_CLIENT', defaultId: id, account, toAccount });
const whole = (): void => {
  expect(house.wrongs()).toEqual([]);
  expect(booksOf(fold('main', house.play.events))).toEqual(booksOf(house.play.house));
};
const booked = (): string[] => [...house.play.house.settlement.booked.keys()];
const lots = (account: string, instrument = 'FUT2'): number | undefined =>
  house.play.house.trading.holdings.get(account)?.get(instrument)?.lots;

describe('a client account that goes to another member', () => {
  beforeEach(() => {
    house = new HouseOfDefaults({ fees: [{ accountType: 'client-segregated', perLot: '2' }] });
    house.depositInto('A/C1', 'JPY', '700');
    house.depositInto('A/C1', 'USD', '9.50');
    house.depositInto('A/C1', 'BOND', '40');
    house.tradeOf('A/C1', 'D/HOUSE', 20, 100, 'FUT2');
    house.cycle();
    house.tradeOf('A/C1', 'D/HOUSE', 5, 110, 'FUT2');
    id = house.declare();
  });

  it('goes with all that it holds and owes, for no gain and no loss', () => {
    const before = evaluateAccount(house.play.house, house.play.engine, 'A/C1');
    expect(port('A/C1', 'B/C1').outcome).toBe('DONE');
    whole();
    const after = evaluateAccount(house.play.house, house.play.engine, 'B/C1');
    expect({ ...after, account: '', standings: [] }).toEqual({
      ...before,
      account: '',
      standings: [],
    });
    expect(lots('B/C1')).toBe(25);
    expect(lots('A/C1')).toBeUndefined();
    expect(house.steps('CLIENTS_PORTED')[0]?.collateral).toEqual([
      { asset: 'BOND', quantity: '40' },
      { asset: 'JPY', quantity: '660' },
      { asset: 'USD', quantity: '9.50' },
    ]);
    // The cycle takes the variation margin and the fees of the last trade from the receiver alone.
    house.cycle();
    expect(house.held('account/B/C1/cash/JPY')).toBe(660n - 50n - 10n);
    expect(house.held('account/A/C1/cash/JPY')).toBe(0n);
    whole();
  });

  it.each([
    ['A/HOUSE', 'B/HOUSE', /no client account/],
    ['A/C1', 'B/HOUSE', /of its own type/],
    ['A/C1', 'A/C2', /another member that is not in default/],
    ['A/C1', 'Z/C1', /another member/],
  ])('%s does not go to %s', (from, to, says) => {
    expect(port(from, to).result.reason).toMatch(says);
    whole();
  });

  it('goes once, and is nothing of the default any more', () => {
    port('A/C1', 'B/C1');
    expect(port('A/C1', 'C/C1').result.reason).toMatch(/was ported already/);
    house.flatten(id, 'A', 'D/HOUSE', () => 100);
    house.ask({ type: 'DETERMINE_LOSS', defaultId: id });
    expect(house.steps('LOSS_DETERMINED')[0]).toMatchObject({ loss: '0', clients: [] });
  });

  it('goes no more when the window has passed', () => {
    house.play.price({
      symbol: 'FUT',
      price: '100',
      source: 'XSIM',
      observedAt: '2026-11-21T12:00:00.000Z',
    });
    expect(port('A/C1', 'B/C1').result.reason).toMatch(/could be ported until/);
  });
});

describe('what cycles wait for', () => {
  beforeEach(() => {
    house = new HouseOfDefaults({
      marginCalls: { minimumTransferAmount: '1000000', withdrawalBuffer: '0' },
    });
  });

  it('goes with a debt: the receiver pays it, and the cycle is SETTLED', () => {
    house.depositInto('A/C1', 'JPY', '100');
    house.tradeOf('A/C1', 'D/HOUSE', 20, 110, 'FUT2');
    house.cycle();
    expect(booked()).toHaveLength(1);
    id = house.declare();
    port('A/C1', 'B/C1');
    expect(house.held('account/B/C1/cash/JPY')).toBe(-100n);
    whole();
    house.depositInto('A/C1', 'JPY', '500');
    expect(booked()).toHaveLength(1);
    house.depositInto('B/C1', 'JPY', '100');
    expect(booked()).toEqual([]);
    whole();
  });

  it('is paid at once where the receiver has the money', () => {
    house.depositInto('B/C1', 'JPY', '1000');
    house.tradeOf('A/C1', 'D/HOUSE', 20, 110, 'FUT2');
    house.cycle();
    id = house.declare();
    port('A/C1', 'B/C1');
    expect(house.held('account/B/C1/cash/JPY')).toBe(800n);
    expect(booked()).toEqual([]);
    whole();
  });

  it('goes with a gain, which is not to be withdrawn before it has come in', () => {
    house.tradeOf('D/C1', 'A/C1', 20, 110, 'FUT2');
    house.cycle();
    expect(house.held('account/D/C1/cash/JPY')).toBe(-200n);
    id = house.declare();
    port('A/C1', 'B/C1');
    const free = (): string | undefined => {
      house.play.collateral({
        instructionId: `W-${house.play.events.length}`,
        type: 'WITHDRAWAL',
        account: 'B/C1',
        asset: 'JPY',
        quantity: '200000',
        valueDate: '2026-11-21',
      });
      return house.play.of('CollateralInstructionRejected').at(-1)?.maximumQuantity;
    };
    expect(house.held('account/B/C1/cash/JPY')).toBe(200n);
    expect(free()).toBe('0');
    house.depositInto('D/C1', 'JPY', '200');
    expect(Number(free())).toBeGreaterThan(0);
    whole();
  });
});

describe('a gross omnibus account', () => {
  beforeEach(() => {
    house = new HouseOfDefaults();
    house.tradeOf('A/OMNI F1', 'D/HOUSE', 20, 100, 'FUT2');
    house.tradeOf('D/HOUSE', 'A/OMNI F2', 12, 100, 'FUT2');
    house.tradeOf('B/OMNI F9', 'D/HOUSE', 3, 100, 'FUT2');
    house.cycle();
    id = house.declare();
  });

  it('goes with its clients, each with what it is long and short of', () => {
    port('A/OMNI', 'B/OMNI');
    whole();
    expect(house.open('B').filter(({ client }) => client !== undefined)).toEqual([
      { account: 'B/OMNI', client: 'F9', instrument: 'FUT2', lots: 3 },
      { account: 'B/OMNI', client: 'F1', instrument: 'FUT2', lots: 20 },
      { account: 'B/OMNI', client: 'F2', instrument: 'FUT2', lots: -12 },
    ]);
    expect(lots('B/OMNI')).toBe(11);
    expect(house.open('A')).toEqual([{ account: 'A/HOUSE', instrument: 'FUT', lots: 100 }]);
  });

  it('does not go where somebody has the name of one of its clients', () => {
    house.tradeOf('C/OMNI F1', 'D/HOUSE', 1, 100, 'FUT2');
    expect(port('A/OMNI', 'C/OMNI').result.reason).toMatch(/clients named F1 already/);
    whole();
  });

  it('is closed out client by client', () => {
    const close = (quantity: string, client?: string) =>
      house.ask({
        type: 'CLOSE_OUT_DEFAULT',
        defaultId: id,
        fills: [
          {
            instrument: 'FUT2',
            quantity,
            price: '100',
            counterparty: 'D/HOUSE',
            ...(client === undefined ? {} : { client }),
          },
        ],
      });
    expect(close('-21').result.reason).toMatch(/A\/OMNI F1 20 FUT2, A\/OMNI F2 -12 FUT2/);
    expect(close('-8').outcome).toBe('DONE');
    expect(close('5', 'F1').result.code).toBe('INSUFFICIENT_HOLDING');
    expect(close('12', 'F2').outcome).toBe('DONE');
    whole();
    house.closeOut(id, '-100 FUT 100 D/HOUSE');
    const loss = { type: 'DETERMINE_LOSS', defaultId: id } as const;
    expect(house.ask(loss).result.reason).toMatch(/not flat: A\/OMNI F1 12 FUT2/);
    expect(close('-12', 'F1').outcome).toBe('DONE');
    expect(house.ask(loss).outcome).toBe('DONE');
  });

  it('takes the other side where it names its client', () => {
    const fill = { instrument: 'FUT2', quantity: '-2', price: '100', counterparty: 'B/OMNI' };
    const close = (more: object) =>
      house.ask({ type: 'CLOSE_OUT_DEFAULT', defaultId: id, fills: [{ ...fill, ...more }] });
    expect(close({}).result.reason).toMatch(/kept gross by client/);
    const client = { counterpartyClient: 'F9' };
    expect(close({ ...client, counterpartyEffect: 'CLOSE' }).result.reason).toMatch(/holds 0/);
    expect(close({ ...client, counterpartyEffect: 'OPEN' }).outcome).toBe('DONE');
    expect(house.open('B').at(-1)).toMatchObject({ client: 'F9', lots: 5 });
    whole();
  });

  it('is torn up client by client where that is left, also of survivors', () => {
    house.closeOut(id, '-100 FUT 100 D/HOUSE');
    house.ask({ type: 'DETERMINE_LOSS', defaultId: id, tearUp: true });
    house.ask({ type: 'APPLY_LAYERS', defaultId: id });
    whole();
    expect(house.open('A')).toEqual([]);
    const trades = house.steps('LAYER_APPLIED').flatMap((step) => step.trades ?? []);
    expect(trades.every(({ client, effect }) => client !== undefined && effect === 'CLOSE')).toBe(
      true,
    );
  });
});

describe('an isolated account', () => {
  beforeEach(() => {
    house = new HouseOfDefaults();
    house.depositInto('A/C2', 'JPY', '300');
    house.depositInto('A/C2', 'JPY', '90', 'FUT2');
    house.depositInto('A/BOXES', 'JPY', '60');
    house.depositInto('A/BOXES', 'JPY', '40', 'FUT2');
    house.depositInto('A/BOXES', 'BOND', '50', 'FUT');
    house.tradeOf('A/C2', 'D/HOUSE', 10, 100, 'FUT2');
    house.tradeOf('A/BOXES', 'D/HOUSE', 10, 107, 'FUT2');
    house.cycle();
    id = house.declare();
  });

  it('of the house serves the clearing house with all its buckets from the declaration on', () => {
    whole();
    expect(house.held('account/A/BOXES/bucket/FUT2/cash/JPY')).toBe(0n);
    // 60 in the account, and 40 less a loss of 70 in the bucket: 30 together, and nobody owes anything.
    expect(house.held('account/A/BOXES/cash/JPY')).toBe(30n);
    expect(house.held('account/A/BOXES/asset/BOND', 'BOND')).toBe(50n);
    expect(booked()).toEqual([]);
    const frozen = house
      .steps('DECLARED')[0]
      ?.accounts.find(({ account }) => account === 'A/BOXES');
    expect(frozen?.collateral).toEqual([
      { asset: 'JPY', quantity: '30' },
      { asset: 'BOND', quantity: '50' },
    ]);
  });

  it('of a client goes with its buckets to another that is isolated', () => {
    expect(port('A/C2', 'B/C1').result.reason).toMatch(/is not isolated/);
    expect(port('A/C2', 'B/C2').outcome).toBe('DONE');
    whole();
    expect(house.held('account/B/C2/bucket/FUT2/cash/JPY')).toBe(90n);
    house.price('FUT2', '95');
    house.cycle();
    expect(house.held('account/B/C2/bucket/FUT2/cash/JPY')).toBe(40n);
    expect(house.held('account/B/C2/cash/JPY')).toBe(300n);
    whole();
  });

  it('of a client that is closed out pays its loss from all that it has, and keeps the rest', () => {
    house.flatten(id, 'A', 'D/HOUSE', ({ account }) => (account === 'A/C2' ? 65 : 100));
    house.ask({ type: 'DETERMINE_LOSS', defaultId: id });
    whole();
    expect(house.steps('LOSS_DETERMINED')[0]?.clients).toEqual([
      { account: 'A/C2', loss: '350', ownMeans: '390', shortfall: '0' },
    ]);
    house.ask({ type: 'APPLY_LAYERS', defaultId: id });
    house.cycle();
    house.ask({ type: 'CLOSE_DEFAULT', defaultId: id });
    expect(house.held('account/A/C2/cash/JPY')).toBe(40n);
    expect(booked()).toEqual([]);
    whole();
  });
});
