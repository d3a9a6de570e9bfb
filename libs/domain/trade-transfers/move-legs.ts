import type { LotsTransferred, RehousedTrade } from '#libs/domain/events/transfer-events.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { failed, ok } from '#libs/domain/kernel/result.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { roundToEven, type Rational } from '#libs/domain/numerics/rational.js';
import { splitRounded } from '#libs/domain/numerics/split-rounded.js';
import { priceToTicks, ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import type { LegPart } from '#libs/domain/trade-corrections/amended-trade.js';
import type { StandingTrade } from '#libs/domain/trade-corrections/standing-trade.js';
import { legsInEvent } from '#libs/domain/trade-corrections/trade-legs.js';
import { Bookings } from '#libs/domain/trading/bookings.js';
import type { ClientSide } from '#libs/domain/trading/client-side.js';
import { LEG_PARTS_MAX, rehoused, type FoundLeg } from './find-leg.js';
import { refuseMove, refuseMoveBeyondExposure, undoing } from './judge-move.js';
import type { RequestContext } from './request-context.js';
import { refuse, type Judged } from './transfer-refusal.js';

/** Lots of a leg that are to go. */
export interface LeavingLeg extends FoundLeg {
  readonly lots: number;
}

/** Lots for one account, or one client of it. */
export interface Target {
  readonly account: string;
  /** Whole lots, positive. */
  readonly lots: number;
  readonly ofClient: ClientSide | undefined;
}

type MovedLegs = Omit<LotsTransferred, 'request' | 'offer'>;

/**
 * Moves lots of legs that one account has on one side of an instrument to others: what they cost goes with them,
 * and with several legs each gets the average. Shares of an average are whole ticks of one lot that add up
 * to what the legs cost together: what is left over goes by the largest remainder.
 * @param legs of one account, instrument, side and client
 * @param targets as many lots as the legs together
 */
export function moveLegs(
  context: RequestContext,
  legs: readonly LeavingLeg[],
  targets: readonly Target[],
): Judged<MovedLegs> {
  const [first] = legs;
  const instrument = first && context.reference.instruments.get(first.standing.instrument);
  if (!first || !instrument)
    return refuse('UNKNOWN_INSTRUMENT', 'tradeId', 'the instrument of the trade is there no more');
  const { side, part } = first;
  const lots = legs.reduce((sum, leg) => sum + leg.lots, 0);
  const cost = legs.reduce((sum, leg) => sum + BigInt(leg.lots) * ticksOf(instrument, leg), 0n);
  const shares = splitRounded(
    targets.map((each) => fraction(cost * BigInt(each.lots), BigInt(lots))),
  );
  const from = { account: part.account, ofClient: undoing(part.ofClient) };
  const sign = side === 'buyer' ? 1 : -1;
  const bookings = new Bookings(context.house.trading.clients, instrument.id);
  bookings.add({ ...from, lots: -sign * lots, costTicks: -BigInt(sign) * cost });
  // Whose lots one account gets for several clients count together for its limits.
  const soFar = new Map<string, number>();
  for (const [i, to] of targets.entries()) {
    const costTicks = shares[i] ?? 0n;
    const key = `${to.account} ${to.ofClient?.effect ?? ''}`;
    const together = (soFar.get(key) ?? 0) + to.lots;
    soFar.set(key, together);
    const ticks = Number(costTicks / BigInt(to.lots));
    const counted = to.ofClient?.effect === 'CLOSE' ? to.lots : together;
    const stays = to.account === from.account && !to.ofClient;
    const move = { instrument, lots: sign * counted, ticks, from, to };
    const refusal = stays
      ? undefined
      : (refuseMove(context, move) ?? refuseMoveBeyondExposure(context, move));
    if (refusal) return failed(refusal);
    bookings.add({ ...to, lots: sign * to.lots, costTicks: BigInt(sign) * costTicks });
  }
  const trades = judgeTrades(legs, targets);
  if (!trades.ok) return trades;
  return ok({
    instrument: instrument.id,
    price: averagePrice(instrument, fraction(cost, BigInt(lots))),
    from: movedLots(part, side, lots),
    to: targets.map((each) => movedLots(each, side, each.lots)),
    trades: trades.value,
    bookings: bookings.made,
  });
}

/** What the trades are afterwards: several that were averaged are no longer apart. */
function judgeTrades(
  legs: readonly LeavingLeg[],
  targets: readonly Target[],
): Judged<RehousedTrade[]> {
  const isAveraged = legs.length > 1;
  const trades = legs.map((leg) => {
    if (isAveraged) return { ...rehousedTrade(leg.standing), isAveraged } as const;
    return rehousedTrade(rehoused(leg, leg.lots, targets.map(partOf)));
  });
  if (trades.some(({ legs: of }) => of.length > 2 * LEG_PARTS_MAX))
    return refuse(
      'LIMIT_EXCEEDED',
      'tradeId',
      `a trade is spread over at most ${2 * LEG_PARTS_MAX} parts; transfer positions instead`,
    );
  return ok(trades);
}

const partOf = ({ account, lots, ofClient }: Target): LegPart => ({
  account,
  lots,
  ...(ofClient ? { ofClient } : {}),
});

function rehousedTrade(standing: StandingTrade): RehousedTrade {
  const { novation, novatedAtMs, quantity, price } = standing;
  return {
    tradeId: novation.payload.tradeId,
    venue: novation.payload.venue,
    novation: novation.position,
    novatedAt: formatInstant(novatedAtMs),
    quantity,
    price,
    legs: legsInEvent(standing),
  };
}

const movedLots = (
  { account, ofClient }: Pick<LegPart, 'account'> & { readonly ofClient?: ClientSide | undefined },
  side: FoundLeg['side'],
  lots: number,
): LotsTransferred['from'] => ({
  account,
  side: side === 'buyer' ? 'BUY' : 'SELL',
  quantity: String(lots),
  ...(ofClient ? { client: ofClient.client } : {}),
});

function ticksOf(instrument: InstrumentEntry, { standing }: FoundLeg): bigint {
  const read = priceToTicks(instrument, standing.price);
  if (read.kind !== 'ticks') throw new Error(`${standing.price} was novated off its tick`);
  return BigInt(read.ticks);
}

const fraction = (numerator: bigint, denominator: bigint): Rational => ({
  numerator,
  denominator,
});

const AVERAGE_DECIMALS = 10;

/** The average of prices on the grid, exact where it lies on the grid too, else rounded to ten decimals. */
function averagePrice(instrument: InstrumentEntry, ticks: Rational): string {
  if (ticks.numerator % ticks.denominator === 0n)
    return ticksToPrice(instrument, Number(ticks.numerator / ticks.denominator));
  const one = ticksToPrice(instrument, 1);
  const scale = one.includes('.') ? one.length - one.indexOf('.') - 1 : 0;
  const tickUnits = BigInt(one.replace('.', ''));
  const units = roundToEven({
    numerator: ticks.numerator * tickUnits * 10n ** BigInt(AVERAGE_DECIMALS),
    denominator: ticks.denominator * 10n ** BigInt(scale),
  });
  return formatUnits(units, AVERAGE_DECIMALS);
}
