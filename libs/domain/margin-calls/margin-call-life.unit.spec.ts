import { describe, expect, it } from 'vitest';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { APPLICATIONS } from '#libs/domain/house/apply-event.js';
import {
  afterSeconds,
  calledAccount,
  callLines,
  callsOf,
  closeOut,
  DUE,
  pay,
  priceAt,
} from '#libs/domain/testing/called-account.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import { memberCall } from './member-call.js';

type IssuedCall = Extract<NewEvent, { readonly type: 'MarginCallIssued' }>;

const settle = (play: HousePlay): void => {
  play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
};

const cancel = (play: HousePlay) =>
  play.command({ type: 'CANCEL_CALL', callId: 'main-000001', reason: 'agreed by telephone' });

/** Brings the call of 400,000.00 into a state. */
const INTO: Readonly<Record<string, (play: HousePlay) => void>> = {
  ISSUED: () => {},
  PARTIALLY_MET: (play) => pay(play, '100000.00'),
  OVERDUE: (play) => priceAt(play, DUE),
  MET: (play) => pay(play, '400000.00'),
  CANCELLED: (play) => void cancel(play),
};

/** What can happen to a call. */
const HAPPENS: Readonly<Record<string, (play: HousePlay) => void>> = {
  'a part is paid': (play) => pay(play, '100000.00'),
  'the rest is paid': (play) => pay(play, '400000.00'),
  'more than the rest is paid': (play) => pay(play, '900000.00'),
  'the time of reminding comes': (play) => priceAt(play, afterSeconds(1800)),
  'the due time comes': (play) => priceAt(play, DUE),
  'the time of escalation comes': (play) => priceAt(play, afterSeconds(5400)),
  'it is needed no more when the due time comes': (play) => {
    closeOut(play);
    priceAt(play, DUE);
    play.evaluate();
  },
  'it is needed no more before the due time': (play) => {
    closeOut(play);
    play.evaluate();
  },
  'an operator cancels it': (play) => void cancel(play),
};

/** How many events there are of the first call, those apart that only speak of it again. */
const changesOf = (play: HousePlay): number =>
  [
    ...play.of('MarginCallIssued'),
    ...play.of('MarginCallPaid'),
    ...play.of('MarginCallOverdue'),
    ...play.of('MarginCallCancelled'),
  ].filter(({ callId }) => callId === 'main-000001').length;

