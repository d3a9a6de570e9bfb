import type { HouseState } from '#libs/domain/house/house-state.js';
import type { FactorRequest } from '#libs/domain/margin-model/build-scenario-set.js';
import type { HistoricalModel } from '#libs/domain/margin-model/class-model.js';
import { assetMoves, type AssetMoves } from '#libs/domain/margin-model/collateral-dependence.js';
import { factorBeside } from '#libs/domain/margin-model/factor-beside.js';
import { currencyFactorKey, currencySymbols } from '#libs/domain/margin-model/factor-symbols.js';
import type { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import { priceChanges, rateFactors } from '#libs/domain/margin-model/scenario-prices.js';
import type { FactorScenarios, ScenarioSet } from '#libs/domain/margin-model/scenario-set.js';
import { closesOf } from '#libs/domain/market/market-state.js';
import { element } from '#libs/domain/numerics/element.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import { currentBusinessDate } from '#libs/domain/regimes/business-day.js';

const EVER = '9999-12-31';

interface KnownMoves {
  readonly set: ScenarioSet;
  readonly key: string;
  readonly moves: AssetMoves | undefined;
}

/**
 * How assets of collateral move in the scenarios of liquidation groups (margin-model.md g.4): by the
 * group's own factors where it has them, else by their histories on the group's dates.
 */
export class CollateralMoves {
  private readonly known = new Map<string, KnownMoves>();

  constructor(
    private readonly house: HouseState,
    private readonly reference: ReferenceIndex,
    private readonly cube: MarginCube,
  ) {}

  /**
   * The moves of an asset's value in a group; undefined where it has no history there. Kept for as long
   * as scenarios, closes and, where the moves hang on it, the price are the same.
   */
  of(id: string, { terms }: HistoricalModel, asset: CollateralAsset): AssetMoves | undefined {
    const set = this.cube.scenariosOf(id)?.set;
    if (!set) return undefined;
    const name = `${id} ${asset.asset}`;
    const key = this.keyOf(asset);
    const known = this.known.get(name);
    if (known?.set === set && known.key === key) return known.moves;
    const relative = this.relativeMoves(set, id, asset);
    const moves = relative && assetMoves(relative, terms);
    this.known.set(name, { set, key, moves });
    return moves;
  }

  private keyOf(asset: CollateralAsset): string {
    const { market } = this.house;
    const symbols = symbolsOf(asset);
    const lengths = [
      ...symbols,
      ...currencySymbols(asset.currency, this.reference.baseCurrency),
    ].map((each) => market.settled.get(each)?.dates.length ?? 0);
    const hangsOnPrice = symbols.some((each) => this.returnsOf(each).returnKind !== 'log');
    const price = hangsOnPrice ? (this.priceOf(asset) ?? '') : '';
    const date = currentBusinessDate(this.house) ?? EVER;
    return `${market.historyVersion} ${date} ${lengths.join()} ${price}`;
  }

  /** (1 + change of the price) * (1 + change of the rate) - 1, by scenario; undefined where neither moves. */
  private relativeMoves(
    set: ScenarioSet,
    group: string,
    asset: CollateralAsset,
  ): Float64Array | undefined {
    const ofPrice = this.priceMoves(set, group, asset);
    const ofRate = this.rateMoves(set, group, asset.currency);
    if (!ofPrice || !ofRate) return ofPrice ?? ofRate?.map((factor) => factor - 1);
    return ofPrice.map((move, s) => (1 + move) * element(ofRate, s) - 1);
  }

  private priceMoves(
    set: ScenarioSet,
    group: string,
    asset: CollateralAsset,
  ): Float64Array | undefined {
    for (const symbol of symbolsOf(asset)) {
      const factor =
        set.factors.get(symbol) ?? this.beside(set, group, symbol, this.returnsOf(symbol));
      if (!factor) continue;
      if (factor.returnKind === 'log') return factor.moves;
      const price = Number(this.priceOf(asset));
      if (price > 0) return priceChanges(price, factor, set, 1 / price);
    }
    return undefined;
  }

  private priceOf({ priceSymbol, asset }: CollateralAsset): string | undefined {
    return this.house.market.prices.get(priceSymbol ?? asset)?.price;
  }

  /** What the exchange rate is multiplied with; undefined where it does not move. */
  private rateMoves(set: ScenarioSet, group: string, currency: string): Float64Array | undefined {
    const { baseCurrency } = this.reference;
    if (currency === baseCurrency) return undefined;
    const [pair, turned] = currencySymbols(currency, baseCurrency);
    for (const [symbol, other] of [
      [pair, turned],
      [turned, pair],
    ] as const) {
      const factor =
        set.factors.get(currencyFactorKey(symbol)) ??
        this.beside(set, group, symbol, { returnKind: 'log', shift: 0, shockedAgainst: other });
      if (factor) return rateFactors(factor, symbol === turned);
    }
    return undefined;
  }

  private beside(
    set: ScenarioSet,
    group: string,
    symbol: string,
    returns: Pick<FactorRequest, 'returnKind' | 'shift' | 'shockedAgainst'>,
  ): FactorScenarios | undefined {
    const date = currentBusinessDate(this.house) ?? EVER;
    const { dates, closes } = closesOf(this.house.market, symbol, date);
    if (dates.length === 0) return undefined;
    const history = { symbol, dates, closes };
    const terms = { underlying: symbol, isCurrency: false, minimumHistory: 0, regime: 1 };
    const request = { history, ...terms, shockedLike: [], ...returns };
    return factorBeside(set, this.cube.group(group), this.cube.settings.model, request);
  }

  private returnsOf(symbol: string): Pick<FactorRequest, 'returnKind' | 'shift'> {
    const { returns = 'log', returnShift = '0' } = this.reference.underlyings.get(symbol) ?? {};
    return { returnKind: returns, shift: returns === 'shifted-log' ? Number(returnShift) : 0 };
  }
}

/** Whose closes an asset's history may be: its price symbol's, or its own. */
function symbolsOf({ type, asset, priceSymbol }: CollateralAsset): readonly string[] {
  return type === 'cash' ? [] : [...new Set([priceSymbol ?? asset, asset])];
}
