import type { SettlementLineKind } from '#libs/domain/events/settlement-events.js';

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

/** `(lots * S - opening * S_previous - traded) * tick value` (margin-model.md f.1). */
export interface VariationMarginLine extends TradedLine<'VARIATION_MARGIN'> {
  /** Of the last cycle; undefined in the first that the instrument is in. */
  readonly previousTicks: number | undefined;
  /** The settlement price, or the mark of what is not settled yet. */
  readonly priceTicks: number;
}

/** `-traded * tick value`: agreed when it was traded (margin-model.md f.4). */
export type PremiumLine = TradedLine<'PREMIUM'>;

/** What has accrued over intervals since the last cycle (margin-model.md a.2). */
export type FundingLine = LineOf<'FUNDING'>;

/** One line of what a cycle brings an account: booked, or still unsettled. */
export type CycleLine = VariationMarginLine | PremiumLine | FundingLine;
