import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { closesOf, type CloseSeries } from '#libs/domain/market/market-state.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import type { WhatIfRefusal } from '#libs/domain/what-if/what-if-refusal.js';
import { haircutOf, shortfallOfCloses } from './calibrate-haircut.js';

/** Windows of the recent period, and of the ten years that it is floored at. */
const RECENT_WINDOWS = 500;
const TEN_YEARS = 2_520;
/** Fewer windows than this say nothing about a tail. */
const WINDOWS_MIN = 100;
const DECIMALS = 4;
const ALL_DATES = '9999-12-31';

export interface CalibrationTerms {
  /** One asset; all that have a history without it. */
  readonly asset?: string;
  /** Basis points; the highest of the liquidation groups without it. */
  readonly confidenceBp?: number;
  /** Closes that a sale takes. */
  readonly days: number;
  /** Added to the shortfall, a share. */
  readonly liquidity: number;
  readonly minimum: number;
}

/** Shares as decimals; a shortfall is null where its period has no window. */
export interface HaircutProposal {
  readonly asset: string;
  /** Of the reference data: an asset's price haircut, or that of the currency of cash. */
  readonly parameter: 'haircut' | 'currencyHaircut';
  readonly symbol: string;
  readonly current: string;
  readonly proposed: string | null;
  readonly recent: string | null;
  readonly tenYears: string | null;
  readonly stress: string | null;
  readonly windows: number;
  /** Why nothing is proposed. */
  readonly reason: string | null;
}

export interface HaircutCalibration {
  readonly position: number;
  readonly confidenceBp: number;
  readonly days: number;
  readonly proposals: readonly HaircutProposal[];
}

/**
 * Proposes haircuts from the closes that were imported (margin-model.md g.2): the shortfall of the recent
 * windows, not below that of ten years and of the model's stress periods. Nothing is changed.
 * @returns refused for an unknown asset, or a confidence below that of a liquidation group
 */
export function proposeHaircuts(
  house: HouseState,
  terms: CalibrationTerms,
): Result<HaircutCalibration, WhatIfRefusal> {
  const { data, collateral } = referenceOf(house);
  if (terms.asset !== undefined && !collateral.has(terms.asset))
    return failed({
      code: 'UNKNOWN_ASSET',
      reason: `${terms.asset} is not accepted as collateral`,
    });
  const ofMargin = Math.max(0, ...data.liquidationGroups.map((group) => group.confidenceBp));
  const confidenceBp = terms.confidenceBp ?? ofMargin;
  if (confidenceBp < ofMargin)
    return failed({
      code: 'CONFIDENCE_BELOW_MARGIN',
      reason: `haircuts are calibrated at ${ofMargin} basis points or more, as margin is`,
    });
  const proposals = data.collateral.flatMap((asset) => {
    if (terms.asset !== undefined && asset.asset !== terms.asset) return [];
    // Cash of the base currency has nothing that could fall.
    if (asset.type === 'cash' && asset.currency === data.baseCurrency) return [];
    return [proposalOf(house, asset, { ...terms, confidenceBp })];
  });
  return ok({ position: house.position, confidenceBp, days: terms.days, proposals });
}

function proposalOf(
  house: HouseState,
  asset: CollateralAsset,
  terms: CalibrationTerms & { readonly confidenceBp: number },
): HaircutProposal {
  const { data } = referenceOf(house);
  const isCash = asset.type === 'cash';
  const { symbol, series } = isCash
    ? historyOf(house, [`${asset.currency}${data.baseCurrency}`])
    : historyOf(house, [asset.priceSymbol ?? asset.asset, asset.asset]);
  const { days, confidenceBp } = terms;
  const windows = Math.max(series.closes.length - days, 0);
  const known = {
    asset: asset.asset,
    parameter: isCash ? ('currencyHaircut' as const) : ('haircut' as const),
    symbol,
    current: isCash ? asset.currencyHaircut : asset.haircut,
    windows,
  };
  const isUsable = series.closes.every((close) => close > 0);
  if (windows < WINDOWS_MIN || !isUsable) {
    const reason = isUsable
      ? `the history of ${symbol} has ${windows} windows of ${days} days; ${WINDOWS_MIN} are needed`
      : `the history of ${symbol} has a close that is not above zero`;
    return { ...known, proposed: null, recent: null, tenYears: null, stress: null, reason };
  }
  const ofLast = (count: number): number | undefined =>
    shortfallOfCloses(series.closes.slice(-(count + days)), days, confidenceBp);
  const [recent, tenYears] = [ofLast(RECENT_WINDOWS), ofLast(TEN_YEARS)];
  const stress = stressShortfall(house, series, days, confidenceBp);
  const shortfalls = [recent, tenYears, stress].flatMap((each) => each ?? []);
  return {
    ...known,
    proposed: roundedUp(haircutOf(shortfalls, terms.liquidity, terms.minimum)),
    recent: shareText(recent),
    tenYears: shareText(tenYears),
    stress: shareText(stress),
    reason: null,
  };
}

/** The first symbol that has closes, or the first one without any. */
function historyOf(
  { market }: HouseState,
  symbols: readonly [string, ...string[]],
): { readonly symbol: string; readonly series: CloseSeries } {
  for (const symbol of symbols) {
    const series = closesOf(market, symbol, ALL_DATES);
    if (series.closes.length > 0) return { symbol, series };
  }
  return { symbol: symbols[0], series: { dates: [], closes: [] } };
}

/** The worst of the model's stress periods that the history covers. */
function stressShortfall(
  house: HouseState,
  { dates, closes }: CloseSeries,
  days: number,
  confidenceBp: number,
): number | undefined {
  const each = referenceOf(house).data.model.stressPeriods.flatMap(({ from, to }) => {
    const inside = closes.filter((_, i) => (dates[i] ?? '') >= from && (dates[i] ?? '') <= to);
    return shortfallOfCloses(inside, days, confidenceBp) ?? [];
  });
  return each.length === 0 ? undefined : Math.max(...each);
}

const shareText = (share: number | undefined): string | null =>
  share?.toFixed(DECIMALS + 2) ?? null;

/** A haircut is not rounded in favour of who lodges; what is within 1e-9 of a step is that step. */
function roundedUp(share: number): string {
  const step = 10 ** DECIMALS;
  return (Math.min(step, Math.ceil(share * step - 1e-9)) / step).toFixed(DECIMALS);
}
