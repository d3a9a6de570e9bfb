import { beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '#libs/domain/kernel/sha-256.js';
import { AuctionHouse } from '#libs/domain/testing/auction-house.js';
import { booksOf, fold } from '#libs/domain/testing/house-play.js';
import { bookLots } from '#libs/domain/trading/trading-state.js';

let house: AuctionHouse;

beforeEach(() => {
  house = new AuctionHouse();
});

describe('an auction of the house book', () => {
  it('takes lots as the defaulter trades them and gives each to the lowest price', () => {
    expect(house.open(['L1: FUT -40', 'L2: FUT -60'])).toMatchObject({ outcome: 'DONE' });
    house.bid('B', 'B-1', '500');
    house.bid('C', 'C-1', '300');
    house.bid('D', 'D-1', '700', { lot: 'L2' });
    expect(house.close()).toMatchObject({ outcome: 'DONE' });
    expect(house.outcomes).toEqual({ 'B-1': 'BEATEN', 'C-1': 'WON', 'D-1': 'WON' });
    expect(house.lots('A/HOUSE')).toBe(0);
    expect(house.lots('C/HOUSE')).toBe(-80 + 40);
    expect(house.lots('D/HOUSE')).toBe(60);
    expect(house.closed).toMatchObject({
      net: '1000',
      trades: [
        { counterparty: 'C/HOUSE', quantity: '-40', price: '100' },
        { counterparty: 'D/HOUSE', quantity: '-60', price: '100' },
      ],
      payments: [
        { lot: 'L1', account: 'C/HOUSE', to: 'BIDDER', amount: '300' },
        { lot: 'L2', account: 'D/HOUSE', to: 'BIDDER', amount: '700' },
      ],
    });
  });

  it('costs its prices and nothing else: winners are paid with the loss, the default comes to zero', () => {
    house.open(['L1: FUT -100']);
    house.bid('B', 'B-1', '667');
    house.close();
    const before = house.held('account/B/HOUSE/cash/JPY');
    expect(house.bear(house.defaultId)).toMatchObject({ outcome: 'DONE' });
    expect(house.steps('LOSS_DETERMINED')[0]).toMatchObject({
      loss: '667',
      parts: { auction: '667', closeOut: '0', ownTrades: '0' },
    });
    expect(house.held('account/B/HOUSE/cash/JPY')).toBe(before + 667n);
    expect(house.ask({ type: 'CLOSE_DEFAULT', defaultId: house.defaultId }).outcome).toBe('DONE');
    expect(house.held(`default/${house.defaultId}/cash/JPY`)).toBe(0n);
    house.settle('2026-11-21', { FUT: '100' });
    expect(house.held('ccp/settlement/JPY')).toBe(0n);
  });

  it('takes what a winner pays at once, though that leaves a debt', () => {
    house.open(['L1: FUT -100']);
    house.bid('E', 'E-1', '-5200');
    house.close();
    expect(house.held('account/E/HOUSE/cash/JPY')).toBe(5000n - 5200n);
    expect(house.held(`default/${house.defaultId}/cash/JPY`)).toBe(5200n);
    expect(house.closed.payments).toEqual([
      { lot: 'L1', account: 'E/HOUSE', to: 'DEFAULT', amount: '5200' },
    ]);
    house.play.evaluate();
    expect(house.play.of('MarginCallIssued').at(-1)).toMatchObject({
      account: 'E/HOUSE',
      reason: 'CASH_DEBIT',
    });
    house.bear(house.defaultId);
    expect(house.steps('LOSS_DETERMINED')[0]).toMatchObject({
      loss: '0',
      parts: { auction: '-5200' },
    });
    house.ask({ type: 'CLOSE_DEFAULT', defaultId: house.defaultId });
    expect(house.held(`default/${house.defaultId}/cash/JPY`)).toBe(0n);
  });

  it('breaks a tie for the bid that came first', () => {
    house.open(['L1: FUT -100']);
    house.bid('C', 'C-1', '10');
    house.bid('B', 'B-1', '10');
    house.close();
    expect(house.outcomes).toEqual({ 'C-1': 'WON', 'B-1': 'BEATEN' });
  });

  it('keeps to the reserve: the most that is paid, itself included', () => {
    house.open(['L1: FUT -50', 'L2: FUT -50'], '300');
    house.bid('B', 'B-1', '300');
    house.bid('C', 'C-1', '301', { lot: 'L2' });
    house.close();
    expect(house.outcomes).toEqual({ 'B-1': 'WON', 'C-1': 'ABOVE_RESERVE' });
    expect(house.closed.lots).toMatchObject([
      { winner: { bidId: 'B-1' } },
      { unsold: 'ABOVE_RESERVE' },
    ]);
    expect(house.lots('A/HOUSE')).toBe(50);
  });

  it('can be held again for what nobody took', () => {
    house.open(['L1: FUT -100'], '100');
    house.bid('B', 'B-1', '900');
    house.close();
    expect(house.bid('B', 'B-2', '50')).toMatchObject({ code: 'AUCTION_CLOSED' });
    house.open(['L1: FUT -100'], '1000');
    house.bid('C', 'C-1', '950');
    house.close();
    expect(house.closed).toMatchObject({ auction: 2, net: '950' });
    expect(house.closed.bids.map(({ bidId }) => bidId)).toEqual(['C-1']);
    expect(house.lots('C/HOUSE')).toBe(-80 + 100);
  });

  it('gives no lot away that is no longer held', () => {
    house.open(['L1: FUT -100']);
    house.bid('B', 'B-1', '0');
    // As an expiry may leave it.
    bookLots(house.play.house.trading, 'A/HOUSE', 'FUT', -1, 100);
    house.close();
    expect(house.closed.lots).toMatchObject([{ unsold: 'NO_LONGER_HELD' }]);
    expect(house.outcomes).toEqual({ 'B-1': 'NOT_AWARDED' });
  });

  it('called off gives nothing away and marks nobody', () => {
    house.open(['L1: FUT -100'], undefined, '2026-11-20T09:00:00.000Z');
    house.bid('B', 'B-1', '-5');
    expect(house.close()).toMatchObject({
      outcome: 'REFUSED',
      result: { reason: expect.stringContaining('2026-11-20T09:00:00.000Z') as string },
    });
    expect(house.close(true)).toMatchObject({ outcome: 'DONE' });
    expect(house.outcomes).toEqual({ 'B-1': 'NOT_AWARDED' });
    expect(house.closed).toMatchObject({
      lots: [{ unsold: 'CALLED_OFF' }],
      didNotBid: [],
      net: '0',
    });
  });

  it('marks the members that bid for no lot', () => {
    house.open(['L1: FUT -50', 'L2: FUT -50']);
    house.bid('B', 'B-1', '10');
    house.bid('D', 'D-1', '10', { lot: 'L2', account: 'D/C1' });
    house.bid('E', 'E-1', '0.5');
    house.close();
    expect(house.closed.didNotBid).toEqual(['C', 'E']);
  });

  it('uses the contributions of those first who did not bid, where the rules say so', () => {
    const defaultManagement = {
      portingHours: 24,
      juniorisation: true,
      automaticClientCloseOut: false,
    };
    house = new AuctionHouse({ defaultManagement });
    house.open(['L1: FUT -100']);
    house.bid('B', 'B-1', '667');
    house.bid('C', 'C-1', '900');
    house.close();
    house.bear(house.defaultId);
    const survivors = house
      .steps('LAYER_APPLIED')
      .find(({ layer }) => layer === 'SURVIVORS_DEFAULT_FUND');
    expect(survivors?.contributions?.map(({ member, amount }) => `${member} ${amount}`)).toEqual([
      'D 69',
      'E 46',
      'B 29',
      'C 24',
    ]);
  });

  it('is folded from the ledger alone: neither the contents nor the salts are needed', () => {
    house.open(['L1: FUT -100']);
    house.bid('B', 'B-1', '667');
    const { events } = house.play;
    expect(booksOf(fold('main', events))).toEqual(booksOf(house.play.house));
    house.close();
    expect(booksOf(fold('main', events))).toEqual(booksOf(house.play.house));
  });
});

describe('a sealed bid', () => {
  it('cannot be read in the ledger before the closing, and is checked by anybody after it', () => {
    house.open(['L1: FUT -100']);
    house.bid('B', 'B-1', '667', { account: 'B/C2' });
    house.bid('B', 'B-2', '333', { account: 'B/C1' });
    const written = (): string => house.play.lines.join('');
    for (const secret of ['667', '333', 'B/C2', 'B/C1']) {
      const told = written().slice(written().lastIndexOf('AUCTION_OPENED'));
      expect(told).not.toContain(secret);
    }
    house.close();
    for (const bid of house.closed.bids) {
      const { bidder, bidId, lot, account, price, submittedAt, salt = '' } = bid;
      const { defaultId } = house;
      const content = { bidder, bidId, defaultId, lot, account, price, submittedAt };
      expect(sha256(salt + JSON.stringify(content))).toBe(bid.hash);
    }
    expect(house.closed.bids).toMatchObject([
      { account: 'B/C2', price: '667', outcome: 'REPLACED' },
      { account: 'B/C1', price: '333', outcome: 'WON' },
    ]);
  });

  it('may be replaced until the closing: the last counts, and its own time breaks ties', () => {
    house.open(['L1: FUT -100']);
    house.bid('B', 'B-1', '5');
    house.bid('C', 'C-1', '7');
    house.bid('B', 'B-2', '7');
    house.close();
    expect(house.outcomes).toEqual({ 'B-1': 'REPLACED', 'C-1': 'WON', 'B-2': 'BEATEN' });
  });

  it('sent again is answered as it was; another one under its id is refused', () => {
    house.open(['L1: FUT -100']);
    house.bid('B', 'B-1', '5');
    const received = house.play.house.position;
    expect(house.bid('B', 'B-1', '5')).toEqual({ identity: 'bid/B/B-1', position: received });
    expect(house.bid('B', 'B-1', '6')).toMatchObject({ code: 'CONFLICTING_DUPLICATE' });
    expect(house.bid('C', 'B-1', '6')).toMatchObject({ step: 'BID_RECEIVED', bidder: 'C' });
    house.close();
    expect(house.bid('B', 'B-1', '5')).toEqual({ identity: 'bid/B/B-1', position: received });
    expect(house.closed.bids).toHaveLength(2);
  });

  it('that was refused is judged anew', () => {
    expect(house.bid('B', 'B-1', '5')).toMatchObject({ code: 'AUCTION_CLOSED' });
    house.open(['L1: FUT -100']);
    expect(house.bid('B', 'B-1', '6')).toMatchObject({ step: 'BID_RECEIVED' });
  });

  it.each([
    ['for no default', { defaultId: 'main-D9' }, 'UNKNOWN_DEFAULT'],
    ['for no lot', { lot: 'L9' }, 'UNKNOWN_LOT'],
    ['for the account of another', { account: 'C/HOUSE' }, 'NOT_YOURS'],
    ['for no account', { account: 'B/NONE' }, 'UNKNOWN_ACCOUNT'],
    ['with half a yen', { price: '1234.5' }, 'INVALID_FIELD'],
    ['beyond all money', { price: '9007199254740992' }, 'INVALID_FIELD'],
  ])('%s is refused, and tells neither price nor account', (_, changes, code) => {
    house.open(['L1: FUT -100']);
    const answer = house.bid('B', 'B-1', '1234', changes);
    expect(answer).toMatchObject({ bidder: 'B', bidId: 'B-1', code });
    const told = JSON.stringify(answer);
    expect(told).not.toMatch(/1234|HOUSE|NONE/);
    expect(house.play.sealed.size).toBe(0);
  });

  it('of the defaulter is refused, and one of a member that failed since does not count', () => {
    house.open(['L1: FUT -100']);
    expect(house.bid('A', 'A-1', '1')).toMatchObject({ code: 'MEMBER_IN_DEFAULT' });
    house.bid('E', 'E-1', '1');
    house.bid('B', 'B-1', '2');
    house.declare('E');
    house.close();
    expect(house.closed.bids).toMatchObject([
      { bidId: 'E-1', outcome: 'INVALID', reason: 'E is in default and may not bid' },
      { bidId: 'B-1', outcome: 'WON' },
    ]);
  });

  it('after the time that the auction names is refused', () => {
    house.open(['L1: FUT -100'], undefined, '2026-11-20T09:00:00.000Z');
    expect(house.bid('B', 'B-1', '1')).toMatchObject({ step: 'BID_RECEIVED' });
    house.play.price({
      symbol: 'FUT',
      price: '100',
      source: 'XSIM',
      observedAt: '2026-11-20T09:00:00.001Z',
    });
    expect(house.bid('B', 'B-2', '1')).toMatchObject({ code: 'AUCTION_CLOSED' });
    expect(house.close()).toMatchObject({ outcome: 'DONE' });
  });

  it('that was put aside is not sent again, since nothing of it is kept', () => {
    const { quarantined } = house.play.house;
    quarantined.set(3, 'ccp.auction-bids.B').set(4, 'ccp.trades');
    const release = (position: number, action: 'RESENT' | 'DISCARDED'): unknown =>
      house.ask({ type: 'RELEASE_QUARANTINED', position, action, reason: 'tried' });
    expect(release(3, 'RESENT')).toMatchObject({ result: { code: 'NOT_KEPT' } });
    expect(release(4, 'RESENT')).toMatchObject({ outcome: 'DONE' });
    expect(release(3, 'DISCARDED')).toMatchObject({ outcome: 'DONE' });
  });

  it('is judged by the present time of a wall clock, not by that of the last event', () => {
    house = new AuctionHouse({ clock: 'wall' });
    const { play } = house;
    const closesAt = new Date(play.wallClockMs + 60_000).toISOString();
    house.open(['L1: FUT -100'], undefined, closesAt);
    play.wallClockMs += 60_001;
    expect(house.bid('B', 'B-1', '1')).toMatchObject({ code: 'AUCTION_CLOSED' });
    house = new AuctionHouse({ clock: 'wall' });
    house.open(['L1: FUT -100'], undefined, closesAt);
    house.play.wallClockMs += 60_001;
    expect(house.close()).toMatchObject({ outcome: 'DONE' });
  });

  it('is one of so many as its member may send', () => {
    house.open(['L1: FUT -100']);
    const most = Math.floor(8_000 / 5);
    for (let i = 1; i <= most; i++) house.bid('B', `B-${i}`, String(i));
    expect(house.bid('B', 'B-X', '1')).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(house.bid('C', 'C-1', '1')).toMatchObject({ step: 'BID_RECEIVED' });
  });
});

describe('a seal that does not hold', () => {
  beforeEach(() => {
    house.open(['L1: FUT -100']);
    house.bid('B', 'B-1', '5');
    house.bid('C', 'C-1', '9');
    const [first = ''] = house.play.sealed.keys();
    const kept = house.play.sealed.get(first);
    if (kept) house.play.sealed.set(first, { ...kept, content: { ...kept.content, price: '10' } });
  });

  it('keeps the auction from being awarded, until the bid is replaced', () => {
    expect(house.close()).toMatchObject({
      outcome: 'REFUSED',
      result: { code: 'SEAL_BROKEN', reason: expect.stringContaining('bid B-1 of B') as string },
    });
    house.bid('B', 'B-2', '5');
    expect(house.close()).toMatchObject({ outcome: 'DONE' });
    expect(house.outcomes).toEqual({ 'B-1': 'REPLACED', 'C-1': 'BEATEN', 'B-2': 'WON' });
    expect(house.closed.bids[0]).not.toHaveProperty('price');
  });

  it('does not keep it from being called off', () => {
    expect(house.close(true)).toMatchObject({ outcome: 'DONE' });
    expect(house.outcomes).toEqual({ 'B-1': 'INVALID', 'C-1': 'NOT_AWARDED' });
  });
});
