import { beforeEach, describe, expect, it } from 'vitest';
import type { EventType } from '#libs/domain/events/event-catalogue.js';
import type { SideSubmission } from '#libs/domain/inputs/inputs.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price } from '#libs/domain/testing/inputs.js';
import { overdueAccount } from '#libs/domain/testing/overdue-account.js';
import { GROSS, omnibusMembers } from '#libs/domain/testing/omnibus-members.js';

let play: HousePlay;
beforeEach(() => {
  play = HousePlay.open();
  play.price(price());
});

/** A side of ALPHA against BETA, with what a test changes in it. */
const side = (given: Partial<SideSubmission> = {}): SideSubmission => ({
  type: 'SIDE',
  member: 'ALPHA',
  sideId: 'A-1',
  side: 'BUY',
  account: 'ALPHA/HOUSE',
  counterparty: 'BETA',
  instrument: 'SPX-FUT',
  quantity: '10',
  price: '5000.25',
  executedAt: '2026-11-20T14:01:00.000Z',
  ...given,
});

/** The other side of it. */
const other = (given: Partial<SideSubmission> = {}): SideSubmission =>
  side({
    member: 'BETA',
    sideId: 'B-1',
    side: 'SELL',
    account: 'BETA/HOUSE',
    counterparty: 'ALPHA',
    ...given,
  });

const types = (events: readonly { readonly type: EventType }[]): EventType[] =>
  events.map(({ type }) => type);

const send = (given: SideSubmission): EventType[] => types(play.member(given));
const lotsOf = (account: string): number | undefined =>
  play.house.trading.holdings.get(account)?.get('SPX-FUT')?.lots;

describe('two sides', () => {
  it('that agree become one trade at one ledger position, whoever sends first', () => {
    expect(send(other())).toEqual(['SideSubmitted']);
    expect(send(side())).toEqual(['SideSubmitted', 'TradeNovated']);
    const [trade] = play.of('TradeNovated');
    expect(trade).toMatchObject({
      venue: 'BILATERAL',
      buyer: 'ALPHA/HOUSE',
      seller: 'BETA/HOUSE',
      quantity: '10',
      price: '5000.25',
      buyerSideId: 'A-1',
      sellerSideId: 'B-1',
    });
    const { position } = play.events.find(({ type }) => type === 'TradeNovated') ?? {};
    expect(trade?.tradeId).toBe(`M${position}`);
    expect([lotsOf('ALPHA/HOUSE'), lotsOf('BETA/HOUSE')]).toEqual([10, -10]);
    expect(play.house.matching.pending.size).toBe(0);
    expect(play.house.matching.index.size).toBe(0);
    expect(play.house.matching.expiring.size).toBe(0);
  });

  it('agree though their decimals are written otherwise, and are executed when the later one was', () => {
    send(side({ quantity: '10.0', price: '5000.250' }));
    send(other({ executedAt: '2026-11-20T14:01:07.000Z' }));
    expect(play.of('TradeNovated')).toMatchObject([
      { quantity: '10', executedAt: '2026-11-20T14:01:07.000Z' },
    ]);
  });

  it('match once: a third waits for a side of its own', () => {
    send(side());
    send(other());
    expect(send(other({ sideId: 'B-2' }))).toEqual(['SideSubmitted']);
    expect(play.of('TradeNovated')).toHaveLength(1);
  });

  it.each([
    ['instrument', { instrument: 'OIL-FUT', price: '5000.25' }],
    ['direction', { side: 'BUY' }],
    ['counterparty', { counterparty: 'GAMMA' }],
  ] as const)('that differ in the %s have nothing to do with each other', (_, given) => {
    play.price(price({ symbol: 'OIL-FUT', price: '5000.00' }));
    send(side());
    expect(send(other(given))).toEqual(['SideSubmitted']);
  });

  it('of one member match between two of its accounts, and never within one', () => {
    send(side({ counterparty: 'ALPHA' }));
    const own = { member: 'ALPHA', counterparty: 'ALPHA', sideId: 'A-2' };
    expect(send(other({ ...own, account: 'ALPHA/HOUSE' }))).toEqual(['SideSubmitted']);
    expect(send(other({ ...own, sideId: 'A-3', account: 'ALPHA/C1' }))).toContain('TradeNovated');
  });
});

