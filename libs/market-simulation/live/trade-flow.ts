import type { TradeToSend } from '../messages.js';
import type { Random } from '../random/random.js';
import type { PriceWalk } from './price-walk.js';

/** What is known of an account from outside. */
export interface AccountView {
  /** Exposure over counted collateral; undefined where nothing is counted yet. */
  utilisation: number | undefined;
  /** Counted collateral in the base currency. */
  counted: number;
  /** Signed lots by instrument. */
  readonly lots: Map<string, number>;
}

/** An instrument that is traded, with the price that trades are made at. */
export interface TradedInstrument {
  readonly walk: PriceWalk;
  /** Value of one lot at one tick, in the base currency. */
  readonly tickValue: number;
}

export interface TradeFlowOptions {
  readonly accounts: readonly string[];
  readonly instruments: readonly TradedInstrument[];
  readonly venue: string;
  /** Part of every trade id, so that ids of different runs differ. */
  readonly runId: string;
  /** Share of trades with a fault in them, as in life. */
  readonly faultShare: number;
}

const OFFSET_TICKS_MAX = 2;
/** From this utilisation on an account reduces what it holds; below it follows its view. */
const CAUTION_UTILISATION = 1.02;
/** Share of its collateral that the notional of one trade comes to, at most. */
const NOTIONAL_SHARE_OF_COLLATERAL = 1.5;
const LOTS_MAX = 5_000;
/** An account changes its view of a market about once in so many of its trades there. */
const TRADES_PER_VIEW = 12;

/**
 * A stream of trades: accounts have views, build positions as large as their collateral bears and a
 * little beyond, change their minds, and now and then one sends something that must be refused.
 */
export class TradeFlow {
  /** By account, kept up to date by whoever reads the clearing house's messages. */
  readonly views = new Map<string, AccountView>();
  private readonly opinions = new Map<string, 1 | -1>();
  private sent = 0;

  constructor(
    private readonly options: TradeFlowOptions,
    private readonly random: Random,
  ) {
    for (const account of options.accounts) {
      this.views.set(account, { utilisation: undefined, counted: 0, lots: new Map() });
    }
  }

  /** The next trade, at the present prices. @param executedAtMs when it was matched */
  next(executedAtMs: number): TradeToSend {
    const { random, options } = this;
    const traded = random.pick(options.instruments);
    const { grid, instrument } = traded.walk.market;
    const initiator = random.pick(options.accounts);
    const counterparty = this.counterpartyOf(initiator);
    const [buyer, seller] =
      this.direction(initiator, instrument) > 0
        ? [initiator, counterparty]
        : [counterparty, initiator];
    const ticks = traded.walk.ticks + random.integer(-OFFSET_TICKS_MAX, OFFSET_TICKS_MAX);
    const faulty = random.chance(options.faultShare);
    this.sent += 1;
    return {
      tradeId: `${options.runId}-${this.sent}`,
      venue: options.venue,
      instrument,
      quantity: String(this.lotsOf(initiator, counterparty, traded)),
      price: faulty ? grid.offGridText(ticks) : grid.text(ticks),
      buyer,
      seller,
      executedAt: new Date(executedAtMs).toISOString(),
    };
  }

  /** Of two that would do, the one that has more room. */
  private counterpartyOf(initiator: string): string {
    const others = this.options.accounts.filter((account) => account !== initiator);
    const [one, other] = [this.random.pick(others), this.random.pick(others)];
    const used = (account: string): number => this.views.get(account)?.utilisation ?? 0;
    return used(one) <= used(other) ? one : other;
  }

  private direction(account: string, instrument: string): 1 | -1 {
    const view = this.views.get(account);
    const held = view?.lots.get(instrument) ?? 0;
    if (held !== 0 && (view?.utilisation ?? 0) > CAUTION_UTILISATION) return held > 0 ? -1 : 1;
    const key = `${account} ${instrument}`;
    const opinion = this.opinions.get(key);
    if (opinion !== undefined && !this.random.chance(1 / TRADES_PER_VIEW)) return opinion;
    const changed = this.random.chance(0.5) ? 1 : -1;
    this.opinions.set(key, changed);
    return changed;
  }

  /** Sized to the smaller of the two, so that one trade does not break either. */
  private lotsOf(initiator: string, counterparty: string, traded: TradedInstrument): number {
    const counted = Math.min(
      this.views.get(initiator)?.counted ?? 0,
      this.views.get(counterparty)?.counted ?? 0,
    );
    const notionalOfLot = Math.max(1, traded.walk.ticks * traded.tickValue);
    const bearable = (counted * NOTIONAL_SHARE_OF_COLLATERAL) / notionalOfLot;
    return Math.max(1, Math.min(LOTS_MAX, Math.round(bearable * this.random.uniform())));
  }

  /** Takes a novated trade into the positions. */
  takeNovated(trade: { instrument: string; quantity: string; buyer: string; seller: string }): void {
    const lots = Number(trade.quantity);
    this.addLots(trade.buyer, trade.instrument, lots);
    this.addLots(trade.seller, trade.instrument, -lots);
  }

  /** Adds signed lots to what an account of the flow is known to hold. */
  addLots(account: string, instrument: string, lots: number): void {
    const held = this.views.get(account)?.lots;
    held?.set(instrument, (held.get(instrument) ?? 0) + lots);
  }
}
