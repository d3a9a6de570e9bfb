import { beforeEach, describe, expect, it } from 'vitest';
import type { TransferRequest } from '#libs/domain/inputs/transfer-requests.js';
import { endDay, held } from '#libs/domain/testing/charged-house.js';
import { booksOf, fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { GROSS, omnibusMembers } from '#libs/domain/testing/omnibus-members.js';

const [ALPHA, BETA, GAMMA] = ['ALPHA/HOUSE', 'BETA/HOUSE', 'GAMMA/HOUSE'] as const;
const AT = '2026-11-20T15:00:00.000Z';

let play: HousePlay;
let ids = 0;

/** What a member's request is answered with. */
function ask(member: string, given: object): Record<string, unknown> {
  ids += 1;
  const instruction = {
    member,
    instructionId: `I-${ids}`,
    requestedAt: AT,
    ...given,
  } as TransferRequest;
  const [event] = play.batch([{ kind: 'member', instruction }]);
  return { event: event?.type, ...(event?.payload as object | undefined) };
}

const giveUp = (given: object = {}): Record<string, unknown> =>
  ask('ALPHA', {
    type: 'GIVE_UP',
    instructionId: 'G',
    tradeId: 'T-1',
    venue: 'XSIM',
    account: ALPHA,
    to: 'GAMMA',
    ...given,
  });
const OFFER = { member: 'ALPHA', instructionId: 'G' };
const takeUp = (given: object = {}): Record<string, unknown> =>
  ask('GAMMA', { type: 'TAKE_UP', offer: OFFER, account: GAMMA, ...given });

function limitGamma(limits: object): void {
  const document = play.house.reference!.data;
  const members = document.members.map((member) => ({
    ...member,
    accounts: member.accounts.map((each) => (member.id === 'GAMMA' ? { ...each, limits } : each)),
  }));
  play.command({ type: 'APPLY_REFERENCE_DATA', document: { ...document, members } });
}

const holding = (account: string) => play.house.trading.holdings.get(account)?.get('SPX-FUT');
const cash = (account: string): bigint => held(play, `account/${account}/cash/USD`);
const isFoldedAlike = (): void =>
  expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));

beforeEach(() => {
  play = HousePlay.open();
  play.price(price());
  play.trade(trade({ quantity: '10', price: '5001.25' }));
});

