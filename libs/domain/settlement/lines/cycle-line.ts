import type { SettlementLineKind } from '#libs/domain/events/settlement-events.js';
import type { Delivery } from '../expiry/endings.js';
import type { AccountOutcome } from '../expiry/exercise-series.js';

interface LineOf<K extends SettlementLineKind> {
  readonly kind: K;
  readonly instrument: string;
  readonly currency: string;
  /** Minor units of the currency, positive when the account receives. */
  readonly amountMinor: bigint;
}

interface TradedLine<K extends SettlementLineKind> extends LineOf<K> {
  /** Signed lots now, at the last cycle, and traded since. */
  readonly lots: number;
  readonly openingLots: number;
  readonly tradedLots: number;
  /** Sum of lots x ticks over the trades since the last cycle. */
  readonly tradedTicks: bigint;
}

interface PricedLine<K extends SettlementLineKind> extends TradedLine<K> {
  /** Of the last cycle; undefined in the first that the instrument is in. */
  readonly previousTicks: number | undefined;
  /** The settlement price, or the mark of what is not settled yet. */
  readonly priceTicks: number;
}

/** `(lots * S - opening * S_previous - traded) * tick value` (margin-model.md f.1). */
export type VariationMarginLine = PricedLine<'VARIATION_MARGIN'>;

/** The same to the final price, after which the position is gone. */
export type FinalSettlementLine = PricedLine<'FINAL_SETTLEMENT'>;

/** `(exercised - assigned) * value * tick value` of an option that ends (margin-model.md a.3). */
export interface ExerciseLine extends TradedLine<'EXERCISE'> {
  /** Of what the option is on. */
  readonly finalPrice: string;
  readonly outcome: AccountOutcome;
  /** What is delivered instead of cash. */
  readonly delivery: Delivery | undefined;
  /** Whether the position is gone with this line; that of a futures-style option is with its final settlement. */
  readonly closes: boolean;
}

/** `-traded * tick value`: agreed when it was traded (margin-model.md f.4). */
export type PremiumLine = TradedLine<'PREMIUM'>;

/** What has accrued over intervals since the last cycle (margin-model.md a.2). */
export type FundingLine = LineOf<'FUNDING'>;

/** What an account pays or receives for itself, of no instrument. */
interface ChargeOf<K extends SettlementLineKind> {
  readonly kind: K;
  readonly instrument?: undefined;
  readonly currency: string;
  /** Minor units of the currency, positive when the account receives. */
  readonly amountMinor: bigint;
}

/** Per lot and account type for what was novated since the last cycle; in the base currency. */
export type FeeLine = ChargeOf<'FEE'>;

/** On cash collateral since the last end of a day. */
export type InterestLine = ChargeOf<'INTEREST'>;

/** On variation margin received and paid, since the last end of a day. */
export type PriceAlignmentLine = ChargeOf<'PRICE_ALIGNMENT'>;

/** What a default takes of an account's gain, in the base currency; never positive. */
export type GainsHaircutLine = ChargeOf<'GAINS_HAIRCUT'>;

/** One line of what a cycle brings an account: booked, or still unsettled. */
export type CycleLine =
  | VariationMarginLine
  | FinalSettlementLine
  | ExerciseLine
  | PremiumLine
  | FundingLine
  | PriceAlignmentLine
  | FeeLine
  | InterestLine
  | GainsHaircutLine;
