import type { HouseState } from '#libs/domain/house/house-state.js';
import type { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import { exchangeRate } from '#libs/domain/market/exchange-rate.js';
import { markTicks } from '#libs/domain/market/marks.js';
import { surfaceOf, volatilityVersion } from '#libs/domain/market/volatility-surfaces.js';
import { valuationInstant } from '#libs/domain/pricing/time-to-expiry.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import { formatRate } from './format-rate.js';

/**
 * Puts marks, rates and surfaces into a cube as they are in the state now: one that is gone may not
 * linger from an earlier position.
 */
export class MarkLoader {
  private nowMs: number | undefined;
  /** What each surface was read from: version and valuation instant. */
  private readonly surfaces = new Map<string, { version: number; nowMs: number }>();

  constructor(
    private readonly house: HouseState,
    private readonly reference: ReferenceIndex,
    private readonly cube: MarginCube,
  ) {}

  /** Moves the valuation instant to the step that the ledger's time is in. */
  moveClock(): void {
    const { ledgerTimeMs } = this.house;
    const { valuationIntervalMinutes } = this.reference.data.model;
    this.nowMs =
      ledgerTimeMs === undefined
        ? undefined
        : valuationInstant(ledgerTimeMs, valuationIntervalMinutes);
    this.cube.setValuationInstant(this.nowMs);
  }

  /** All that the row of one instrument is built from. */
  load(instrument: string): void {
    const entry = this.reference.instruments.get(instrument);
    if (!entry) return;
    this.loadMark(instrument);
    this.loadRate(entry.currency);
    const { terms, underlying } = entry;
    if (terms.type !== 'option') return;
    if (terms.forward !== undefined) this.loadMark(terms.forward);
    const spot = this.house.market.prices.get(underlying);
    this.cube.setSpot(underlying, spot && Number(spot.price));
    this.loadSurface(underlying);
  }

  private loadMark(instrument: string): void {
    const ticks = markTicks(this.house, instrument);
    if (ticks === undefined) this.cube.clearPrice(instrument);
    else this.cube.setPrice(instrument, ticks);
  }

  private loadRate(currency: string): void {
    const { baseCurrency } = this.reference;
    if (currency === baseCurrency) return;
    const rate = exchangeRate(this.house, currency, baseCurrency);
    if (rate) this.cube.setExchangeRate(currency, formatRate(rate));
    else this.cube.clearExchangeRate(currency);
  }

  private loadSurface(underlying: string): void {
    const nowMs = this.nowMs ?? 0;
    const version = volatilityVersion(this.house, underlying);
    const held = this.surfaces.get(underlying);
    if (held?.version === version && held.nowMs === nowMs) return;
    this.surfaces.set(underlying, { version, nowMs });
    this.cube.setSurface(underlying, surfaceOf(this.house, underlying, nowMs));
  }
}
