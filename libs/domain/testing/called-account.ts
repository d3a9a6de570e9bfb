import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import { HousePlay } from './house-play.js';
import { deposit, price, trade } from './inputs.js';
import type { DocumentChanges } from './reference-document.js';

/** 14:00 on the day of the tests, and so many seconds. */
export const afterSeconds = (seconds: number): string =>
  new Date(Date.parse('2026-11-20T14:00:00.000Z') + seconds * 1000).toISOString();

/** The instant at which the first call of {@link calledAccount} is due. */
export const DUE = afterSeconds(3600);

/**
 * A house in which ALPHA/HOUSE is long 20 lots at 5000.00 without collateral and has been called for
 * the requirement of 400,000.00 at 14:00. BETA/HOUSE on the other side is rich.
 */
export function calledAccount(changes: DocumentChanges = {}): HousePlay {
  const play = HousePlay.open(changes);
  play.price(price());
  play.collateral(deposit({ account: 'BETA/HOUSE', quantity: '50000000.00' }));
  play.trade(trade({ quantity: '20' }));
  play.evaluate();
  return play;
}

let payments = 0;

/** ALPHA/HOUSE pays in. */
export function pay(play: HousePlay, quantity: string, asset = 'USD'): void {
  payments += 1;
  play.collateral(deposit({ instructionId: `P-${payments}`, quantity, asset }));
}

/** ALPHA/HOUSE closes its position, so that it needs nothing any more. */
export function closeOut(play: HousePlay, at = '5000.00'): void {
  const given = { buyer: 'BETA/HOUSE', seller: 'ALPHA/HOUSE', quantity: '20', price: at };
  play.trade(trade({ tradeId: `CLOSE-${play.events.length}`, ...given }));
}

/** The price of the future at so many seconds after 14:00. */
export function priceAt(play: HousePlay, at: string, given = '5000.00'): void {
  play.price(price({ price: given, observedAt: at }));
}

/** A call as its last event left it; that of its cancellation has a reason of its own. */
export type SeenCall = Omit<MarginCallContent, 'reason'> & { readonly reason: string };

/** Every call of ALPHA/HOUSE as its last event left it, oldest first. */
export function callsOf(play: HousePlay): SeenCall[] {
  const calls = new Map<string, SeenCall>();
  for (const event of play.events)
    switch (event.type) {
      case 'MarginCallIssued':
      case 'MarginCallPaid':
      case 'MarginCallReminded':
      case 'MarginCallOverdue':
      case 'MarginCallEscalated':
      case 'MarginCallCancelled':
        if (event.payload.account === 'ALPHA/HOUSE') calls.set(event.payload.callId, event.payload);
        break;
      default:
    }
  return [...calls.values()];
}

/** The calls of ALPHA/HOUSE as `status amount outstanding`. */
export const callLines = (play: HousePlay): string[] =>
  callsOf(play).map(({ status, amount, outstanding }) => `${status} ${amount} ${outstanding}`);
