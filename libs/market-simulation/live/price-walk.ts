import { exp } from '#libs/domain/numerics/exp.js';
import type { TickGrid } from '../prices/tick-grid.js';
import type { Random } from '../random/random.js';
import type { Turbulence } from './weather.js';

/** A market whose price walks. */
export interface WalkedMarket {
  readonly instrument: string;
  readonly underlying: string;
  readonly grid: TickGrid;
  /** Relative, over a demonstration day. */
  readonly dailyVolatility: number;
}

/** No price goes below so many ticks: a walk that reaches it is turned back. */
const TICKS_MIN = 10;

/** A random walk on the tick grid, in relative steps; agitated when the weather is. */
export class PriceWalk {
  private exact: number;

  /** @param ticks where it starts */
  constructor(
    readonly market: WalkedMarket,
    ticks: number,
    private readonly random: Random,
  ) {
    this.exact = Math.max(ticks, TICKS_MIN);
  }

  get ticks(): number {
    return Math.max(TICKS_MIN, Math.round(this.exact));
  }

  get priceText(): string {
    return this.market.grid.text(this.ticks);
  }

  /** @param dayShare length of the step as a share of a demonstration day */
  step(dayShare: number, turbulence: Turbulence): void {
    const hit =
      turbulence.underlying === undefined || turbulence.underlying === this.market.underlying;
    const factor = hit ? turbulence.factor : 1;
    const drift = hit ? turbulence.drift : 0;
    const deviation = this.market.dailyVolatility * Math.sqrt(dayShare) * factor;
    this.exact = Math.max(TICKS_MIN, this.exact * exp(deviation * (this.random.normal() + drift)));
  }

  /** Goes on from a price that somebody else has set. */
  moveTo(ticks: number): void {
    this.exact = Math.max(ticks, TICKS_MIN);
  }
}
