import { invariant } from '#libs/domain/kernel/assert.js';
import type { TradeToSend } from '../messages.js';
import { Random } from '../random/random.js';
import type { PlannedMarket, ReplayPlan } from './plan-replay.js';
import type { ReplayAccount, ReplayMember } from './population.js';
import { strategyFor, type Strategy } from './strategies.js';

/** Changes of fewer lots are not worth a trade. */
const TICKET_LOTS_MIN = 8;
/** A larger change is split into several trades, with makers of their own. */
const TICKET_LOTS_MAX = 100;
const MAKERS_TRADE_PROBABILITY = 0.6;
/** Trades of a day follow each other by a second, from this time on. */
const FIRST_TRADE = 'T20:05:00.000Z';
const TRADE_STEP_MS = 1_000;

interface Trader {
  readonly account: string;
  /** By market of the plan. */
  readonly strategies: readonly Strategy[];
}

/**
 * The members' trading in a replay: at each close every account moves towards what its strategy wants,
 * with a market maker on the other side. The same plan, members and seed give the same trades; over all
 * accounts positions add up to zero, since every trade has two sides.
 */
export class ReplayTraders {
  private readonly random: Random;
  private readonly traders: readonly Trader[];
  private readonly makers: readonly string[];
  /** By market of the plan: signed lots by account. */
  readonly positions: readonly Map<string, number>[];

  constructor(
    private readonly plan: ReplayPlan,
    members: readonly ReplayMember[],
    private readonly seed: number,
  ) {
    this.random = new Random(`replay/${seed}`);
    const accounts = members.flatMap((member) => member.accounts);
    this.makers = accounts.filter(({ role }) => role === 'market-maker').map(({ id }) => id);
    invariant(this.makers.length > 0, 'a replay needs a market maker');
    this.traders = accounts
      .filter(({ role }) => role !== 'market-maker')
      .map((account) => ({ account: account.id, strategies: this.strategiesOf(account) }));
    this.positions = plan.markets.map(() => new Map<string, number>());
  }

  private strategiesOf({ id, role }: ReplayAccount): Strategy[] {
    return this.plan.markets.flatMap(({ market }, i) => {
      const random = this.random.fork(`${id}/${market.underlying}`);
      return strategyFor(role, i, random) ?? [];
    });
  }

  /** The trades of a day of the plan, at its closing prices; days are asked for in order. */
  tradesOf(day: number): TradeToSend[] {
    const trades: TradeToSend[] = [];
    for (const [i, planned] of this.plan.markets.entries()) {
      const closes = closesUpTo(planned, day);
      for (const trader of this.traders) {
        const wanted = trader.strategies[i]?.target({
          closes,
          largePositionLots: planned.market.largePositionLots,
        });
        const change = (wanted ?? 0) - this.held(i, trader.account);
        if (Math.abs(change) < TICKET_LOTS_MIN) continue;
        this.tradeWithMakers(trades, day, i, trader.account, change);
      }
      this.tradeAmongMakers(trades, day, i);
    }
    return trades;
  }

  private tradeWithMakers(
    trades: TradeToSend[],
    day: number,
    market: number,
    account: string,
    change: number,
  ): void {
    for (let left = Math.abs(change); left > 0; left -= TICKET_LOTS_MAX) {
      const lots = Math.min(left, TICKET_LOTS_MAX);
      const maker = this.random.pick(this.makers);
      const [buyer, seller] = change > 0 ? [account, maker] : [maker, account];
      this.trade(trades, day, market, lots, buyer, seller);
    }
  }

  /** Market makers even out their books with each other. */
  private tradeAmongMakers(trades: TradeToSend[], day: number, market: number): void {
    if (this.makers.length < 2 || !this.random.chance(MAKERS_TRADE_PROBABILITY)) return;
    const sorted = [...this.makers].sort((a, b) => this.held(market, a) - this.held(market, b));
    const short = sorted[0] ?? '';
    const long = sorted.at(-1) ?? '';
    const lots = Math.floor((this.held(market, long) - this.held(market, short)) / 2);
    if (lots < TICKET_LOTS_MIN) return;
    this.trade(trades, day, market, lots, short, long);
  }

  private held(market: number, account: string): number {
    return this.positions[market]?.get(account) ?? 0;
  }

  private trade(
    trades: TradeToSend[],
    day: number,
    market: number,
    lots: number,
    buyer: string,
    seller: string,
  ): void {
    const planned = this.plan.markets[market];
    const positions = this.positions[market];
    const date = this.plan.dates[day] ?? '';
    invariant(planned && positions, 'a trade is in a market of the plan');
    positions.set(buyer, this.held(market, buyer) + lots);
    positions.set(seller, this.held(market, seller) - lots);
    const executedMs = Date.parse(`${date}${FIRST_TRADE}`) + trades.length * TRADE_STEP_MS;
    trades.push({
      tradeId: `R${this.seed}-${date}-${trades.length + 1}`,
      venue: 'REPLAY',
      instrument: planned.market.instrument,
      quantity: String(lots),
      price: planned.grid.text(planned.ticks[day] ?? 0),
      buyer,
      seller,
      executedAt: new Date(executedMs).toISOString(),
    });
  }
}

/** Enough of the past for any strategy. */
const VIEW_DAYS = 100;

function closesUpTo({ history, ticks, grid }: PlannedMarket, day: number): number[] {
  const replayed = ticks.slice(Math.max(0, day + 1 - VIEW_DAYS), day + 1);
  const before = history.slice(history.length - Math.max(0, VIEW_DAYS - replayed.length));
  return [
    ...before.map(([, close]) => Number(close)),
    ...replayed.map((price) => grid.value(price)),
  ];
}
