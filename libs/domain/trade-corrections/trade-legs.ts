import type { TradeLeg } from '#libs/domain/events/trade-correction-events.js';
import type { BookedPart } from '#libs/domain/trading/bookings.js';
import type { AmendedTrade, LegPart } from './amended-trade.js';

type Legs = Pick<AmendedTrade, 'buyer' | 'seller'>;

/** Both sides of a trade as events have them. */
export const legsInEvent = ({ buyer, seller }: Legs): TradeLeg[] => [
  ...buyer.map((part) => legInEvent('BUY', part)),
  ...seller.map((part) => legInEvent('SELL', part)),
];

const legInEvent = (side: TradeLeg['side'], { account, lots, ofClient }: LegPart): TradeLeg => ({
  side,
  account,
  quantity: String(lots),
  ...(ofClient ? { client: ofClient.client, effect: ofClient.effect } : {}),
});

/** The same back again. */
export function legsOfEvent(legs: readonly TradeLeg[]): Legs {
  const of = (wanted: TradeLeg['side']): LegPart[] =>
    legs.filter(({ side }) => side === wanted).map(partOfEvent);
  return { buyer: of('BUY'), seller: of('SELL') };
}

function partOfEvent({ account, quantity, client, effect }: TradeLeg): LegPart {
  const lots = Number(quantity);
  return client === undefined || effect === undefined
    ? { account, lots }
    : { account, lots, ofClient: { client, effect } };
}

/** What both sides are booked with at a price: signed lots, as they trade them. */
export const partsAt = ({ buyer, seller }: Legs, ticks: number): BookedPart[] => [
  ...buyer.map((part) => partAt(part, part.lots, ticks)),
  ...seller.map((part) => partAt(part, -part.lots, ticks)),
];

/** @param lots signed, as the account trades them */
export const partAt = (
  { account, ofClient }: LegPart,
  lots: number,
  ticks: number,
): BookedPart => ({ account, lots, costTicks: BigInt(lots) * BigInt(ticks), ofClient });