describe('lots that are given up', () => {
  it('wait for the other member, and go to it at the price of the trade when it takes them up', () => {
    expect(giveUp()).toMatchObject({
      event: 'TransferOffered',
      to: 'GAMMA',
      expiresAt: '2026-11-21T00:00:00.000Z',
      side: 'BUY',
      quantity: '10',
      price: '5001.25',
    });
    expect(holding(ALPHA)?.lots).toBe(10);
    expect(takeUp()).toMatchObject({
      event: 'LotsTransferred',
      offer: OFFER,
      price: '5001.25',
      bookings: [
        { account: ALPHA, quantity: '-10', ticks: '-200050' },
        { account: GAMMA, quantity: '10', ticks: '200050' },
      ],
    });
    expect(holding(ALPHA)).toBeUndefined();
    expect(holding(GAMMA)).toMatchObject({ lots: 10, tradedTicks: 200_050n });
    expect(play.house.offers).toEqual({
      pending: new Map(),
      countOf: new Map(),
      expiring: new Map(),
    });
    isFoldedAlike();
  });

  it('are right after an intraday cycle too: who gives up gets back what it paid', () => {
    const date = '2026-11-20';
    play.price(price({ price: '5010.00', observedAt: '2026-11-20T14:30:00.000Z' }));
    play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date }, '2026-11-20T14:31:00.000Z');
    giveUp();
    takeUp();
    endDay(play, date, '5020.00');
    expect([cash(ALPHA), cash(BETA)]).toEqual([0n, -937_500n]);
    const isolated = [...play.house.books].flatMap(([book, of]) =>
      book.startsWith('account/GAMMA/') ? [...of.values()] : [],
    );
    expect(isolated.reduce((sum, minor) => sum + minor, 0n)).toBe(937_500n);
  });

  it('may be a part, more than once, and no more than is left', () => {
    giveUp({ quantity: '4' });
    takeUp();
    expect(giveUp({ instructionId: 'G2', quantity: '7' })).toMatchObject({
      code: 'INSUFFICIENT_HOLDING',
    });
    expect(giveUp({ instructionId: 'G3' })).toMatchObject({ quantity: '6' });
    giveUp({ instructionId: 'G4', quantity: '6' });
    takeUp({ offer: { member: 'ALPHA', instructionId: 'G3' } });
    expect(takeUp({ offer: { member: 'ALPHA', instructionId: 'G4' } })).toMatchObject({
      code: 'UNKNOWN_TRADE',
    });
    expect(holding(GAMMA)?.lots).toBe(10);
  });

  it('are corrected and busted where they are now', () => {
    giveUp({ quantity: '4' });
    takeUp();
    const request = {
      tradeId: 'T-1',
      venue: 'XSIM',
      reason: 'a test',
      requestedAt: AT,
    };
    play.correction({ ...request, type: 'CORRECT', correctionId: 'K-1', price: '5000.00' });
    expect(holding(GAMMA)).toMatchObject({ lots: 4, tradedTicks: 80_000n });
    expect(holding(ALPHA)).toMatchObject({ lots: 6, tradedTicks: 120_000n });
    play.correction({ ...request, type: 'CORRECT', correctionId: 'K-2', quantity: '9' });
    expect(play.of('TradeCorrectionRejected')).toMatchObject([{ code: 'TRADE_ALLOCATED' }]);
    play.correction({ ...request, type: 'BUST', correctionId: 'K-3' });
    expect([ALPHA, BETA, GAMMA].map(holding)).toEqual([undefined, undefined, undefined]);
    expect(giveUp({ instructionId: 'G9' })).toMatchObject({ code: 'UNKNOWN_TRADE' });
    isFoldedAlike();
  });

  it('are declined, withdrawn, or expire at the end of the business date; nothing moves', () => {
    giveUp();
    const decline = { type: 'DECLINE', offer: OFFER } as const;
    expect(ask('BETA', decline)).toMatchObject({ code: 'UNKNOWN_OFFER' });
    expect(ask('GAMMA', decline)).toMatchObject({ outcome: 'DECLINED' });
    expect(takeUp()).toMatchObject({ code: 'UNKNOWN_OFFER' });
    giveUp({ instructionId: 'G2' });
    const second = { member: 'ALPHA', instructionId: 'G2' };
    const withdraw = { type: 'WITHDRAW_OFFER', offer: second } as const;
    expect(ask('GAMMA', withdraw)).toMatchObject({ code: 'NOT_YOURS' });
    expect(ask('ALPHA', withdraw)).toMatchObject({ outcome: 'WITHDRAWN' });
    giveUp({ instructionId: 'G3' });
    play.price(price({ observedAt: '2026-11-20T23:59:59.999Z' }));
    expect(play.house.offers.pending.size).toBe(1);
    play.price(price({ observedAt: '2026-11-21T00:00:00.000Z' }));
    expect(play.of('OfferClosed').at(-1)).toEqual({
      offer: { member: 'ALPHA', instructionId: 'G3' },
      to: 'GAMMA',
      outcome: 'EXPIRED',
    });
    expect(play.house.offers.pending.size).toBe(0);
    expect(holding(ALPHA)?.lots).toBe(10);
    isFoldedAlike();
  });

  it.each([
    ['another’s account', { account: BETA }, 'NOT_YOURS'],
    ['an unknown trade', { tradeId: 'T-9' }, 'UNKNOWN_TRADE'],
    ['itself', { to: 'ALPHA' }, 'UNKNOWN_MEMBER'],
    ['nobody', { to: 'OMEGA' }, 'UNKNOWN_MEMBER'],
    ['a suspended member', { to: 'DELTA' }, 'MEMBER_SUSPENDED'],
    ['half a lot', { quantity: '0.5' }, 'INVALID_QUANTITY'],
    ['the day after', { requestedAt: '2026-11-21T08:00:00.000Z' }, 'BEYOND_TIME_LIMIT'],
  ])('are refused with %s', (_, given, code) => {
    expect(giveUp(given)).toMatchObject({ event: 'MemberMessageRejected', code });
  });

  it('are answered again when asked again, and a conflict with other content', () => {
    giveUp({ quantity: '4' });
    expect(giveUp({ quantity: '4.0' })).toMatchObject({
      event: 'AnswerRepeated',
      identity: 'member-instruction/ALPHA/G',
    });
    expect(giveUp({ quantity: '5' })).toMatchObject({ code: 'CONFLICTING_DUPLICATE' });
  });

  it('are not taken up beyond the limits of who takes them', () => {
    limitGamma({ maxLots: { 'SPX-FUT': 9 } });
    giveUp();
    expect(takeUp()).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(play.house.offers.pending.size).toBe(1);
  });

  it('are not taken up beyond the limit of exposure of who takes them, to the lot', () => {
    limitGamma({ maxExposure: '100000.00' });
    giveUp({ quantity: '6' });
    expect(takeUp()).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit: { holder: GAMMA, limit: 'maxExposure', would: '120375.00', passes: '4' },
    });
    giveUp({ instructionId: 'G2', quantity: '4' });
    const offer = { member: 'ALPHA', instructionId: 'G2' };
    expect(takeUp({ offer })['event']).toBe('LotsTransferred');
  });
});

