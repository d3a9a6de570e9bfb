import { isInDefault } from '#libs/domain/default-management/default-state.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { TradeCorrection } from '#libs/domain/inputs/inputs.js';
import { formatInstant, HOUR_MS } from '#libs/domain/kernel/instant.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { adjustedSince } from '#libs/domain/instrument-life/adjusted-since.js';
import { endOfLifeMs } from '#libs/domain/instrument-life/end-of-life.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { correctionHoursOf } from '#libs/domain/reference-data/read-trade-corrections.js';
import type {
  InstrumentEntry,
  ReferenceIndex,
} from '#libs/domain/reference-data/reference-index.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { isOwnVenue } from '#libs/domain/trading/own-venues.js';
import { refuseClosingTooMuch } from '#libs/domain/trading/rules/closes-what-is-held.js';
import { readPriceTicks } from '#libs/domain/trading/rules/price-on-tick.js';
import { readLots } from '#libs/domain/trading/rules/quantity-is-whole-lots.js';
import type { TradeContext } from '#libs/domain/trading/rules/trade-context.js';
import { refuseBeyondAccountLimits } from '#libs/domain/trading/rules/within-account-limits.js';
import { refuseBeyondExactIntegers } from '#libs/domain/trading/rules/within-exact-integers.js';
import { partiesOf } from './parties.js';
import type { CorrectionRefusal } from './correction-refusal.js';
import type { NovatedTrade } from './novated-trade.js';
import { standingTrade, type StandingTrade } from './standing-trade.js';

/** A correction that every rule lets pass, and what the trade is to be after it. */
export interface JudgedCorrection {
  readonly standing: StandingTrade;
  readonly instrument: InstrumentEntry;
  /** Whole lots and price in ticks; of a bust those that it takes away. */
  readonly lots: number;
  readonly ticks: number;
}

type Judged<T> = Result<T, CorrectionRefusal>;

const refuse = (code: CorrectionRefusal['code'], field: string, reason: string): Judged<never> =>
  failed({ code, field, reason });

/** @param nowMs the ledger's time if it is accepted */
export function judgeCorrection(
  house: HouseState,
  engine: MarginEngine,
  correction: TradeCorrection,
  novation: NovatedTrade | undefined,
  nowMs: number,
): Judged<JudgedCorrection> {
  const { reference } = house;
  const found = judgeTrade(house, correction, novation, nowMs);
  if (!found.ok) return found;
  const standing = found.value;
  const instrument = reference?.instruments.get(standing.instrument);
  if (!reference || !instrument)
    return refuse(
      'UNKNOWN_INSTRUMENT',
      'tradeId',
      `${standing.instrument}, which ${correction.tradeId} is in, is no longer an instrument of ledger ${house.ledgerId}`,
    );
  const closed =
    refuseClosed(house, instrument, nowMs) ?? refuseParties(house, reference, standing);
  if (closed) return failed(closed);
  const price = priceToTicks(instrument, standing.price);
  if (price.kind !== 'ticks') throw new Error(`${correction.tradeId} was novated off its tick`);
  const judged = { standing, instrument, lots: Number(standing.quantity), ticks: price.ticks };
  if (correction.type === 'BUST') return ok(judged);
  return judgeTerms({ house, reference, engine, instrument, nowMs }, correction, judged);
}

/** The trade as it stands, if it is there, in time, and still apart. */
function judgeTrade(
  house: HouseState,
  { tradeId, venue }: TradeCorrection,
  novation: NovatedTrade | undefined,
  nowMs: number,
): Judged<StandingTrade> {
  if (isOwnVenue(venue))
    return refuse(
      'INVALID_FIELD',
      'venue',
      `trades of ${venue} are those that the clearing house makes itself; they are not corrected`,
    );
  if (!novation)
    return refuse(
      'UNKNOWN_TRADE',
      'tradeId',
      `no trade ${tradeId} of ${venue} was novated; a refused or unknown trade needs no correction`,
    );
  const standing = standingTrade(house, novation);
  if (standing.state === 'BUSTED')
    return refuse(
      'ALREADY_BUSTED',
      'tradeId',
      `${tradeId} of ${venue} was busted at position ${standing.position}; a bust is final, send a new trade under a new id`,
    );
  const hours = house.reference ? correctionHoursOf(house.reference.data) : 0;
  if (nowMs > standing.novatedAtMs + hours * HOUR_MS)
    return refuse(
      'BEYOND_TIME_LIMIT',
      'tradeId',
      `${tradeId} of ${venue} was novated at ${formatInstant(standing.novatedAtMs)}, and trades are corrected within ${hours} hours; agree on a trade the other way`,
    );
  if (standing.state === 'AVERAGED')
    return refuse(
      'TRADE_ALLOCATED',
      'tradeId',
      `a leg of ${tradeId} of ${venue} was allocated at an average price at position ${standing.position} and is no longer apart; agree on a trade the other way`,
    );
  const adjusted = adjustedSince(house, standing.instrument, novation.position);
  if (adjusted)
    return refuse(
      'INSTRUMENT_ADJUSTED',
      'tradeId',
      `${tradeId} of ${venue} was agreed before ${standing.instrument} was adjusted ${adjusted.ratio} (${adjusted.adjustmentId}): its lots and price are no longer those of now, agree on a trade the other way`,
    );
  return ok(standing);
}

