import type { Random } from '../random/random.js';

/** How agitated the markets are at a moment. */
export interface Turbulence {
  /** Times the ordinary volatility. */
  readonly factor: number;
  /** Drift of each market while the burst lasts, in ordinary steps; 0 in calm. */
  readonly drift: number;
  /** The underlying that a burst hits; undefined: all of them. */
  readonly underlying: string | undefined;
  /** Set with the first step of a burst and with its last one. */
  readonly edge: 'begins' | 'ends' | undefined;
}

const CALM: Turbulence = { factor: 1, drift: 0, underlying: undefined, edge: undefined };
const FIRST_BURST_SECONDS = 14;
const CALM_SECONDS = [40, 75] as const;
const BURST_SECONDS = [6, 10] as const;
const BURST_FACTOR = [1.5, 2.8] as const;
const BURST_DRIFT = 0.5;
/** Share of bursts that hit every market at once, all in the same direction. */
const COMMON_SHARE = 0.4;

/** Bursts of volatility every minute or so; the first one comes soon, for those who just arrived. */
export class Weather {
  private secondsLeft = FIRST_BURST_SECONDS;
  private burst: Turbulence | undefined;

  constructor(
    private readonly underlyings: readonly string[],
    private readonly random: Random,
  ) {}

  /** Moves on by a step. */
  step(seconds: number): Turbulence {
    this.secondsLeft -= seconds;
    const { burst, random } = this;
    if (this.secondsLeft > 0) return burst ?? CALM;
    if (burst) {
      this.burst = undefined;
      this.secondsLeft = random.between(...CALM_SECONDS);
      return { ...burst, edge: 'ends' };
    }
    this.secondsLeft = random.between(...BURST_SECONDS);
    const begun: Turbulence = {
      factor: random.between(...BURST_FACTOR),
      drift: random.chance(0.5) ? BURST_DRIFT : -BURST_DRIFT,
      underlying: random.chance(COMMON_SHARE) ? undefined : random.pick(this.underlyings),
      edge: undefined,
    };
    this.burst = begun;
    return { ...begun, edge: 'begins' };
  }
}
