import type { PriceToSend } from '../messages.js';
import type { Narrator } from './narrator.js';
import type { PerpetualIndex } from './perpetual-index.js';
import type { PriceSources, SourceQuoteNow } from './price-sources.js';
import type { PriceWalk } from './price-walk.js';
import type { WalkedInstrument } from './traded-instrument.js';
import type { Weather } from './weather.js';

/** A demonstration day lasts so long. */
export const DAY_SECONDS = 240;
const PERCENT = 100;

/** What is quoted. */
export interface LiveQuotes {
  readonly instruments: readonly WalkedInstrument[];
  /** Exchange rates; the instrument of each is its pair. */
  readonly rates: readonly PriceWalk[];
  readonly indices: readonly PerpetualIndex[];
  /** Of the underlyings whose prices come from several sources. */
  readonly feeds: ReadonlyMap<string, PriceSources>;
}

/** Moves the prices of all instruments, and tells of bursts. */
export class LivePrices {
  private atBurst = new Map<string, number>();

  constructor(
    private readonly quotes: LiveQuotes,
    private readonly weather: Weather,
    private readonly source: string,
    private readonly narrator: Narrator,
  ) {}

  /** The observations where prices stand, from every source. */
  opening(nowMs: number): PriceToSend[] {
    return this.observations(nowMs, (feed) => feed.all());
  }

  /** The observations after a step. */
  step(seconds: number, nowMs: number): PriceToSend[] {
    const { instruments, rates, indices } = this.quotes;
    const turbulence = this.weather.step(seconds);
    if (turbulence.edge === 'begins') {
      this.atBurst = new Map(
        instruments.map(({ quote }) => [quote.market.instrument, quote.ticks]),
      );
    }
    const walks = [...instruments.map(({ quote }) => quote), ...rates];
    for (const walk of walks) walk.step(seconds / DAY_SECONDS, turbulence);
    for (const index of indices) index.step(seconds);
    if (turbulence.edge === 'ends') this.tellBurst(turbulence.underlying);
    return this.observations(nowMs, (feed) => feed.step(seconds));
  }

  private observations(
    nowMs: number,
    quotesOf: (feed: PriceSources) => SourceQuoteNow[],
  ): PriceToSend[] {
    const { instruments, rates, indices, feeds } = this.quotes;
    const observedAt = new Date(nowMs).toISOString();
    const { source } = this;
    const turns = new Map([...feeds].map(([underlying, feed]) => [underlying, quotesOf(feed)]));
    const ofInstruments = instruments.flatMap(({ quote }): PriceToSend[] => {
      const { instrument, underlying, grid } = quote.market;
      const turn = turns.get(underlying);
      if (!turn) return [{ symbol: instrument, price: quote.priceText, source, observedAt }];
      return turn.map((said) => {
        const price = grid.text(quote.ticks + said.offsetTicks);
        return { symbol: instrument, price, source: said.source, observedAt };
      });
    });
    return [
      ...ofInstruments,
      ...this.ownSymbols(turns, observedAt),
      ...[...rates.map(ofRate), ...indices.map(ofIndex)].map((said) => ({
        ...said,
        source,
        observedAt,
      })),
    ];
  }

  /** The sources of a feed quote the underlying itself too: its official closes make it a feed as well. */
  private ownSymbols(
    turns: ReadonlyMap<string, readonly SourceQuoteNow[]>,
    observedAt: string,
  ): PriceToSend[] {
    return [...turns].flatMap(([symbol, turn]) => {
      const first = this.firstOn(symbol);
      if (!first) return [];
      const { grid } = first.market;
      return turn.map(({ source, offsetTicks }) => {
        const price = grid.text(first.ticks + offsetTicks);
        return { symbol, price, source, observedAt };
      });
    });
  }

  private firstOn(underlying: string): PriceWalk | undefined {
    return this.quotes.instruments.find(({ quote }) => quote.market.underlying === underlying)
      ?.quote;
  }

  private tellBurst(underlying: string | undefined): void {
    const moves = this.quotes.instruments
      .map(({ quote }) => quote)
      .filter(({ market }) => underlying === undefined || market.underlying === underlying)
      .map((quote) => {
        const before = this.atBurst.get(quote.market.instrument) ?? quote.ticks;
        const share = (PERCENT * (quote.ticks - before)) / before;
        const sign = share < 0 ? '' : '+';
        return `${quote.market.underlying} ${sign}${share.toFixed(1)} % to ${quote.priceText}`;
      });
    const what = underlying === undefined ? 'all markets move' : 'the price jumps';
    this.narrator.say(`${what}: ${moves.join(', ')}`);
  }

  /** The price of each instrument and, for the price history, of each underlying. */
  closes(): [symbol: string, price: string][] {
    const { instruments } = this.quotes;
    const underlyings = new Set(instruments.map(({ quote }) => quote.market.underlying));
    return [
      ...instruments.map(({ quote }): [string, string] => [
        quote.market.instrument,
        quote.priceText,
      ]),
      ...[...underlyings].map((id): [string, string] => [id, this.firstOn(id)?.priceText ?? '']),
    ];
  }

  /** Of the exchange rates. */
  rates(): [pair: string, rate: string][] {
    return this.quotes.rates.map((walk) => [walk.market.instrument, walk.priceText]);
  }
}

const ofRate = (walk: PriceWalk): Pick<PriceToSend, 'symbol' | 'price'> => ({
  symbol: walk.market.instrument,
  price: walk.priceText,
});

const ofIndex = ({ symbol, priceText }: PerpetualIndex): Pick<PriceToSend, 'symbol' | 'price'> => ({
  symbol,
  price: priceText,
});