function refuseClosed(
  house: HouseState,
  { id }: InstrumentEntry,
  nowMs: number,
): CorrectionRefusal | undefined {
  const closed = (reason: string): CorrectionRefusal => ({
    code: 'INSTRUMENT_NOT_OPEN',
    field: 'tradeId',
    reason,
  });
  if (house.defaults.ledgerClosed)
    return closed(
      `every position of ledger ${house.ledgerId} was torn up in a default, and it is closed`,
    );
  const endedIn = house.settlement.ended.get(id);
  if (endedIn !== undefined)
    return closed(`cycle ${endedIn} has settled ${id} for good, with what was traded in it`);
  const endMs = endOfLifeMs(house, id);
  if (endMs === undefined || nowMs < endMs) return undefined;
  return closed(
    `${id} last traded at ${formatInstant(endMs)}: what was traded in it is settled for good`,
  );
}

/** Whoever has a part of it, and whom it was novated with, is still there and not in default. */
function refuseParties(
  house: HouseState,
  { accounts }: ReferenceIndex,
  standing: StandingTrade,
): CorrectionRefusal | undefined {
  for (const account of partiesOf(standing)) {
    if (!accounts.has(account))
      return {
        code: 'UNKNOWN_ACCOUNT',
        field: 'tradeId',
        reason: `${account}, which has a part of the trade, is no longer an account of this clearing house`,
      };
    if (isInDefault(house, memberOf(account)))
      return {
        code: 'MEMBER_IN_DEFAULT',
        field: 'tradeId',
        reason: `${memberOf(account)}, which has a part of the trade, is in default: its trades stand as they are`,
      };
  }
  return undefined;
}

/** Quantity, limits and price of a corrected trade; a price of then is not judged by the band of now. */
function judgeTerms(
  context: Omit<TradeContext, 'trade'>,
  correction: TradeCorrection,
  judged: JudgedCorrection,
): Judged<JudgedCorrection> {
  const { standing, instrument } = judged;
  const lots = judgeQuantity(context, correction, standing);
  if (!lots.ok) return lots;
  const ticks = readPriceTicks(instrument, correction.price ?? standing.price);
  if (!ticks.ok) return ticks;
  if (lots.value === judged.lots && ticks.value === judged.ticks)
    return refuse(
      'INVALID_FIELD',
      correction.price === undefined ? 'quantity' : 'price',
      `${correction.tradeId} stands at ${standing.quantity} lots at ${standing.price} already; name what is to be another`,
    );
  return ok({ ...judged, lots: lots.value, ticks: ticks.value });
}

function judgeQuantity(
  context: Omit<TradeContext, 'trade'>,
  { quantity, tradeId, venue, requestedAt }: TradeCorrection,
  { buyer, seller, instrument, price, quantity: before }: StandingTrade,
): Judged<number> {
  if (quantity === undefined) return ok(Number(before));
  const lots = readLots(quantity);
  if (!lots.ok) return lots;
  const more = lots.value - Number(before);
  if (more === 0) return lots;
  const [bought, sold] = [buyer[0], seller[0]];
  if (!bought || !sold || buyer.length > 1 || seller.length > 1)
    return refuse(
      'TRADE_ALLOCATED',
      'quantity',
      `a side of ${tradeId} is spread over several accounts, and whose lots are another number cannot be told; bust it and send a new trade`,
    );
  if (more < 0) return lots;
  const trade = {
    tradeId,
    venue,
    instrument,
    quantity: String(more),
    price,
    buyer: bought.account,
    seller: sold.account,
    executedAt: requestedAt,
    ...(bought.ofClient
      ? { buyerClient: bought.ofClient.client, buyerEffect: bought.ofClient.effect }
      : {}),
    ...(sold.ofClient
      ? { sellerClient: sold.ofClient.client, sellerEffect: sold.ofClient.effect }
      : {}),
  };
  const beside = { ...context, trade };
  const beyond =
    refuseClosingTooMuch(beside, more) ??
    refuseBeyondAccountLimits(beside, more) ??
    refuseBeyondExactIntegers(beside, more);
  return beyond ? failed(beyond) : lots;
}