describe('the life of a call (settlement-and-collateral.md, "A margin call")', () => {
  it.each([
    ['ISSUED', 'a part is paid', 'PARTIALLY_MET 400000.00 300000.00'],
    ['ISSUED', 'the rest is paid', 'MET 400000.00 0.00'],
    ['ISSUED', 'more than the rest is paid', 'MET 400000.00 0.00'],
    ['ISSUED', 'the time of reminding comes', 'ISSUED 400000.00 400000.00'],
    ['ISSUED', 'the due time comes', 'OVERDUE 400000.00 400000.00'],
    ['ISSUED', 'the time of escalation comes', 'OVERDUE 400000.00 400000.00'],
    ['ISSUED', 'it is needed no more when the due time comes', 'CANCELLED 400000.00 400000.00'],
    ['ISSUED', 'it is needed no more before the due time', 'ISSUED 400000.00 400000.00'],
    ['ISSUED', 'an operator cancels it', 'CANCELLED 400000.00 400000.00'],
    ['PARTIALLY_MET', 'a part is paid', 'PARTIALLY_MET 400000.00 200000.00'],
    ['PARTIALLY_MET', 'the rest is paid', 'MET 400000.00 0.00'],
    ['PARTIALLY_MET', 'more than the rest is paid', 'MET 400000.00 0.00'],
    ['PARTIALLY_MET', 'the time of reminding comes', 'PARTIALLY_MET 400000.00 300000.00'],
    ['PARTIALLY_MET', 'the due time comes', 'OVERDUE 400000.00 300000.00'],
    ['PARTIALLY_MET', 'the time of escalation comes', 'OVERDUE 400000.00 300000.00'],
    [
      'PARTIALLY_MET',
      'it is needed no more when the due time comes',
      'CANCELLED 400000.00 300000.00',
    ],
    [
      'PARTIALLY_MET',
      'it is needed no more before the due time',
      'PARTIALLY_MET 400000.00 300000.00',
    ],
    ['PARTIALLY_MET', 'an operator cancels it', 'CANCELLED 400000.00 300000.00'],
    ['OVERDUE', 'a part is paid', 'OVERDUE 400000.00 300000.00'],
    ['OVERDUE', 'the rest is paid', 'MET 400000.00 0.00'],
    ['OVERDUE', 'more than the rest is paid', 'MET 400000.00 0.00'],
    ['OVERDUE', 'the time of reminding comes', 'OVERDUE 400000.00 400000.00'],
    ['OVERDUE', 'the due time comes', 'OVERDUE 400000.00 400000.00'],
    ['OVERDUE', 'the time of escalation comes', 'OVERDUE 400000.00 400000.00'],
    ['OVERDUE', 'it is needed no more when the due time comes', 'CANCELLED 400000.00 400000.00'],
    ['OVERDUE', 'it is needed no more before the due time', 'CANCELLED 400000.00 400000.00'],
    ['OVERDUE', 'an operator cancels it', 'CANCELLED 400000.00 400000.00'],
    ['MET', 'a part is paid', 'MET 400000.00 0.00'],
    ['MET', 'the rest is paid', 'MET 400000.00 0.00'],
    ['MET', 'more than the rest is paid', 'MET 400000.00 0.00'],
    ['MET', 'the time of reminding comes', 'MET 400000.00 0.00'],
    ['MET', 'the due time comes', 'MET 400000.00 0.00'],
    ['MET', 'the time of escalation comes', 'MET 400000.00 0.00'],
    ['MET', 'it is needed no more when the due time comes', 'MET 400000.00 0.00'],
    ['MET', 'it is needed no more before the due time', 'MET 400000.00 0.00'],
    ['MET', 'an operator cancels it', 'MET 400000.00 0.00'],
    ['CANCELLED', 'a part is paid', 'CANCELLED 400000.00 400000.00'],
    ['CANCELLED', 'the rest is paid', 'CANCELLED 400000.00 400000.00'],
    ['CANCELLED', 'more than the rest is paid', 'CANCELLED 400000.00 400000.00'],
    ['CANCELLED', 'the time of reminding comes', 'CANCELLED 400000.00 400000.00'],
    ['CANCELLED', 'the due time comes', 'CANCELLED 400000.00 400000.00'],
    ['CANCELLED', 'the time of escalation comes', 'CANCELLED 400000.00 400000.00'],
    ['CANCELLED', 'it is needed no more when the due time comes', 'CANCELLED 400000.00 400000.00'],
    ['CANCELLED', 'it is needed no more before the due time', 'CANCELLED 400000.00 400000.00'],
    ['CANCELLED', 'an operator cancels it', 'CANCELLED 400000.00 400000.00'],
  ])('%s, and %s: %s', (state, what, expected) => {
    const play = calledAccount();
    expect(callLines(play)).toEqual(['ISSUED 400000.00 400000.00']);
    INTO[state]?.(play);
    expect(callLines(play)[0]).toMatch(new RegExp(`^${state} `));
    const before = [callLines(play)[0], changesOf(play)] as const;
    HAPPENS[what]?.(play);
    expect(callLines(play)[0]).toBe(expected);
    // Where nothing was to happen nothing was written either.
    if (expected === before[0]) expect(changesOf(play)).toBe(before[1]);
  });

  it('says why it was cancelled, and by whom', () => {
    const byOperator = calledAccount();
    cancel(byOperator);
    expect(byOperator.of('MarginCallCancelled')).toEqual([
      expect.objectContaining({ reason: 'agreed by telephone', by: 'op' }),
    ]);
    const byTheMarket = calledAccount();
    closeOut(byTheMarket);
    priceAt(byTheMarket, DUE);
    expect(byTheMarket.of('MarginCallCancelled')).toEqual([
      expect.objectContaining({ reason: 'NO_LONGER_REQUIRED' }),
    ]);
  });

  it('is overdue at its due time and not a millisecond before', () => {
    const play = calledAccount();
    priceAt(play, new Date(Date.parse(DUE) - 1).toISOString());
    expect(callLines(play)[0]).toMatch(/^ISSUED/);
    priceAt(play, DUE);
    expect(callLines(play)[0]).toMatch(/^OVERDUE/);
  });

  it('is overdue before a trade of that time is judged', () => {
    const play = calledAccount();
    const refused = play.trade(trade({ tradeId: 'T-2', executedAt: DUE })).at(-1);
    expect(refused?.payload).toMatchObject({ code: 'ACCOUNT_RESTRICTED' });
    expect(callLines(play)[0]).toMatch(/^OVERDUE/);
  });

  it('is still required where the account is short beyond what older calls ask for', () => {
    const play = calledAccount();
    play.trade(trade({ tradeId: 'T-2', quantity: '20', executedAt: afterSeconds(600) }));
    play.evaluate();
    expect(callLines(play)).toHaveLength(2);
    // Half is closed: the first call asks for all that is needed now.
    closeOut(play);
    priceAt(play, afterSeconds(600 + 3600));
    expect(callLines(play)).toEqual([
      'OVERDUE 400000.00 400000.00',
      'CANCELLED 400000.00 400000.00',
    ]);
  });

  it('is not required where only the threshold is missing', () => {
    const play = calledAccount({
      marginCalls: { minimumTransferAmount: '1.00', rounding: '1.00', threshold: '300000.00' },
    });
    expect(callLines(play)).toEqual(['ISSUED 100000.00 100000.00']);
    const sides = { buyer: 'BETA/HOUSE', seller: 'ALPHA/HOUSE' };
    play.trade(trade({ tradeId: 'T-2', quantity: '5', ...sides }));
    priceAt(play, DUE);
    expect(callLines(play)).toEqual(['CANCELLED 100000.00 100000.00']);
  });

  it('becomes overdue where nobody can say what is required', () => {
    const play = calledAccount();
    const document = referenceDocument();
    const underlyings = document['underlyings'] as { id: string }[];
    const unscanned = underlyings.map((each) =>
      each.id === 'SPX' ? { ...each, method: 'fhs', scan: undefined } : each,
    );
    const changed = JSON.parse(JSON.stringify({ ...document, underlyings: unscanned })) as unknown;
    play.command({ type: 'APPLY_REFERENCE_DATA', document: changed });
    expect(play.of('CommandAnswered').at(-1)?.outcome).toBe('DONE');
    priceAt(play, DUE);
    expect(callLines(play)[0]).toMatch(/^OVERDUE/);
    play.evaluate();
    expect(callLines(play)[0]).toMatch(/^OVERDUE/);
  });
});

