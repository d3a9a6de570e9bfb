import type { HousePlay } from './house-play.js';
import { deposit, price, settlementPrice, trade } from './inputs.js';

/** A house pays in; ids are made of the account and the time. */
export function payIn(play: HousePlay, account: string, quantity: string, asset = 'USD'): void {
  const instructionId = `${account}-${play.events.length}`.replace('/', '-');
  play.collateral(deposit({ instructionId, account, asset, quantity }));
}

/** A trade in SPX-FUT at a time of its own. */
export function tradeOf(
  play: HousePlay,
  buyer: string,
  seller: string,
  quantity: string,
  at = '5000.00',
): void {
  const tradeId = `T-${play.events.length}`;
  play.trade(trade({ tradeId, buyer, seller, quantity, price: at }));
}

/** Ends a day with SPX-FUT at a price: its official price comes at 21:00 UTC, then the cycle. */
export function endDay(play: HousePlay, date: string, at = '5000.00'): void {
  const observedAt = `${date}T21:00:00.000Z`;
  play.price(settlementPrice(date, { price: at, observedAt }));
  play.command({ type: 'SETTLE', cycleType: 'EOD', date }, observedAt);
}

/** An intraday cycle with SPX-FUT at a price. */
export function settleNow(play: HousePlay, date: string, at = '5000.00'): void {
  const observedAt = `${date}T16:00:00.000Z`;
  play.price(price({ price: at, observedAt }));
  play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date }, observedAt);
}

/** Lines of a kind as `account amount`, in the order in which they were booked. */
export const linesOfKind = (play: HousePlay, kind: string): string[] =>
  play
    .of('AccountSettled')
    .flatMap(({ account, lines }) =>
      lines.filter((line) => line.kind === kind).map(({ amount }) => `${account} ${amount}`),
    );

/** What a book holds, in minor units. */
export const held = (play: HousePlay, book: string, asset = 'USD'): bigint =>
  play.house.books.get(book)?.get(asset) ?? 0n;
