import { formatInstant } from '#libs/domain/kernel/instant.js';
import { feedEffectsOf, leadFeedOf } from '#libs/domain/market/feed-effects.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/**
 * While the leading price feed of the underlying is halted nobody takes on risk: a trade that raises the
 * requirement of either account is refused (margin-model.md j.7).
 * @param lots whole lots of the trade, positive
 */
export function refuseNewRiskWhileHalted(
  context: TradeContext,
  lots: number,
): TradeRefusal | undefined {
  const { house, engine, trade, instrument } = context;
  if (feedEffectsOf(house, instrument.underlying).newRisk) return undefined;
  const sides = [
    [trade.buyer, lots, trade.buyerClient],
    [trade.seller, -lots, trade.sellerClient],
  ] as const;
  const raised = sides.find(([account, signedLots, client]) =>
    engine.raisesRequirement(account, instrument.id, signedLots, client),
  );
  if (!raised) return undefined;
  const halted = leadFeedOf(house, instrument.underlying);
  const since = halted?.feed.sinceMs;
  return {
    code: 'INSTRUMENT_NOT_OPEN',
    field: 'instrument',
    reason: `${instrument.id} is not open for new risk: the price feed of ${halted?.symbol ?? instrument.underlying} is halted${since === undefined ? '' : ` since ${formatInstant(since)}`}, and the trade would raise the requirement of ${raised[0]}; send trades that raise nobody's requirement, or send this one again when prices come again`,
  };
}