describe('of several sides that fit', () => {
  const trades = (): (string | undefined)[] =>
    play.of('TradeNovated').map(({ buyerSideId }) => buyerSideId);

  it('the earliest is taken', () => {
    for (const sideId of ['A-3', 'A-1', 'A-2']) send(side({ sideId }));
    for (const sideId of ['B-1', 'B-2', 'B-3']) send(other({ sideId }));
    expect(trades()).toEqual(['A-3', 'A-1', 'A-2']);
  });

  it('one with the same reference goes before it', () => {
    send(side({ sideId: 'A-1' }));
    send(side({ sideId: 'A-2', reference: 'R-2' }));
    send(side({ sideId: 'A-3', reference: 'R-3' }));
    send(other({ sideId: 'B-1', reference: 'R-3' }));
    send(other({ sideId: 'B-2', reference: 'R-9' }));
    send(other({ sideId: 'B-3' }));
    expect(trades()).toEqual(['A-3', 'A-1', 'A-2']);
  });
});

describe('sides that almost agree', () => {
  it.each([
    [{ price: '5000.50' }, [{ field: 'price', one: '5000.50', other: '5000.25' }]],
    [{ quantity: '9' }, [{ field: 'quantity', one: '9', other: '10' }]],
  ] as const)('are told apart by the field: %j', (given, differences) => {
    send(side());
    expect(send(other(given))).toEqual(['SideSubmitted', 'SidesMismatched']);
    expect(play.of('SidesMismatched')).toMatchObject([
      { one: { sideId: 'B-1' }, other: { sideId: 'A-1' }, differences },
    ]);
    expect(play.house.matching.pending.size).toBe(2);
  });

  it('in both fields are another trade, unless they name the same reference', () => {
    const far = { price: '5000.50', quantity: '9' };
    send(side({ reference: 'R-1' }));
    expect(send(other(far))).toEqual(['SideSubmitted']);
    send(other({ ...far, sideId: 'B-2', reference: 'R-1' }));
    expect(play.of('SidesMismatched')).toMatchObject([
      { differences: [{ field: 'quantity' }, { field: 'price' }] },
    ]);
  });
});

describe('a side is refused with the code of its fault and the field', () => {
  it.each([
    ['NOT_YOURS', 'account', { account: 'BETA/HOUSE' }],
    ['UNKNOWN_INSTRUMENT', 'instrument', { instrument: 'NO-SUCH' }],
    ['INSTRUMENT_NOT_OPEN', 'instrument', { instrument: 'UNMARGINED', price: '5000' }],
    ['UNKNOWN_ACCOUNT', 'account', { account: 'ALPHA/NO-SUCH' }],
    ['UNKNOWN_ACCOUNT', 'counterparty', { counterparty: 'NOBODY' }],
    ['MEMBER_SUSPENDED', 'counterparty', { counterparty: 'DELTA' }],
    ['INVALID_QUANTITY', 'quantity', { quantity: '1.5' }],
    ['PRICE_OFF_TICK', 'price', { price: '5000.30' }],
    ['PRICE_OUT_OF_BAND', 'price', { price: '5350.25' }],
    ['INVALID_FIELD', 'client', { client: 'F1', effect: 'OPEN' }],
  ] as const)('%s of %s', (code, field, given) => {
    expect(send(side(given))).toEqual(['MemberMessageRejected']);
    expect(play.of('MemberMessageRejected')).toMatchObject([
      { member: 'ALPHA', sideId: 'A-1', messageType: 'SIDE', code, field },
    ]);
    expect(play.house.matching.pending.size).toBe(0);
  });

  it('and is judged anew when it is sent again, mended', () => {
    send(side({ price: '5000.30' }));
    expect(send(side())).toEqual(['SideSubmitted']);
  });

  it('too far ahead of the clock, to quarantine', () => {
    send(side({ executedAt: '2027-11-20T14:01:00.000Z' }));
    expect(play.quarantined).toHaveLength(1);
  });
});

describe('a side sent again', () => {
  it('gets its last answer again, whatever became of it, and changes nothing', () => {
    const positionOf = (type: EventType): number | undefined =>
      play.events.findLast((event) => event.type === type)?.position;
    send(side());
    expect(send(side({ quantity: '10.00' }))).toEqual(['AnswerRepeated']);
    expect(play.of('AnswerRepeated').at(-1)).toEqual({
      identity: 'side/ALPHA/A-1',
      position: positionOf('SideSubmitted'),
    });
    send(other());
    expect(send(side())).toEqual(['AnswerRepeated']);
    expect(play.of('AnswerRepeated').at(-1)?.position).toBe(positionOf('TradeNovated'));
    expect(lotsOf('ALPHA/HOUSE')).toBe(10);
  });

  it('with other content is a conflict, also after its end', () => {
    send(side());
    send(other());
    expect(send(side({ quantity: '11' }))).toEqual(['MemberMessageRejected']);
    expect(play.of('MemberMessageRejected')).toMatchObject([{ code: 'CONFLICTING_DUPLICATE' }]);
  });

  it('under an id that another member uses too is a side of its own', () => {
    send(side({ sideId: 'S-1' }));
    expect(send(other({ sideId: 'S-1' }))).toContain('TradeNovated');
  });
});

