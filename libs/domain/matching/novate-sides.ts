import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { SideContent, TradeSubmission } from '#libs/domain/inputs/inputs.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { judgeTrade, novation } from '#libs/domain/trading/decide-trade.js';
import { BILATERAL_VENUE } from '#libs/domain/trading/own-venues.js';
import { sideAtFault, type TradeRefusal } from '#libs/domain/trading/refusal.js';
import type { SideTerms } from './judge-side.js';
import { otherSides, type PendingSide } from './matching-state.js';
import { sideContent } from './side-content.js';
import { sideStream } from './side-identity.js';

/** Sides of the other member that one side may bring to a refusal; then it waits. */
const REFUSED_AT_ONCE_MAX = 16;

/** What became of a side that looked for its other side. */
export interface MetSides {
  /** Pending sides whose own account can no longer take the trade on. */
  readonly refused: readonly NewEvent[];
  /** The novation, given how many events of the decision come before it; undefined where none fits. */
  readonly trade?: (eventsBefore: number) => NewEvent;
  /** Why the side itself can't be taken on. */
  readonly fault?: TradeRefusal;
}

/** Tries the sides that fit: with the same reference first, then the earliest. */
export function novateSides(
  house: HouseState,
  engine: MarginEngine,
  side: SideContent & SideTerms,
  nowMs: number,
): MetSides {
  const refused: NewEvent[] = [];
  for (const other of fittingSides(house, side)) {
    if (refused.length === REFUSED_AT_ONCE_MAX) break;
    const trade = tradeOf(side, other);
    const verdict = judgeTrade(house, engine, trade, nowMs);
    if (typeof verdict === 'number')
      return { refused, trade: (before) => novationOf(house, trade, before) };
    const fault = sideAtFault(verdict);
    const isOthers = fault !== undefined && (fault === 'buyer') === (other.side === 'BUY');
    if (!isOthers) return { refused, fault: inWordsOfSide(verdict) };
    refused.push(refusedSide(other, verdict));
  }
  return { refused };
}

/** Pending sides with the same terms, none twice; a member does not trade with itself in one account. */
function* fittingSides(
  { matching }: HouseState,
  side: SideContent & SideTerms,
): Generator<PendingSide> {
  const preferred = new Set<PendingSide>();
  for (const lookUp of ['terms-and-reference', 'terms'] as const)
    for (const other of otherSides(matching, side, lookUp)) {
      if (preferred.has(other) || other.account === side.account) continue;
      if (lookUp === 'terms-and-reference') preferred.add(other);
      yield other;
    }
}

type SidesTrade = Omit<TradeSubmission, 'tradeId'> & {
  readonly buyerSideId: string;
  readonly sellerSideId: string;
};

/** Executed when the later of the two says. */
function tradeOf(side: SideContent, other: PendingSide): SidesTrade & { readonly tradeId: '' } {
  const [buy, sell] = side.side === 'BUY' ? [side, other] : [other, side];
  return {
    // Its id is that of the ledger position, which is known when the decision is complete.
    tradeId: '',
    venue: BILATERAL_VENUE,
    instrument: side.instrument,
    quantity: String(other.lots),
    price: side.price,
    buyer: buy.account,
    seller: sell.account,
    executedAt: buy.executedAt > sell.executedAt ? buy.executedAt : sell.executedAt,
    buyerSideId: buy.sideId,
    sellerSideId: sell.sideId,
    ...(buy.client === undefined ? {} : { buyerClient: buy.client }),
    ...(buy.effect === undefined ? {} : { buyerEffect: buy.effect }),
    ...(sell.client === undefined ? {} : { sellerClient: sell.client }),
    ...(sell.effect === undefined ? {} : { sellerEffect: sell.effect }),
  };
}

function novationOf(house: HouseState, trade: SidesTrade, eventsBefore: number): NewEvent {
  const { buyerSideId, sellerSideId } = trade;
  const tradeId = `M${house.position + eventsBefore + 1}`;
  return novation({ ...trade, tradeId }, Number(trade.quantity), { buyerSideId, sellerSideId });
}

/** Fields of a side have other names than those of a trade. */
function inWordsOfSide(refusal: TradeRefusal): TradeRefusal {
  const isParty = refusal.field === 'buyer' || refusal.field === 'seller';
  return isParty ? { ...refusal, field: 'account' } : refusal;
}

function refusedSide(side: PendingSide, refusal: TradeRefusal): NewEvent {
  const { code, field, reason, limit } = inWordsOfSide(refusal);
  return {
    type: 'SideRefused',
    streamId: sideStream(side),
    payload: {
      ...sideContent(side),
      code,
      ...(field === undefined ? {} : { field }),
      reason,
      ...(limit === undefined ? {} : { limit }),
    },
  };
}
