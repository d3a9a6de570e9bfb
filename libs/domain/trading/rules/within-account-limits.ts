import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import { grossLotsOf } from '../client-positions.js';
import { clientSideOf, type TradeSide } from '../client-side.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/**
 * A trade keeps to the limits of both accounts: the lots of one trade (`maxOrderLots`) and the position
 * that it leads to, long or short (`maxLots` of its instrument). Who is beyond the latter may always come
 * nearer to flat, as after a limit was lowered; through flat to the other side the limit counts again.
 * Of a gross omnibus account the limit counts for what its clients are long and short of, each added up.
 * Both are refused with `LIMIT_EXCEEDED`, the buyer's before the seller's. `maxExposure` and
 * `maxDeficit` are not enforced yet.
 * @param lots whole lots of the trade, positive
 */
export function refuseBeyondAccountLimits(
  context: TradeContext,
  lots: number,
): TradeRefusal | undefined {
  for (const side of ['buyer', 'seller'] as const) {
    const account = context.trade[side];
    const held = heldBy(context, side, side === 'buyer' ? lots : -lots);
    const refused = refuseOrder(context, account, lots) ?? refusePosition(context, account, held);
    if (refused) return { ...refused, side };
  }
  return undefined;
}

const refusal = (reason: string): TradeRefusal => ({
  code: 'LIMIT_EXCEEDED',
  field: 'quantity',
  reason,
});

function refuseOrder(
  { reference }: TradeContext,
  account: string,
  lots: number,
): TradeRefusal | undefined {
  const limit = reference.accounts.get(account)?.account.limits?.maxOrderLots;
  if (limit === undefined || lots <= limit) return undefined;
  return refusal(
    `${lots} lots are more than the ${limit} that ${account} may trade at once; send a smaller trade`,
  );
}

/** Lots before and after: of a gross omnibus account on the side that the trade opens or closes. */
function heldBy(
  { house: { trading }, trade }: TradeContext,
  side: TradeSide,
  signedLots: number,
): readonly [before: number, after: number] {
  const { [side]: account, instrument } = trade;
  const named = clientSideOf(trade, side);
  if (!named) {
    const before = holdingsOf(trading, account).get(instrument)?.lots ?? 0;
    return [before, before + signedLots];
  }
  const { long, short } = grossLotsOf(trading.clients, account, instrument);
  const isLongSide = signedLots > 0 === (named.effect === 'OPEN');
  const before = isLongSide ? long : -short;
  return [before, before + signedLots];
}

function refusePosition(
  { reference, trade: { instrument } }: TradeContext,
  account: string,
  [before, after]: readonly [before: number, after: number],
): TradeRefusal | undefined {
  const { maxLots = {} } = reference.accounts.get(account)?.account.limits ?? {};
  // An instrument may be called like something that every object has.
  const limit = Object.hasOwn(maxLots, instrument) ? maxLots[instrument] : undefined;
  if (limit === undefined) return undefined;
  if (Math.abs(after) <= limit) return undefined;
  const onlyReduces = before * after >= 0 && Math.abs(after) < Math.abs(before);
  if (onlyReduces) return undefined;
  return refusal(
    `the trade would bring ${account} from ${before} to ${after} lots of ${instrument}, beyond its limit of ${limit} long or short`,
  );
}
