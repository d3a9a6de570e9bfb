import { post, type Books } from '#libs/domain/books/books.js';
import { isInDefault } from '#libs/domain/default-management/default-state.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { TradeSubmission } from '#libs/domain/inputs/inputs.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { isGrossOmnibus } from '#libs/domain/reference-data/account-kind.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import type { ClientSide } from '#libs/domain/trading/client-side.js';
import { sideAtFault, type TradeRefusal } from '#libs/domain/trading/refusal.js';
import { withTradeMade } from '#libs/domain/trading/limits/with-trade-made.js';
import { refuseClosingTooMuch } from '#libs/domain/trading/rules/closes-what-is-held.js';
import { refuseClosedInstrument } from '#libs/domain/trading/rules/instrument-is-open.js';
import { refuseOnClosedLedger } from '#libs/domain/trading/rules/ledger-is-open.js';
import { refuseRiskOfRestrictedAccount } from '#libs/domain/trading/rules/restricted-accounts-reduce-only.js';
import { refuseSuspendedMembers } from '#libs/domain/trading/rules/members-not-suspended.js';
import { refuseBeyondAccountLimits } from '#libs/domain/trading/rules/within-account-limits.js';
import { refuseBeyondExposureLimits } from '#libs/domain/trading/rules/within-exposure-limits.js';
import { refuseBeyondExactIntegers } from '#libs/domain/trading/rules/within-exact-integers.js';
import type { TradeContext } from '#libs/domain/trading/rules/trade-context.js';
import type { RequestContext } from './request-context.js';
import type { TransferRefusal } from './transfer-refusal.js';

/** An account, and what a move does to its client where it is gross omnibus. */
export interface MoveSide {
  readonly account: string;
  readonly ofClient?: ClientSide | undefined;
}

/** Lots that are to go from an account to another, as if the one traded with the other. */
export interface Move {
  readonly instrument: InstrumentEntry;
  /** Signed: above zero the receiver is longer by them. */
  readonly lots: number;
  /** Of one lot, for what is measured by it. */
  readonly ticks: number;
  readonly from: MoveSide;
  readonly to: MoveSide;
}

/**
 * Whether lots may go, by the rules of a trade between the two: instrument, accounts, restrictions, limits.
 * That it raises a requirement is for who consented to bear; what a restricted account has may not.
 */
export function refuseMove(context: RequestContext, move: Move): TransferRefusal | undefined {
  const { house, reference } = context;
  const { from, to } = move;
  for (const { account } of [from, to]) {
    if (!reference.accounts.has(account))
      return {
        code: 'UNKNOWN_ACCOUNT',
        field: 'account',
        reason: `${account} is not an account of this clearing house; correct the account`,
      };
    if (isInDefault(house, memberOf(account)))
      return {
        code: 'MEMBER_IN_DEFAULT',
        field: 'account',
        reason: `${memberOf(account)} is in default: nothing goes to it or from it but by the steps of its default`,
      };
  }
  const lots = Math.abs(move.lots);
  const trades = tradeContext(context, move);
  const refusal =
    refuseOnClosedLedger(trades) ??
    refuseClosedInstrument(trades) ??
    refuseMisnamed(context, to) ??
    refuseRiskOfRestrictedAccount(trades, lots) ??
    refuseSuspendedMembers(trades) ??
    refuseClosingTooMuch(trades, lots) ??
    refuseBeyondAccountLimits(trades, lots) ??
    refuseBeyondExactIntegers(trades, lots);
  return refusal && ofItsMember(trades, refusal);
}

/** A refusal of the trade that would do the same, with the member whose account is at fault. */
function ofItsMember(
  { trade }: TradeContext,
  refusal: TradeRefusal | TransferRefusal,
): TransferRefusal {
  const side = sideAtFault(refusal as TradeRefusal);
  return side === undefined ? refusal : { ...refusal, of: memberOf(trade[side]) };
}