describe('an allocation', () => {
  const allocate = (allocations: object[], given: object = {}) =>
    ask('ALPHA', {
      type: 'ALLOCATE',
      tradeId: 'T-1',
      venue: 'XSIM',
      account: ALPHA,
      allocations,
      ...given,
    });

  it('spreads a leg over own accounts at its price, to the last lot', () => {
    const three = { account: ALPHA, quantity: '3' };
    expect(allocate([{ account: 'ALPHA/C1', quantity: '6' }, three])).toMatchObject({
      code: 'INVALID_QUANTITY',
    });
    expect(allocate([{ account: BETA, quantity: '7' }, three])).toMatchObject({
      code: 'NOT_YOURS',
    });
    const twice = { account: 'ALPHA/C1', quantity: '5' };
    expect(allocate([twice, twice])).toMatchObject({ code: 'INVALID_FIELD' });
    expect(allocate([{ account: 'ALPHA/C1', quantity: '7' }, three])['event']).toBe(
      'LotsTransferred',
    );
    expect(holding(ALPHA)).toMatchObject({ lots: 3, tradedTicks: 60_015n });
    expect(holding('ALPHA/C1')).toMatchObject({ lots: 7, tradedTicks: 140_035n });
    isFoldedAlike();
  });

  it('of several trades shares their average so that not a tick is lost', () => {
    play.trade(trade({ tradeId: 'T-2', quantity: '7', price: '5003.50' }));
    const trades = ['T-1', 'T-2'].map((tradeId) => ({ tradeId, venue: 'XSIM' }));
    const [cost, total] = [10n * 20_005n + 7n * 20_014n, 17];
    const done = ask('ALPHA', {
      type: 'ALLOCATE_AVERAGE',
      trades,
      account: ALPHA,
      allocations: [
        { account: 'ALPHA/C1', quantity: '5' },
        { account: ALPHA, quantity: '12' },
      ],
    });
    // (10 * 5001.25 + 7 * 5003.50) / 17
    expect(done).toMatchObject({ event: 'LotsTransferred', price: '5002.1764705882' });
    const [client, house] = [holding('ALPHA/C1'), holding(ALPHA)];
    expect([client?.lots, house?.lots]).toEqual([5, 12]);
    expect((client?.tradedTicks ?? 0n) + (house?.tradedTicks ?? 0n)).toBe(cost);
    const exact = (Number(cost) * 5) / total;
    expect(Math.abs(Number(client?.tradedTicks) - exact)).toBeLessThan(1);
    // What was averaged is no longer apart.
    expect(giveUp()).toMatchObject({ code: 'TRADE_ALLOCATED' });
    play.correction({
      type: 'BUST',
      tradeId: 'T-1',
      venue: 'XSIM',
      correctionId: 'K',
      reason: 'a test',
      requestedAt: AT,
    });
    expect(play.of('TradeCorrectionRejected')).toMatchObject([{ code: 'TRADE_ALLOCATED' }]);
    isFoldedAlike();
  });

  it('averages only what is alike', () => {
    play.trade(trade({ tradeId: 'T-2', buyer: BETA, seller: ALPHA, quantity: '7' }));
    const trades = ['T-1', 'T-2'].map((tradeId) => ({ tradeId, venue: 'XSIM' }));
    const allocations = [{ account: 'ALPHA/C1', quantity: '17' }];
    const given = { type: 'ALLOCATE_AVERAGE', account: ALPHA, allocations } as const;
    expect(ask('ALPHA', { ...given, trades })).toMatchObject({ code: 'INVALID_FIELD' });
    const same = [trades[0], trades[0]];
    expect(ask('ALPHA', { ...given, trades: same })).toMatchObject({ code: 'INVALID_FIELD' });
  });
});