describe('a withdrawal', () => {
  const withdraw = (sideId: string, member = 'ALPHA'): EventType[] =>
    types(play.member({ type: 'WITHDRAW', member, sideId }));

  it('takes a pending side back; asked again it says so again', () => {
    send(side());
    expect(withdraw('A-1')).toEqual(['SideWithdrawn']);
    expect(withdraw('A-1')).toEqual(['AnswerRepeated']);
    expect(send(other())).toEqual(['SideSubmitted']);
  });

  it.each([
    ['of a side that nobody sent', 'A-9', 'ALPHA', 'UNKNOWN_SIDE'],
    ["of another member's side", 'A-1', 'BETA', 'UNKNOWN_SIDE'],
  ])('%s is refused', (_, sideId, member, code) => {
    send(side());
    expect(withdraw(sideId, member)).toEqual(['MemberMessageRejected']);
    expect(play.of('MemberMessageRejected')).toMatchObject([{ member, code }]);
    expect(play.house.matching.pending.size).toBe(1);
  });

  it('after the novation is refused, and says where it is', () => {
    send(side());
    send(other());
    withdraw('A-1');
    expect(play.of('MemberMessageRejected')).toMatchObject([{ code: 'SIDE_NOT_PENDING' }]);
    expect(lotsOf('ALPHA/HOUSE')).toBe(10);
  });
});

describe('a pending side', () => {
  it('expires at the end of the business date, before what comes at that instant counts', () => {
    send(side());
    const later = other({ executedAt: '2026-11-21T00:00:00.000Z' });
    expect(send(later)).toEqual(['SideExpired', 'SideSubmitted']);
    expect(play.house.matching.ended.get('side/ALPHA/A-1')?.status).toBe('EXPIRED');
  });

  it('waits for the end of the date in the time zone of the calendar', () => {
    play = HousePlay.open({
      calendar: {
        timezone: 'America/New_York',
        weekend: ['SAT', 'SUN'],
        holidays: [],
        intraday: [],
        endOfDay: '17:30',
      },
    });
    play.price(price());
    send(side());
    expect(play.of('SideSubmitted')).toMatchObject([{ expiresAt: '2026-11-21T05:00:00.000Z' }]);
    expect(send(other({ executedAt: '2026-11-21T04:59:59.999Z' }))).toContain('TradeNovated');
  });

  it('whose own account may take no more risk is refused when it meets its other side, which waits on', () => {
    play = overdueAccount('GAMMA/HOUSE');
    const terms = { instrument: 'SPX-FUT', executedAt: '2026-11-20T14:01:00.000Z' } as const;
    const at = new Date(play.house.ledgerTimeMs ?? 0).toISOString();
    send(
      side({
        ...terms,
        member: 'GAMMA',
        account: 'GAMMA/HOUSE',
        sideId: 'G-1',
        price: '5000.00',
        executedAt: at,
      }),
    );
    expect(
      send(other({ ...terms, counterparty: 'GAMMA', price: '5000.00', executedAt: at })),
    ).toEqual(['SideRefused', 'SideSubmitted']);
    expect(play.of('SideRefused')).toMatchObject([
      { member: 'GAMMA', code: 'ACCOUNT_RESTRICTED', field: 'account' },
    ]);
    expect([...play.house.matching.pending.keys()]).toEqual(['side/BETA/B-1']);
  });

  it('is untouched by one that its own account cannot take on', () => {
    send(side({ quantity: '41' }));
    expect(send(other({ account: 'BETA/SMALL', quantity: '41' }))).toEqual([
      'MemberMessageRejected',
    ]);
    expect(play.of('MemberMessageRejected')).toMatchObject([
      { member: 'BETA', code: 'LIMIT_EXCEEDED' },
    ]);
    expect([...play.house.matching.pending.keys()]).toEqual(['side/ALPHA/A-1']);
  });

  it('of a gross omnibus account goes to its client', () => {
    play = HousePlay.open(omnibusMembers());
    play.price(price());
    send(side({ account: GROSS, client: 'F1', effect: 'OPEN' }));
    send(other());
    expect(play.house.trading.clients.get(GROSS)?.get('F1')?.get('SPX-FUT')).toMatchObject({
      long: 10,
    });
  });
});
