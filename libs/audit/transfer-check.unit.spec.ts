import { describe, expect, it } from 'vitest';
import type { LotsTransferred } from '#libs/domain/events/transfer-events.js';
import type { TransferRequest } from '#libs/domain/inputs/transfer-requests.js';
import { endDay } from '#libs/domain/testing/charged-house.js';
import { fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { GROSS, omnibusMembers } from '#libs/domain/testing/omnibus-members.js';
import { Findings } from './finding.js';
import { checkTransfer } from './transfer-check.js';

const [ALPHA, BETA] = ['ALPHA/HOUSE', 'BETA/HOUSE'] as const;
const OF_CLIENT = { account: GROSS, client: 'F1' } as const;

/** A house in which lots went to others in each way that there is. */
function transferred(): HousePlay {
  const play = HousePlay.open(omnibusMembers());
  play.price(price());
  play.collateral(deposit());
  play.trade(trade({ quantity: '10', price: '5001.25' }));
  play.trade(trade({ tradeId: 'T-2', quantity: '3', price: '5002.50' }));
  const opens = { buyer: GROSS, buyerClient: 'F1', buyerEffect: 'OPEN', quantity: '5' } as const;
  play.trade(trade({ ...opens, tradeId: 'T-3', seller: BETA }));
  const shorts = { seller: GROSS, sellerClient: 'F1', sellerEffect: 'OPEN' } as const;
  play.trade(trade({ ...shorts, tradeId: 'T-4', buyer: BETA, quantity: '3' }));
  let ids = 0;
  const ask = (member: string, given: object): void => {
    const head = { member, instructionId: `I-${++ids}`, requestedAt: '2026-11-20T15:00:00.000Z' };
    const instruction = { ...head, ...given } as TransferRequest;
    play.batch([{ kind: 'member', instruction }]);
  };
  const [one, two] = ['T-1', 'T-2'].map((tradeId) => ({ tradeId, venue: 'XSIM' }));
  ask('ALPHA', { type: 'GIVE_UP', instructionId: 'G', ...one, account: ALPHA, to: 'BETA' });
  ask('ALPHA', { type: 'WITHDRAW_OFFER', offer: { member: 'ALPHA', instructionId: 'G' } });
  const average = { type: 'ALLOCATE_AVERAGE', account: ALPHA, trades: [one, two] } as const;
  const opened = { ...OF_CLIENT, effect: 'OPEN', quantity: '3' };
  ask('ALPHA', { ...average, allocations: [opened, { account: ALPHA, quantity: '10' }] });
  const adjust = { ...OF_CLIENT, type: 'ADJUST', instrument: 'SPX-FUT', quantity: '2' } as const;
  ask('ALPHA', adjust);
  endDay(play, '2026-11-20', '5000.00');
  const transfer = { type: 'TRANSFER_POSITION', account: ALPHA, instrument: 'SPX-FUT' } as const;
  const offer = { member: 'ALPHA', instructionId: 'P' };
  const collateral = [{ asset: 'USD', quantity: '1000.00' }];
  const offered = { ...transfer, instructionId: 'P', quantity: '10', collateral };
  ask('ALPHA', { ...offered, toAccount: BETA });
  ask('BETA', { type: 'ACCEPT_TRANSFER', offer });
  return play;
}

const { events } = transferred();

/** What is found in the transfer that a request of this type led to, where the event says something else. */
function findings(
  type: TransferRequest['type'],
  change: (payload: LotsTransferred) => object = () => ({}),
): string[] {
  const at = events.findIndex(
    (each) => each.type === 'LotsTransferred' && each.payload.request.type === type,
  );
  const event = events[at];
  if (event?.type !== 'LotsTransferred') throw new Error(`nothing went by ${type}`);
  const found = new Findings('main');
  const payload = { ...event.payload, ...change(event.payload) };
  checkTransfer(fold('main', events.slice(0, at)), event.position, payload, found);
  return found.all.map(({ what }) => what);
}

const firstBooked = (part: object) => (payload: LotsTransferred) => ({
  bookings: payload.bookings.map((each, i) => (i === 0 ? { ...each, ...part } : each)),
});

describe('the check of transfers', () => {
  it.each(['ALLOCATE_AVERAGE', 'ADJUST', 'ACCEPT_TRANSFER'] as const)(
    'finds nothing in what the house decided about %s',
    (type) => expect(findings(type)).toEqual([]),
  );

  it('finds lots that went elsewhere, at another price, or for a gain', () => {
    const [lots, ticks] = [`lots that were transferred in SPX-FUT`, 'ticks that were transferred'];
    expect(findings('ACCEPT_TRANSFER', firstBooked({ account: GROSS }))).toEqual([lots]);
    expect(findings('ACCEPT_TRANSFER', firstBooked({ ticks: '-1' }))).toEqual([
      lots,
      `${ticks} in SPX-FUT`,
    ]);
    expect(findings('ACCEPT_TRANSFER', () => ({ price: '5000.25' }))).toEqual([lots]);
    expect(findings('ALLOCATE_AVERAGE', firstBooked({ ticks: '-1' }))).toEqual([
      `${ticks} in SPX-FUT`,
    ]);
    expect(findings('ADJUST', firstBooked({ quantity: '1', ticks: '0' }))).toEqual([lots]);
  });

  it('finds collateral that went otherwise than it says', () => {
    const what = ['collateral that was transferred'];
    expect(findings('ACCEPT_TRANSFER', () => ({ journal: [] }))).toEqual(what);
    const collateral = [{ asset: 'USD', quantity: '999.99' }];
    expect(findings('ACCEPT_TRANSFER', () => ({ collateral }))).toEqual(what);
  });
});
