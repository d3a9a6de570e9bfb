import { exp } from '#libs/domain/numerics/exp.js';
import { TickGrid } from '../prices/tick-grid.js';
import type { Random } from '../random/random.js';
import type { PriceWalk } from './price-walk.js';

/** The perpetual stands above its index by so much on average, relative, and wanders about that. */
const PREMIUM_MEAN = 0.0001;
const PREMIUM_DEVIATION = 0.0006;
/** Share of its distance from the mean that the premium loses a second. */
const REVERSION = 0.02;
const GRID = new TickGrid('0.01');

/** The index of a perpetual: its mark without the premium that traders pay for it. */
export class PerpetualIndex {
  private premium: number = PREMIUM_MEAN;

  /** @param symbol of the index */
  constructor(
    readonly symbol: string,
    private readonly perpetual: PriceWalk,
    private readonly random: Random,
  ) {}

  step(seconds: number): void {
    const pull = Math.min(1, REVERSION * seconds);
    const noise = PREMIUM_DEVIATION * Math.sqrt(pull * 2) * this.random.normal();
    this.premium += pull * (PREMIUM_MEAN - this.premium) + noise;
  }

  get priceText(): string {
    const price = Number(this.perpetual.priceText) * exp(-this.premium);
    return GRID.text(GRID.nearest(price.toFixed(4)));
  }
}