describe('a call is never changed and never replaced', () => {
  it('a growing deficit gets a further call for the part that open calls do not cover', () => {
    const play = calledAccount();
    const [first] = callsOf(play);
    priceAt(play, afterSeconds(600), '4880.00');
    play.evaluate();
    // 120 points of 50 dollars on 20 lots, and 8 % of the lower price.
    expect(callLines(play)).toEqual(['ISSUED 400000.00 400000.00', 'ISSUED 120000.00 120000.00']);
    expect(callsOf(play)[0]).toEqual(first);
    expect(callsOf(play)[1]).toMatchObject({
      callId: 'main-000002',
      requirement: '390400.00',
      unsettled: '-120000.00',
      dueAt: afterSeconds(4200),
    });
    priceAt(play, DUE, '4880.00');
    expect(callLines(play)).toEqual(['OVERDUE 400000.00 400000.00', 'ISSUED 120000.00 120000.00']);
  });

  it('a deficit that grows by less than the minimum waits until it is one', () => {
    const play = calledAccount();
    priceAt(play, afterSeconds(600), '4910.00');
    play.evaluate();
    expect(callLines(play)).toHaveLength(1);
    priceAt(play, afterSeconds(1200), '4880.00');
    play.evaluate();
    expect(callLines(play)).toHaveLength(2);
  });

  it('a shrinking deficit leaves the call as it is', () => {
    const play = calledAccount();
    priceAt(play, afterSeconds(600), '5200.00');
    play.evaluate();
    expect(callLines(play)).toEqual(['ISSUED 400000.00 400000.00']);
  });

  it('keeps amount, account, reason and times over all its events', () => {
    const play = calledAccount();
    pay(play, '100000.00');
    priceAt(play, DUE);
    pay(play, '300000.00');
    const states = [
      ...play.of('MarginCallIssued'),
      ...play.of('MarginCallOverdue'),
      ...play.of('MarginCallPaid'),
    ];
    const fixed = states.map(({ callId, amount, issuedAt, dueAt, position, reason }) =>
      JSON.stringify({ callId, amount, issuedAt, dueAt, position, reason }),
    );
    expect(fixed.length).toBe(4);
    expect(new Set(fixed).size).toBe(1);
  });
});

