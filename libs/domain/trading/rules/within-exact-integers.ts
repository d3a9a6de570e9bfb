import { EXACT_BELOW } from '#libs/domain/margin-model/class-holding.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import { clientHoldingsOf } from '../client-positions.js';
import { clientSideOf, type TradeSide } from '../client-side.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/**
 * What the positions of an account in one liquidation group may move by at most, in quanta: a quarter
 * of what the margin adds up without losing a digit, so that prices may still rise (margin-model.md e.1).
 */
const QUANTA_MAX = EXACT_BELOW / 4;
/**
 * A position of so many lots is not looked at: 64 such positions come near the bound only where one
 * lot moves by some three million units of the base currency, and the evaluation refuses them then.
 */
const LOTS_NEVER_TOO_MANY = 1_000;
/** An account is taken to hold as many positions at least when it is asked what the share of one is. */
const POSITIONS_MIN = 64;

/**
 * A trade leaves both accounts with a book whose margin can be added up exactly: one beyond is refused
 * with `LIMIT_EXCEEDED`, the buyer's before the seller's, since after novation nobody could say what
 * the account owes. Whoever comes nearer to flat always may. What the account holds besides is looked
 * at only where the position takes more than its share of the bound.
 * @param lots whole lots of the trade, positive
 */
export function refuseBeyondExactIntegers(
  context: TradeContext,
  lots: number,
): TradeRefusal | undefined {
  return refusePosition(context, 'buyer', lots) ?? refusePosition(context, 'seller', -lots);
}

function refusePosition(
  { house, engine, instrument, trade }: TradeContext,
  side: TradeSide,
  signedLots: number,
): TradeRefusal | undefined {
  const { id } = instrument;
  const account = trade[side];
  const client = clientSideOf(trade, side)?.client;
  // Clients of a gross omnibus account are margined one by one.
  const holdings =
    client === undefined
      ? holdingsOf(house.trading, account)
      : clientHoldingsOf(house.trading.clients, account, client);
  const before = holdings.get(id)?.lots ?? 0;
  const after = before + signedLots;
  const size = Math.abs(after);
  if (size <= LOTS_NEVER_TOO_MANY || size <= Math.abs(before)) return undefined;
  const price = priceToTicks(instrument, trade.price);
  // A price off its tick is refused by itself.
  const peak = price.kind === 'ticks' ? engine.peakQuanta(id, price.ticks) : undefined;
  if (peak === undefined) return undefined;
  const quanta = size * peak;
  if (quanta * Math.max(POSITIONS_MIN, holdings.size) <= QUANTA_MAX) return undefined;
  const beside = engine.grossQuantaBeside(account, id, client);
  if (quanta + beside <= QUANTA_MAX) return undefined;
  const most = Math.max(0, Math.floor((QUANTA_MAX - beside) / peak));
  return {
    code: 'LIMIT_EXCEEDED',
    field: 'quantity',
    reason: `the trade would bring ${client === undefined ? account : `${client} of ${account}`} from ${before} to ${after} lots of ${id}, and beside what it holds no more than ${most} long or short can be margined exactly; send a smaller trade`,
  };
}
