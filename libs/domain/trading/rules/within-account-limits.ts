import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/**
 * A trade keeps to the limits of both accounts: the lots of one trade (`maxOrderLots`) and the position
 * that it leads to, long or short (`maxLots` of its instrument). Who is beyond the latter may always come
 * nearer to flat, as after a limit was lowered; through flat to the other side the limit counts again.
 * Both are refused with `LIMIT_EXCEEDED`, the buyer's before the seller's. `maxExposure` and
 * `maxDeficit` are not enforced yet.
 * @param lots whole lots of the trade, positive
 */
export function refuseBeyondAccountLimits(
  context: TradeContext,
  lots: number,
): TradeRefusal | undefined {
  const { buyer, seller } = context.trade;
  return (
    refuseOrder(context, buyer, lots) ??
    refusePosition(context, buyer, lots) ??
    refuseOrder(context, seller, lots) ??
    refusePosition(context, seller, -lots)
  );
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

function refusePosition(
  { house, reference, trade: { instrument } }: TradeContext,
  account: string,
  signedLots: number,
): TradeRefusal | undefined {
  const { maxLots = {} } = reference.accounts.get(account)?.account.limits ?? {};
  // An instrument may be called like something that every object has.
  const limit = Object.hasOwn(maxLots, instrument) ? maxLots[instrument] : undefined;
  if (limit === undefined) return undefined;
  const before = holdingsOf(house.trading, account).get(instrument)?.lots ?? 0;
  const after = before + signedLots;
  if (Math.abs(after) <= limit) return undefined;
  const onlyReduces = before * after >= 0 && Math.abs(after) < Math.abs(before);
  if (onlyReduces) return undefined;
  return refusal(
    `the trade would bring ${account} from ${before} to ${after} lots of ${instrument}, beyond its limit of ${limit} long or short`,
  );
}
