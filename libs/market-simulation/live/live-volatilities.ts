import { DAY_MS, utcDate } from '#libs/domain/kernel/instant.js';
import { yearsToExpiry } from '#libs/domain/pricing/time-to-expiry.js';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import type { VolatilityToSend } from '../messages.js';
import { addDays } from '../prices/business-days.js';
import { monthlyExpiryFrom } from '../prices/monthly-expiry.js';
import type { PriceWalk } from './price-walk.js';
import type { VolatilityWalk } from './volatility-walk.js';

/** The tenor of the level that is quoted where no options are listed. */
const LEVEL_DAYS = 30;
const LEVEL_YEARS = LEVEL_DAYS / 365;
/** The near smile is of the first monthly expiry that lies so far ahead. */
const NEAR_DAYS_MIN = 25;

/** The volatilities of one underlying. */
export interface MovedVolatility {
  readonly underlying: string;
  readonly walk: VolatilityWalk;
  /** The price that they follow. */
  readonly price: PriceWalk;
  /** Instants of its listed options' expiries, ascending; without any there is one level instead. */
  readonly expiriesMs: readonly number[];
}

/** Instants at which options of an underlying expire, ascending, each once. */
export function expiriesOf(data: ReferenceData, underlying: string): number[] {
  const instants = data.instruments.flatMap((terms) =>
    terms.type === 'option' && terms.underlying === underlying ? [Date.parse(terms.expiry)] : [],
  );
  return [...new Set(instants)].sort((a, b) => a - b);
}

/** Moves implied volatilities with the prices, and quotes them. */
export class LiveVolatilities {
  /** The level that was quoted last, by underlying. */
  private readonly quoted = new Map<string, number>();

  constructor(
    private readonly moved: readonly MovedVolatility[],
    private readonly source: string,
  ) {}

  /** Follows the last step of the prices. */
  step(dayShare: number): void {
    for (const { walk, price } of this.moved) walk.step(dayShare, price.lastMove);
  }

  /**
   * The observations as things stand. One message has one expiry, and total variance must not fall from
   * an earlier to a later one at any moment: when volatility has risen the latest expiry goes first,
   * when it has fallen the earliest.
   */
  observations(nowMs: number): VolatilityToSend[] {
    return this.moved.flatMap((each) => {
      const { underlying, walk } = each;
      const before = this.quoted.get(underlying) ?? walk.logLevel;
      this.quoted.set(underlying, walk.logLevel);
      const messages = this.observationsOf(each, nowMs);
      return walk.logLevel > before ? messages.toReversed() : messages;
    });
  }

  private observationsOf(
    { underlying, walk, expiriesMs }: MovedVolatility,
    nowMs: number,
  ): VolatilityToSend[] {
    const observedAt = new Date(nowMs).toISOString();
    const common = { underlying, source: this.source, observedAt };
    const ahead = expiriesMs.filter((ms) => ms > nowMs);
    if (ahead.length === 0) {
      const volatility = walk.atTheMoney(LEVEL_YEARS);
      return [{ ...common, volatility, tenorDays: LEVEL_DAYS }];
    }
    const near = monthlyExpiryFrom(addDays(utcDate(nowMs), NEAR_DAYS_MIN));
    const nearMs = Date.parse(`${near}T00:00:00.000Z`) + DAY_MS - 1;
    const dates = new Map([[near, nearMs]]);
    for (const ms of ahead) dates.set(utcDate(ms), ms);
    return [...dates]
      .sort(([, a], [, b]) => a - b)
      .map(([expiry, ms]) => ({ ...common, expiry, nodes: walk.nodes(yearsToExpiry(ms, nowMs)) }));
  }
}