describe('calls of an account between cycles', () => {
  it('come at most once in the coalescing time, counted from the last', () => {
    const play = calledAccount();
    priceAt(play, afterSeconds(299.999), '4800.00');
    play.evaluate();
    expect(callLines(play)).toHaveLength(1);
    priceAt(play, afterSeconds(300), '4800.00');
    play.evaluate();
    expect(callLines(play)).toEqual(['ISSUED 400000.00 400000.00', 'ISSUED 190000.00 190000.00']);
  });

  it('do not delay what is called after a cycle', () => {
    const play = calledAccount();
    priceAt(play, afterSeconds(10), '4800.00');
    settle(play);
    play.evaluate();
    expect(callLines(play)).toEqual(['ISSUED 400000.00 400000.00', 'ISSUED 190000.00 190000.00']);
    expect(play.of('CycleRequirementsEvaluated')).toEqual([
      { cycleId: '2026-11-20-INTRADAY-1', calls: 1 },
    ]);
  });

  it('do not wait for what the member itself was called for', () => {
    const play = HousePlay.open();
    play.price(price());
    play.collateral(deposit({ account: 'BETA/HOUSE', quantity: '50000000.00' }));
    play.evaluate();
    const { house } = play;
    const { payload } = memberCall(house, 'ALPHA', 100n, 'DEFAULT_FUND', 0) as IssuedCall;
    APPLICATIONS.MarginCallIssued(house, payload, house.position);
    play.trade(trade({ quantity: '20' }));
    play.evaluate();
    expect(callLines(play)).toEqual(['ISSUED 400000.00 400000.00']);
  });

  it('after a cycle do not count as calls between cycles', () => {
    const play = calledAccount();
    settle(play);
    priceAt(play, afterSeconds(400), '4800.00');
    settle(play);
    play.evaluate();
    priceAt(play, afterSeconds(410), '4600.00');
    play.evaluate();
    expect(callsOf(play)).toHaveLength(3);
  });
});

