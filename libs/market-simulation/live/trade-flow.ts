import type { TradeToSend } from '../messages.js';
import type { Random } from '../random/random.js';
import { isTradedOption, type TradedInstrument } from './traded-instrument.js';

/** What is known of an account from outside. */
export interface AccountView {
  /** Exposure over counted collateral; undefined where nothing is counted yet. */
  utilisation: number | undefined;
  /** Counted collateral in the base currency. */
  counted: number;
  /** Signed lots by instrument. */
  readonly lots: Map<string, number>;
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
/** Of the trades, where options are listed. */
const OPTION_SHARE = 0.25;
/** From this utilisation on an account reduces what it holds; below it follows its view. */
const CAUTION_UTILISATION = 0.75;
/** What an account has beyond this does not make its positions larger. */
const USABLE_COLLATERAL_MAX = 4_000_000;
/** The bold account begins so many of the trades, until it is over its collateral. */
const BOLD_SHARE = 0.4;
const BOLD_UTILISATION_MAX = 1;
/** Share of its collateral that the notional of one trade comes to, at most. */
const NOTIONAL_SHARE_OF_COLLATERAL = 1.2;
const LOTS_MAX = 5_000;
/** An account changes its view of a market about once in so many of its trades there. */
const TRADES_PER_VIEW = 12;

/**
 * A stream of trades: accounts have views, build positions that their collateral bears, change their
 * minds, and now and then one sends something that must be refused. One at a time may be bold: it goes
 * on building until it holds more than its collateral bears, which gets it a margin call.
 */
export class TradeFlow {
  /** By account, kept up to date by whoever reads the clearing house's messages. */
  readonly views = new Map<string, AccountView>();
  private readonly opinions = new Map<string, 1 | -1>();
  private readonly listedOptions: readonly TradedInstrument[];
  private readonly linear: readonly TradedInstrument[];
  private bold: string | undefined;
  private sent = 0;

  constructor(
    private readonly options: TradeFlowOptions,
    private readonly random: Random,
  ) {
    this.listedOptions = options.instruments.filter(isTradedOption);
    this.linear = options.instruments.filter((each) => !isTradedOption(each));
    for (const account of options.accounts) {
      this.views.set(account, { utilisation: undefined, counted: 0, lots: new Map() });
    }
  }

  /** Makes the account with the least collateral bold. @param spared accounts that must not be */
  embolden(spared: (account: string) => boolean): void {
    const candidates = this.options.accounts.filter((account) => !spared(account));
    this.bold = candidates.sort((a, b) => this.countedOf(a) - this.countedOf(b))[0];
  }

  /** The next trade, at the present prices. @param executedAtMs when it was matched */
  next(executedAtMs: number): TradeToSend {
    const { random, options } = this;
    const traded = this.instrument();
    const { grid, instrument } = traded.quote.market;
    const initiator = this.initiator();
    const counterparty = this.counterpartyOf(initiator);
    const [buyer, seller] =
      this.direction(initiator, instrument) > 0
        ? [initiator, counterparty]
        : [counterparty, initiator];
    const ticks = traded.quote.ticks + random.integer(-OFFSET_TICKS_MAX, OFFSET_TICKS_MAX);
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

  private instrument(): TradedInstrument {
    const { random, listedOptions, linear } = this;
    const isOption = listedOptions.length > 0 && random.chance(OPTION_SHARE);
    return random.pick(isOption ? listedOptions : linear);
  }

  private initiator(): string {
    const { bold } = this;
    if (bold === undefined) return this.random.pick(this.options.accounts);
    if ((this.views.get(bold)?.utilisation ?? 0) > BOLD_UTILISATION_MAX) this.bold = undefined;
    return this.random.chance(BOLD_SHARE) ? bold : this.random.pick(this.options.accounts);
  }

  private countedOf(account: string): number {
    return this.views.get(account)?.counted ?? 0;
  }

  private usableOf(account: string): number {
    return Math.min(this.countedOf(account), USABLE_COLLATERAL_MAX);
  }

  /** Exposure over the collateral that an account cares to use. */
  private burdenOf(account: string): number {
    const exposure = (this.views.get(account)?.utilisation ?? 0) * this.countedOf(account);
    return exposure / Math.max(1, this.usableOf(account));
  }

  /** Of two that would do, the one that has more room. */
  private counterpartyOf(initiator: string): string {
    const others = this.options.accounts.filter((account) => account !== initiator);
    const [one, other] = [this.random.pick(others), this.random.pick(others)];
    return this.burdenOf(one) <= this.burdenOf(other) ? one : other;
  }

  private direction(account: string, instrument: string): 1 | -1 {
    const held = this.views.get(account)?.lots.get(instrument) ?? 0;
    if (held !== 0 && account === this.bold) return held > 0 ? 1 : -1;
    if (held !== 0 && this.burdenOf(account) > CAUTION_UTILISATION) return held > 0 ? -1 : 1;
    const key = `${account} ${instrument}`;
    const opinion = this.opinions.get(key);
    if (opinion !== undefined && !this.random.chance(1 / TRADES_PER_VIEW)) return opinion;
    const changed = this.random.chance(0.5) ? 1 : -1;
    this.opinions.set(key, changed);
    return changed;
  }

  /** Sized to the smaller of the two, so that one trade does not break either. */
  private lotsOf(initiator: string, counterparty: string, traded: TradedInstrument): number {
    const usable = Math.min(this.usableOf(initiator), this.usableOf(counterparty));
    const bearable = (usable * NOTIONAL_SHARE_OF_COLLATERAL) / Math.max(1, traded.lotValue());
    return Math.max(1, Math.min(LOTS_MAX, Math.round(bearable * this.random.uniform())));
  }

  /** Takes a novated trade into the positions. */
  takeNovated(trade: {
    instrument: string;
    quantity: string;
    buyer: string;
    seller: string;
  }): void {
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
