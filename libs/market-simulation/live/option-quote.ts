import { log } from '#libs/domain/numerics/log.js';
import { europeanOption } from '#libs/domain/pricing/european-option.js';
import { optionValue } from '#libs/domain/pricing/option-value.js';
import { yearsToExpiry } from '#libs/domain/pricing/time-to-expiry.js';
import type { OptionTerms } from '#libs/domain/reference-data/model.js';
import { TickGrid } from '../prices/tick-grid.js';
import type { Quote, QuotedMarket } from './quote.js';
import type { VolatilityWalk } from './volatility-walk.js';

/** An option is not sold for nothing. */
const TICKS_MIN = 1;

/** The price of an option on a future: what the model says at the simulated smile. */
export class OptionQuote implements Quote {
  readonly market: QuotedMarket;
  private readonly strike: number;
  private readonly expiryMs: number;

  /** @param riskFreeRate continuous; of no effect where variation margin is paid */
  constructor(
    private readonly terms: OptionTerms,
    private readonly forward: Quote,
    private readonly volatilities: VolatilityWalk,
    private readonly riskFreeRate: number,
    private readonly now: () => number = Date.now,
  ) {
    const { id: instrument, underlying, tickSize, strike, expiry } = terms;
    this.market = { instrument, underlying, grid: new TickGrid(tickSize) };
    this.strike = Number(strike);
    this.expiryMs = Date.parse(expiry);
  }

  get ticks(): number {
    const { right, premiumStyle, tickSize } = this.terms;
    const { strike, riskFreeRate } = this;
    const years = yearsToExpiry(this.expiryMs, this.now());
    const forward = Number(this.forward.priceText);
    const volatility = this.volatilities.volatility(years, log(strike / forward));
    const option = europeanOption({ right, strike, years, riskFreeRate, premiumStyle });
    const price = optionValue(option, forward, volatility);
    return Math.max(TICKS_MIN, Math.round(price / Number(tickSize)));
  }

  get priceText(): string {
    return this.market.grid.text(this.ticks);
  }
}