describe('a transfer of a position', () => {
  const transfer = (given: object = {}) =>
    ask('ALPHA', {
      type: 'TRANSFER_POSITION',
      instructionId: 'P',
      account: ALPHA,
      toAccount: GAMMA,
      instrument: 'SPX-FUT',
      quantity: '4',
      ...given,
    });
  const accept = (member = 'GAMMA', instructionId = 'P') =>
    ask(member, { type: 'ACCEPT_TRANSFER', offer: { member: 'ALPHA', instructionId } });

  it('needs a settlement price, consent of the other member, and moves no money', () => {
    expect(transfer()).toMatchObject({ code: 'NO_SETTLEMENT_PRICE' });
    endDay(play, '2026-11-20', '5010.00');
    const before = [...play.house.books].map(([book, of]) => [book, new Map(of)]);
    expect(transfer()).toMatchObject({ event: 'TransferOffered', to: 'GAMMA', side: 'BUY' });
    expect(accept('BETA')).toMatchObject({ code: 'UNKNOWN_OFFER' });
    expect(accept()).toMatchObject({
      event: 'LotsTransferred',
      price: '5010.00',
      bookings: [
        { account: ALPHA, quantity: '-4', ticks: '-80160' },
        { account: GAMMA, quantity: '4', ticks: '80160' },
      ],
    });
    expect([...play.house.books]).toEqual(before);
    endDay(play, '2026-11-23', '5010.00');
    expect([...play.house.books]).toEqual(before);
    expect([holding(ALPHA)?.lots, holding(GAMMA)?.lots]).toEqual([6, 4]);
    isFoldedAlike();
  });

  it('is of what is held, on its side, between accounts of one kind', () => {
    endDay(play, '2026-11-20', '5010.00');
    expect(transfer({ quantity: '11' })).toMatchObject({ code: 'INSUFFICIENT_HOLDING' });
    expect(transfer({ quantity: '-1' })).toMatchObject({ code: 'INSUFFICIENT_HOLDING' });
    expect(transfer({ toAccount: 'BETA/SMALL' })).toMatchObject({ code: 'INVALID_FIELD' });
    expect(transfer({ toAccount: ALPHA })).toMatchObject({ code: 'SAME_ACCOUNT' });
    expect(transfer({ toAccount: 'BETA/NONE' })).toMatchObject({ code: 'UNKNOWN_ACCOUNT' });
    expect(transfer({ account: BETA })).toMatchObject({ code: 'NOT_YOURS' });
  });

  it('takes collateral with it that the account does not need without the lots', () => {
    play.collateral(deposit({ quantity: '1000000.00' }));
    endDay(play, '2026-11-20', '5000.00');
    const collateral = [{ asset: 'USD', quantity: '900000.00' }];
    const cashBefore = cash(ALPHA);
    expect(transfer({ quantity: '1', collateral })).toMatchObject({
      code: 'WOULD_LEAVE_DEFICIT',
      field: 'collateral',
    });
    expect(transfer({ quantity: '10', collateral })).toMatchObject({ event: 'TransferOffered' });
    expect(accept()).toMatchObject({
      event: 'LotsTransferred',
      collateral,
      journal: [
        { book: 'account/ALPHA/HOUSE/cash/USD', amount: '-90000000', asset: 'USD' },
        { book: 'account/GAMMA/HOUSE/cash/USD', amount: '90000000', asset: 'USD' },
      ],
    });
    expect([cash(ALPHA), cash(GAMMA)]).toEqual([cashBefore - 90_000_000n, 90_000_000n]);
    isFoldedAlike();
  });

  it('keeps to the limit of deficit of who gets it, with the collateral that comes', () => {
    limitGamma({ maxDeficit: '0.00' });
    play.collateral(deposit({ quantity: '1000000.00' }));
    endDay(play, '2026-11-20', '5000.00');
    const bookBefore = structuredClone(play.house.books);
    transfer({ quantity: '10', instructionId: 'P1' });
    expect(accept('GAMMA', 'P1')).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit: { holder: GAMMA, limit: 'maxDeficit', now: '0.00', would: '200000.00', passes: '0' },
    });
    const short = [{ asset: 'USD', quantity: '199999.99' }];
    transfer({ quantity: '10', instructionId: 'P2', collateral: short });
    expect(accept('GAMMA', 'P2')).toMatchObject({
      limit: { limit: 'maxDeficit', would: '0.01', passes: '9' },
    });
    expect(play.house.books).toEqual(bookBefore);
    const enough = [{ asset: 'USD', quantity: '200000.00' }];
    transfer({ quantity: '10', instructionId: 'P3', collateral: enough });
    expect(accept('GAMMA', 'P3')['event']).toBe('LotsTransferred');
    isFoldedAlike();
  });

  it('says nothing of what the other member has, when it is offered and when it is accepted', () => {
    limitGamma({ maxExposure: '0.00', maxLots: { 'SPX-FUT': 1 } });
    play.collateral(deposit());
    endDay(play, '2026-11-20', '5000.00');
    const one = [{ asset: 'USD', quantity: '790000.00' }];
    expect(transfer({ quantity: '4', collateral: one })['event']).toBe('TransferOffered');
    limitGamma({});
    play.collateral(deposit({ instructionId: 'W', type: 'WITHDRAWAL', quantity: '100000.00' }));
    expect(accept()).toEqual({
      event: 'MemberMessageRejected',
      member: 'GAMMA',
      instructionId: `I-${ids}`,
      messageType: 'ACCEPT_TRANSFER',
      code: 'OFFER_NOT_COVERED',
      field: 'offer',
      reason:
        'ALPHA cannot do what it offered as its accounts stand; let it offer anew what it can',
    });
    play.trade(trade({ tradeId: 'T-2', buyer: BETA, seller: ALPHA, quantity: '8' }));
    expect(accept()).toMatchObject({ code: 'OFFER_NOT_COVERED', field: 'offer' });
  });

  it('takes no collateral that may not go there', () => {
    play.collateral(deposit());
    endDay(play, '2026-11-20', '5000.00');
    const withCollateral = (...collateral: object[]) => transfer({ quantity: '10', collateral });
    const one = { asset: 'USD', quantity: '1.00' };
    expect(withCollateral({ ...one, quantity: '1000000.01' })).toMatchObject({
      code: 'INSUFFICIENT_HOLDING',
    });
    expect(withCollateral({ ...one, asset: 'NONE' })).toMatchObject({ code: 'UNKNOWN_ASSET' });
    expect(withCollateral({ ...one, quantity: '0' })).toMatchObject({ code: 'INVALID_QUANTITY' });
    expect(withCollateral(one, one)).toMatchObject({ code: 'INVALID_FIELD', field: 'collateral' });
    play.trade(trade({ tradeId: 'T-9', buyer: 'ALPHA/C1', seller: BETA }));
    const ofClient = { account: 'ALPHA/C1', toAccount: 'BETA/SMALL', quantity: '1' };
    expect(transfer({ ...ofClient, collateral: [one] })).toMatchObject({ code: 'NOT_YOURS' });
  });
});

