import type { PriceToSend } from '../messages.js';
import type { Narrator } from './narrator.js';
import type { TradedInstrument } from './trade-flow.js';
import type { Weather } from './weather.js';

/** A demonstration day lasts so long. */
export const DAY_SECONDS = 240;
const PERCENT = 100;

/** Moves the prices of all instruments, and tells of bursts. */
export class LivePrices {
  private atBurst = new Map<string, number>();

  constructor(
    private readonly instruments: readonly TradedInstrument[],
    private readonly weather: Weather,
    private readonly source: string,
    private readonly narrator: Narrator,
  ) {}

  /** The observations after a step. */
  step(seconds: number, nowMs: number): PriceToSend[] {
    const turbulence = this.weather.step(seconds);
    if (turbulence.edge === 'begins') {
      this.atBurst = new Map(
        this.instruments.map(({ walk }) => [walk.market.instrument, walk.ticks]),
      );
    }
    for (const { walk } of this.instruments) walk.step(seconds / DAY_SECONDS, turbulence);
    if (turbulence.edge === 'ends') this.tellBurst(turbulence.underlying);
    const observedAt = new Date(nowMs).toISOString();
    return this.instruments.map(({ walk }) => ({
      symbol: walk.market.instrument,
      price: walk.priceText,
      source: this.source,
      observedAt,
    }));
  }

  private tellBurst(underlying: string | undefined): void {
    const moves = this.instruments
      .filter(({ walk }) => underlying === undefined || walk.market.underlying === underlying)
      .map(({ walk }) => {
        const before = this.atBurst.get(walk.market.instrument) ?? walk.ticks;
        const share = (PERCENT * (walk.ticks - before)) / before;
        const sign = share < 0 ? '' : '+';
        return `${walk.market.underlying} ${sign}${share.toFixed(1)} % to ${walk.priceText}`;
      });
    const what = underlying === undefined ? 'all markets move' : 'the price jumps';
    this.narrator.say(`${what}: ${moves.join(', ')}`);
  }

  /** Official prices of a date: of the instruments, and of the factors for the price history. */
  settlementPrices(businessDate: string, nowMs: number): PriceToSend[] {
    const observedAt = new Date(nowMs).toISOString();
    const official = (symbol: string, price: string): PriceToSend => ({
      symbol,
      price,
      type: 'SETTLEMENT',
      businessDate,
      source: this.source,
      observedAt,
    });
    const seen = new Set<string>();
    return this.instruments.flatMap(({ walk }) => {
      const { instrument, underlying } = walk.market;
      const ofFactor = seen.has(underlying) ? [] : [official(underlying, walk.priceText)];
      seen.add(underlying);
      return [official(instrument, walk.priceText), ...ofFactor];
    });
  }
}