/**
 * Whether the move keeps to the limits of exposure and deficit, with the collateral that goes with the lots where
 * it will be: what comes with a position covers it.
 * @param journal of that collateral
 */
export function refuseMoveBeyondExposure(
  context: RequestContext,
  move: Move,
  journal: readonly JournalLine[] = [],
): TransferRefusal | undefined {
  const trades = tradeContext(context, move);
  const judge = (given: TradeContext): TransferRefusal | undefined => {
    const refusal = refuseBeyondExposureLimits(given, Math.abs(move.lots), move.ticks);
    return refusal && ofItsMember(given, refusal);
  };
  if (journal.length === 0) return judge(trades);
  const house = { ...context.house, books: booksWith(context.house.books, journal) };
  // Of its own, so that nothing which it keeps outlives the question.
  const engine = new MarginEngine(house);
  return judge({ ...trades, house, engine });
}

/** Answers a question about the house as it will be when the lots have gone; the state stays as it is. */
export const judgeMove = <T>(context: RequestContext, move: Move, ask: () => T): T =>
  withTradeMade(tradeContext(context, move), Math.abs(move.lots), move.ticks, ask);

/** Books in which a journal was posted; those that are there stay as they are. */
function booksWith(books: Books, journal: readonly JournalLine[]): Books {
  const made = new Map(books);
  for (const { book } of journal) made.set(book, new Map(books.get(book)));
  post(made, journal);
  return made;
}

function tradeContext(context: RequestContext, move: Move): TradeContext {
  const { house, reference, engine, nowMs } = context;
  const { instrument } = move;
  const trade = asTrade(move, Math.abs(move.lots));
  return { house, reference, engine, instrument, nowMs, trade, isFree: true };
}

/** The trade that would do the same; nobody is told of it. */
function asTrade({ instrument, lots: signed, ticks, from, to }: Move, lots: number) {
  const [buyer, seller] = signed > 0 ? [to, from] : [from, to];
  const trade: TradeSubmission = {
    tradeId: 'MOVE',
    venue: 'MOVE',
    instrument: instrument.id,
    quantity: String(lots),
    price: ticksToPrice(instrument, ticks),
    buyer: buyer.account,
    seller: seller.account,
    executedAt: '',
    ...(buyer.ofClient
      ? { buyerClient: buyer.ofClient.client, buyerEffect: buyer.ofClient.effect }
      : {}),
    ...(seller.ofClient
      ? { sellerClient: seller.ofClient.client, sellerEffect: seller.ofClient.effect }
      : {}),
  };
  return trade;
}

/** A gross omnibus account names its client and says whether it opens or closes; no other may. */
function refuseMisnamed(
  { reference }: RequestContext,
  { account, ofClient }: MoveSide,
): TransferRefusal | undefined {
  const listed = reference.accounts.get(account)?.account;
  const isGross = listed !== undefined && isGrossOmnibus(listed);
  if (isGross === (ofClient !== undefined)) return undefined;
  return isGross
    ? {
        code: 'MISSING_FIELD',
        field: 'client',
        reason: `positions of ${account} are kept gross by client: name the client and say whether it opens or closes (OPEN or CLOSE)`,
      }
    : {
        code: 'INVALID_FIELD',
        field: 'client',
        reason: `${account} does not keep positions by client; leave client and effect out`,
      };
}

/** What giving lots away does to the client that had them with an effect. */
export const undoing = (ofClient: ClientSide | undefined): ClientSide | undefined =>
  ofClient && { client: ofClient.client, effect: ofClient.effect === 'OPEN' ? 'CLOSE' : 'OPEN' };

/** Both fields of a client, or neither. */
export const clientSide = (
  client: string | undefined,
  effect: ClientSide['effect'] | undefined,
): ClientSide | undefined =>
  client === undefined && effect === undefined
    ? undefined
    : { client: client ?? '', effect: effect ?? 'OPEN' };