describe('a pay-in', () => {
  it('pays the oldest call first, and what is left the next', () => {
    const play = calledAccount();
    priceAt(play, afterSeconds(600), '4880.00');
    play.evaluate();
    pay(play, '450000.00');
    expect(callLines(play)).toEqual(['MET 400000.00 0.00', 'PARTIALLY_MET 120000.00 70000.00']);
    expect(play.of('MarginCallPaid').map(({ paid }) => paid)).toEqual(['400000.00', '50000.00']);
    pay(play, '1000000.00');
    expect(callLines(play)[1]).toBe('MET 120000.00 0.00');
  });

  it('pays at its counted value: after haircuts and in the base currency', () => {
    const play = calledAccount();
    play.price({ ...settlementPrice('2026-11-20', { symbol: 'EURUSD', price: '1.25' }) });
    // 100,000 euros at 1.25, 8 % off.
    pay(play, '100000.00', 'EUR');
    expect(callLines(play)).toEqual(['PARTIALLY_MET 400000.00 285000.00']);
  });

  it('pays nothing where it counts for nothing', () => {
    const play = calledAccount();
    pay(play, '100000.00', 'EUR');
    expect(callLines(play)).toEqual(['ISSUED 400000.00 400000.00']);
  });

  it('of one account pays no call of another', () => {
    const play = calledAccount();
    play.collateral({
      instructionId: 'OTHER',
      type: 'DEPOSIT',
      account: 'ALPHA/C1',
      asset: 'USD',
      quantity: '900000.00',
      valueDate: '2026-11-20',
    });
    expect(callLines(play)).toEqual(['ISSUED 400000.00 400000.00']);
  });

  it('that comes twice pays once', () => {
    const play = calledAccount();
    const instruction = {
      instructionId: 'TWICE',
      type: 'DEPOSIT',
      account: 'ALPHA/HOUSE',
      asset: 'USD',
      quantity: '100000.00',
      valueDate: '2026-11-20',
    } as const;
    play.collateral(instruction);
    play.collateral(instruction);
    expect(callLines(play)).toEqual(['PARTIALLY_MET 400000.00 300000.00']);
  });
});

