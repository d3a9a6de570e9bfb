import { limitedHolders, sideOf, type LimitedHolder } from '../limits/limited-holders.js';
import { limitRefusal } from '../limits/limit-refusal.js';
import { lotsAfter, lotsHeld } from '../limits/lots-held.js';
import { lotsThatPass } from '../limits/lots-that-pass.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/**
 * A trade keeps to the limits on lots of both accounts and of their members: the lots of one trade
 * (`maxOrderLots`) and the position that it leads to, long or short (`maxLots` of its instrument). Who is
 * beyond the latter may always come nearer to flat, as after a limit was lowered; through flat to the
 * other side the limit counts again. What clients of a gross omnibus account are long and short of is
 * added up on each side, and so is what the accounts of a member are. Refused with `LIMIT_EXCEEDED`, the
 * buyer's before the seller's, an account's before its member's.
 * @param lots whole lots of the trade, positive
 */
export function refuseBeyondAccountLimits(
  context: TradeContext,
  lots: number,
): TradeRefusal | undefined {
  for (const holder of limitedHolders(context)) {
    const refusal = refuseOrder(holder, lots) ?? refusePosition(context, holder, lots);
    if (refusal) return { ...refusal, ...sideOf(holder) };
  }
  return undefined;
}

function refuseOrder({ name, limits }: LimitedHolder, lots: number): TradeRefusal | undefined {
  const { maxOrderLots: limit } = limits;
  if (limit === undefined || lots <= limit) return undefined;
  return {
    code: 'LIMIT_EXCEEDED',
    field: 'quantity',
    reason: `${lots} lots are more than the ${limit} that ${name} may trade at once (maxOrderLots); send a smaller trade`,
    limit: {
      holder: name,
      limit: 'maxOrderLots',
      allowed: String(limit),
      would: String(lots),
      passes: String(limit),
    },
  };
}

function refusePosition(
  context: TradeContext,
  holder: LimitedHolder,
  lots: number,
): TradeRefusal | undefined {
  const { instrument } = context.trade;
  const { maxLots = {} } = holder.limits;
  // An instrument may be called like something that every object has.
  const limit = Object.hasOwn(maxLots, instrument) ? maxLots[instrument] : undefined;
  if (limit === undefined) return undefined;
  const before = lotsHeld(context, holder);
  const isBeyond = (side: 'long' | 'short', size: number): boolean => {
    const after = lotsAfter(context, holder, size);
    return after[side] > limit && after[side] > before[side];
  };
  const side = (['long', 'short'] as const).find((each) => isBeyond(each, lots));
  if (side === undefined) return undefined;
  const orderMax = holder.limits.maxOrderLots ?? lots;
  const passes = lotsThatPass(
    lots,
    (size) => size <= orderMax && !isBeyond('long', size) && !isBeyond('short', size),
  );
  const figures = {
    holder: holder.name,
    limit: 'maxLots',
    allowed: String(limit),
    now: String(before[side]),
    would: String(lotsAfter(context, holder, lots)[side]),
    passes: String(passes),
  } as const;
  return limitRefusal(figures, `its limit of lots of ${instrument}, long or short (maxLots)`);
}
