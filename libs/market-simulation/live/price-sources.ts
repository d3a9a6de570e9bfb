import type { Random } from '../random/random.js';

/** Seconds without an outage, and how long one lasts. */
const CALM_SECONDS = [45, 90] as const;
const OUTAGE_SECONDS = [18, 35] as const;
const ALL_SILENT_SECONDS = [35, 50] as const;
/** Shares of the outages that leave one source, or none. */
const ALL_SILENT_SHARE = 0.2;
const ONE_LEFT_SHARE = 0.35;
/** Each source quotes so often, one after the other. */
const QUOTE_SECONDS = 2;
/** A source sees the market up to so many ticks beside where it is. */
const NOISE_TICKS_MAX = 2;

/** What a source says of a price in this step: the ticks to add to it. */
export interface SourceQuoteNow {
  readonly source: string;
  readonly offsetTicks: number;
}

/** The sources of one price feed: they quote by turns, and now and then some of them fall silent. */
export class PriceSources {
  private secondsLeft: number;
  private silent: ReadonlySet<string> = new Set();
  private readonly untilQuote: Map<string, number>;

  /** @param names at least one */
  constructor(
    private readonly names: readonly string[],
    private readonly random: Random,
  ) {
    this.secondsLeft = random.between(...CALM_SECONDS);
    this.untilQuote = new Map(
      names.map((name, i) => [name, (i / names.length) * QUOTE_SECONDS] as const),
    );
  }

  /** Those that do not quote now. */
  get silentNames(): readonly string[] {
    return [...this.silent];
  }

  /** Every source at once, as when a market opens. */
  all(): SourceQuoteNow[] {
    return this.names.map((source) => ({ source, offsetTicks: 0 }));
  }

  /** Moves on, and lets those quote whose turn has come. */
  step(seconds: number): SourceQuoteNow[] {
    this.secondsLeft -= seconds;
    if (this.secondsLeft <= 0) this.turn();
    return this.names.flatMap((source) => {
      const left = (this.untilQuote.get(source) ?? 0) - seconds;
      this.untilQuote.set(source, left > 0 ? left : left + QUOTE_SECONDS);
      if (left > 0 || this.silent.has(source)) return [];
      const offsetTicks = this.random.integer(-NOISE_TICKS_MAX, NOISE_TICKS_MAX);
      return [{ source, offsetTicks }];
    });
  }

  private turn(): void {
    const { random, names } = this;
    if (this.silent.size > 0) {
      this.silent = new Set();
      this.secondsLeft = random.between(...CALM_SECONDS);
      return;
    }
    if (random.chance(ALL_SILENT_SHARE)) {
      this.silent = new Set(names);
      this.secondsLeft = random.between(...ALL_SILENT_SECONDS);
      return;
    }
    const one = random.pick(names);
    const others = names.filter((name) => name !== one);
    this.silent = new Set(random.chance(ONE_LEFT_SHARE) ? others : [one]);
    this.secondsLeft = random.between(...OUTAGE_SECONDS);
  }
}
