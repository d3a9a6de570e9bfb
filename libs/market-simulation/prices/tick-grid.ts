import { formatUnits, parseDecimal, type Decimal } from '#libs/domain/kernel/decimal.js';
import { floorDiv } from '#libs/domain/kernel/rounding.js';

/** The prices that an instrument can have: whole multiples of its tick, exactly. */
export class TickGrid {
  private readonly tick: Decimal;

  /** @param tickSize a positive decimal such as 0.25 */
  constructor(readonly tickSize: string) {
    this.tick = parseDecimal(tickSize);
  }

  /** The price of so many ticks as messages write it. */
  text(ticks: number): string {
    return formatUnits(BigInt(ticks) * this.tick.units, this.tick.scale);
  }

  /** Half-way between two prices of the grid, which the clearing house must refuse. */
  offGridText(ticks: number): string {
    const units = BigInt(ticks) * this.tick.units * 10n + this.tick.units * 5n;
    return formatUnits(units, this.tick.scale + 1);
  }

  /** The ticks nearest to a decimal; half a tick goes up. */
  nearest(price: string): number {
    const { units, scale } = parseDecimal(price);
    const common = BigInt(Math.max(scale, this.tick.scale));
    const value = units * 10n ** (common - BigInt(scale));
    const tick = this.tick.units * 10n ** (common - BigInt(this.tick.scale));
    return Number(floorDiv(2n * value + tick, 2n * tick));
  }

  /** The price of so many ticks as a double, for generators and pictures; never sent. */
  value(ticks: number): number {
    return Number(this.text(ticks));
  }
}