describe('an adjustment', () => {
  beforeEach(() => {
    play = HousePlay.open(omnibusMembers());
    play.price(price());
    const opens = { buyer: GROSS, buyerClient: 'F1', buyerEffect: 'OPEN', quantity: '5' } as const;
    play.trade(trade(opens));
    const shorts = { seller: GROSS, sellerClient: 'F1', sellerEffect: 'OPEN' } as const;
    play.trade(trade({ ...shorts, tradeId: 'T-2', buyer: BETA, quantity: '3' }));
    play.trade(trade({ ...shorts, tradeId: 'T-3', sellerClient: 'F2', buyer: BETA }));
  });

  const adjust = (given: object = {}) =>
    ask('ALPHA', {
      type: 'ADJUST',
      account: GROSS,
      client: 'F1',
      instrument: 'SPX-FUT',
      quantity: '3',
      ...given,
    });
  const clients = () => play.house.trading.clients.get(GROSS);

  it('closes long lots of a client against its own short ones, never across clients', () => {
    const before = structuredClone(play.house.trading.holdings);
    expect(adjust({ quantity: '4' })).toMatchObject({ code: 'INSUFFICIENT_HOLDING' });
    expect(adjust({ client: 'F2', quantity: '1' })).toMatchObject({
      code: 'INSUFFICIENT_HOLDING',
    });
    expect(adjust()['event']).toBe('LotsTransferred');
    expect(clients()?.get('F1')?.get('SPX-FUT')).toEqual({ long: 2, short: 0, lots: 2 });
    expect(clients()?.get('F2')?.get('SPX-FUT')).toEqual({ long: 0, short: 1, lots: -1 });
    expect(play.house.trading.holdings).toEqual(before);
    isFoldedAlike();
  });

  it('is for gross omnibus accounts alone', () => {
    expect(adjust({ account: ALPHA })).toMatchObject({ code: 'INVALID_FIELD' });
  });

  it('leaves lots that a client may give up and another take', () => {
    const given = {
      type: 'ALLOCATE',
      tradeId: 'T-1',
      venue: 'XSIM',
      account: GROSS,
      client: 'F1',
    } as const;
    const two = [
      { account: GROSS, quantity: '4', client: 'F3', effect: 'OPEN' },
      { account: GROSS, quantity: '1', client: 'F2', effect: 'CLOSE' },
    ];
    expect(ask('ALPHA', { ...given, allocations: two })['event']).toBe('LotsTransferred');
    expect(clients()?.get('F3')?.get('SPX-FUT')).toEqual({ long: 4, short: 0, lots: 4 });
    expect(clients()?.has('F2')).toBe(false);
    expect(clients()?.get('F1')?.get('SPX-FUT')).toEqual({ long: 0, short: 3, lots: -3 });
    isFoldedAlike();
  });
});