describe('debts', () => {
  /** ALPHA/HOUSE owes 100,000.00 after a cycle that came before any call. */
  const indebted = (changes = {}): HousePlay => {
    const play = calledAccount({
      marginCalls: { minimumTransferAmount: '90000000.00' },
      ...changes,
    });
    priceAt(play, afterSeconds(600), '4900.00');
    settle(play);
    return play;
  };

  it('are called on their own, to the cent and without a minimum', () => {
    const play = calledAccount({ marginCalls: { minimumTransferAmount: '90000000.00' } });
    play.trade(trade({ tradeId: 'T-2', quantity: '1', executedAt: afterSeconds(1) }));
    pay(play, '20999.99');
    priceAt(play, afterSeconds(600), '4980.00');
    settle(play);
    play.evaluate();
    expect(callsOf(play)).toEqual([
      expect.objectContaining({ reason: 'CASH_DEBIT', amount: '0.01', currency: 'USD' }),
    ]);
  });

  it('are not called again by the next evaluation, nor by the next cycle', () => {
    const play = indebted();
    play.evaluate();
    settle(play);
    play.evaluate();
    expect(callLines(play)).toEqual(['ISSUED 100000.00 100000.00']);
  });

  it('that grow get a further call for what is new', () => {
    const play = indebted();
    play.evaluate();
    priceAt(play, afterSeconds(1200), '4850.00');
    settle(play);
    play.evaluate();
    expect(callLines(play)).toEqual(['ISSUED 100000.00 100000.00', 'ISSUED 50000.00 50000.00']);
  });

  it('that open calls ask for already are not called again, and are paid with those calls', () => {
    const play = calledAccount();
    priceAt(play, afterSeconds(600), '4880.00');
    play.evaluate();
    settle(play);
    play.evaluate();
    expect(callLines(play)).toEqual(['ISSUED 400000.00 400000.00', 'ISSUED 120000.00 120000.00']);
    pay(play, '520000.00');
    expect(callLines(play)).toEqual(['MET 400000.00 0.00', 'MET 120000.00 0.00']);
  });

  it('are called for the part that open calls leave, and paid before those', () => {
    const play = calledAccount({ marginCalls: { minimumTransferAmount: '400000.00' } });
    closeOut(play);
    play.trade(trade({ tradeId: 'T-2', quantity: '100', executedAt: afterSeconds(1) }));
    priceAt(play, afterSeconds(2), '4900.00');
    settle(play);
    const sides = { buyer: 'BETA/HOUSE', seller: 'ALPHA/HOUSE', price: '4900.00' };
    play.trade(trade({ tradeId: 'T-3', quantity: '100', executedAt: afterSeconds(3), ...sides }));
    play.evaluate();
    // The debt of 500,000.00 less the open call of 400,000.00.
    expect(callsOf(play).map(({ reason, amount }) => [reason, amount])).toEqual([
      ['REQUIREMENT_ABOVE_COLLATERAL', '400000.00'],
      ['CASH_DEBIT', '100000.00'],
    ]);
    // And they are paid first, though the other call is older.
    pay(play, '150000.00');
    expect(callLines(play)).toEqual(['PARTIALLY_MET 400000.00 350000.00', 'MET 100000.00 0.00']);
  });

  it('in another currency are called in it, and what pays them pays no other call', () => {
    const play = calledAccount();
    play.price(settlementPrice('2026-11-20', { symbol: 'EURUSD', price: '1.25' }));
    const given = { instrument: 'SPX-EUR', price: '1000.00', quantity: '100' };
    play.trade(trade({ tradeId: 'E-1', ...given }));
    play.price(settlementPrice('2026-11-20', { symbol: 'SPX-EUR', price: '990.00' }));
    pay(play, '400000.00');
    settle(play);
    play.evaluate();
    const open = callsOf(play).filter(({ status }) => status === 'ISSUED');
    expect(open.map(({ reason, currency, amount }) => `${reason} ${currency} ${amount}`)).toEqual([
      'CASH_DEBIT EUR 10000.00',
      'REQUIREMENT_ABOVE_COLLATERAL USD 130000.00',
    ]);
    pay(play, '10000.00', 'EUR');
    expect(callLines(play).slice(1)).toEqual(['MET 10000.00 0.00', 'ISSUED 130000.00 130000.00']);
    // More than the debt: the rest pays at its counted value.
    pay(play, '40000.00', 'EUR');
    expect(callLines(play)[2]).toBe('PARTIALLY_MET 130000.00 84000.00');
  });

  it('with a call of their own keep no other call alive', () => {
    const play = calledAccount({ marginCalls: { rounding: '10000.00' } });
    pay(play, '400000.00');
    priceAt(play, afterSeconds(600), '4500.00');
    settle(play);
    play.evaluate();
    const reasons = callsOf(play).map(({ reason, amount }) => `${reason} ${amount}`);
    expect(reasons).toEqual([
      'REQUIREMENT_ABOVE_COLLATERAL 400000.00',
      'CASH_DEBIT 100000.00',
      'REQUIREMENT_ABOVE_COLLATERAL 360000.00',
    ]);
    closeOut(play, '4500.00');
    priceAt(play, afterSeconds(600 + 3600), '4500.00');
    const debtCall = callLines(play)[1];
    expect(debtCall).toBe('OVERDUE 100000.00 100000.00');
    expect(callLines(play)[2]).toMatch(/^CANCELLED/);
  });

  it('that have gone by the due time are no longer required', () => {
    const play = indebted();
    play.evaluate();
    priceAt(play, afterSeconds(1200), '5000.00');
    settle(play);
    priceAt(play, afterSeconds(600 + 3600));
    expect(callLines(play)).toEqual(['CANCELLED 100000.00 100000.00']);
  });
});

describe('a further call that has to wait for the coalescing time', () => {
  it('goes out when that time is over, though nothing that concerns the account happens', () => {
    const play = calledAccount();
    play.trade(trade({ tradeId: 'MORE', quantity: '20', executedAt: afterSeconds(60) }));
    play.evaluate();
    expect(callLines(play)).toHaveLength(1);
    const elsewhere = { symbol: 'EURUSD', price: '1.0842', source: 'FX' };
    play.price({ ...elsewhere, observedAt: afterSeconds(299) });
    play.house.attention.everyone = false;
    expect(play.evaluate().evaluations).toEqual([]);
    play.price({ ...elsewhere, observedAt: afterSeconds(300) });
    play.house.attention.everyone = false;
    play.evaluate();
    expect(callLines(play)).toEqual(['ISSUED 400000.00 400000.00', 'ISSUED 400000.00 400000.00']);
  });
});
