import { exp } from '#libs/domain/numerics/exp.js';
import type { Random } from '../random/random.js';
import type { Quote, QuotedMarket } from './quote.js';
import type { Turbulence } from './weather.js';

/** A market whose price walks. */
export interface WalkedMarket extends QuotedMarket {
  /** Relative, over a demonstration day. */
  readonly dailyVolatility: number;
}

/** A walk that another one goes along with. */
export interface LedBy {
  readonly leader: PriceWalk;
  /** From -1 to 1. */
  readonly correlation: number;
}

/** No price goes below so many ticks: a walk that reaches it is turned back. */
const TICKS_MIN = 10;

/** A random walk on the tick grid, in relative steps; agitated when the weather is. */
export class PriceWalk implements Quote {
  private exact: number;
  private lastDraw = 0;
  private moved = 0;

  /**
   * @param ticks where it starts
   * @param ledBy a walk that is stepped before this one
   */
  constructor(
    readonly market: WalkedMarket,
    ticks: number,
    private readonly random: Random,
    private readonly ledBy?: LedBy,
  ) {
    this.exact = Math.max(ticks, TICKS_MIN);
  }

  get ticks(): number {
    return Math.max(TICKS_MIN, Math.round(this.exact));
  }

  get priceText(): string {
    return this.market.grid.text(this.ticks);
  }

  /** The logarithmic move of the last step. */
  get lastMove(): number {
    return this.moved;
  }

  /** @param dayShare length of the step as a share of a demonstration day */
  step(dayShare: number, turbulence: Turbulence): void {
    const hit =
      turbulence.underlying === undefined || turbulence.underlying === this.market.underlying;
    const factor = hit ? turbulence.factor : 1;
    const drift = hit ? turbulence.drift : 0;
    const deviation = this.market.dailyVolatility * Math.sqrt(dayShare) * factor;
    this.lastDraw = this.draw();
    this.moved = deviation * (this.lastDraw + drift);
    this.exact = Math.max(TICKS_MIN, this.exact * exp(this.moved));
  }

  private draw(): number {
    const own = this.random.normal();
    if (!this.ledBy) return own;
    const { leader, correlation } = this.ledBy;
    return correlation * leader.lastDraw + Math.sqrt(1 - correlation * correlation) * own;
  }

  /** Goes on from a price that somebody else has set. */
  moveTo(ticks: number): void {
    this.exact = Math.max(ticks, TICKS_MIN);
  }
}
