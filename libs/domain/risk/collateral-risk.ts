import type { HouseState } from '#libs/domain/house/house-state.js';
import type { HeldRow } from '#libs/domain/margin-model/class-holding.js';
import type { HistoricalModel } from '#libs/domain/margin-model/class-model.js';
import {
  beforeHaircuts,
  groupDependence,
  haircutsCover,
  type GroupDependence,
  type MovingCollateral,
} from '#libs/domain/margin-model/collateral-dependence.js';
import type { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import type { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import {
  multiply,
  rational,
  rationalFromDecimal,
  subtract,
} from '#libs/domain/numerics/rational.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import { CollateralMoves } from './collateral-moves.js';

const ONE = rational(1n);

/** What counts of an asset, in minor units of the base currency, after haircuts. */
export interface CountedAsset {
  readonly asset: string;
  readonly countedMinor: bigint;
}

/** How an account's collateral hangs together with its positions (margin-model.md g.4). */
export interface CollateralDependence {
  /** What is added to the exposure, in minor units of the base currency, rounded up. */
  readonly chargeMinor: bigint;
  /** Assets that count but have no history beside the positions: their dependence is taken as nothing. */
  readonly withoutHistory: readonly string[];
}

/** One liquidation group of an account and its collateral. */
export interface GroupOfDependence extends GroupDependence {
  readonly liquidationGroup: string;
  readonly assets: readonly string[];
}

/** What is held of a group on scenarios. */
interface HeldGroup {
  readonly id: string;
  readonly model: HistoricalModel;
  readonly held: HeldRow[];
}

const NOTHING: CollateralDependence = { chargeMinor: 0n, withoutHistory: [] };

/**
 * The dependence of collateral on positions. Every liquidation group is judged by itself, as their
 * requirements are, and the largest charge of them stands: the collateral can be lost once. Cash in the
 * base currency does not move, so accounts with nothing else cost nothing.
 */
export class CollateralRisk {
  private readonly moves: CollateralMoves;

  constructor(
    house: HouseState,
    private readonly reference: ReferenceIndex,
    private readonly cube: MarginCube,
  ) {
    this.moves = new CollateralMoves(house, reference, cube);
  }

  /** The charge for what counts; nothing where the positions cannot be margined. */
  of(book: () => MarginBook, counted: readonly CountedAsset[]): CollateralDependence {
    const assets = this.thatMove(counted);
    if (assets.length === 0) return NOTHING;
    const groups = this.heldGroups(book());
    if (groups.length === 0) return NOTHING;
    let chargeMinor = 0n;
    const moving = new Set<string>();
    for (const group of groups) {
      const collateral = this.collateralIn(group, assets);
      for (const { asset } of collateral) moving.add(asset);
      if (collateral.length === 0 || haircutsCover(collateral, group.model.terms)) continue;
      const measured = groupDependence(group.held, collateral, group.model.terms);
      if (measured.chargeMinor > chargeMinor) chargeMinor = measured.chargeMinor;
    }
    const withoutHistory = assets.flatMap(([{ asset }]) => (moving.has(asset) ? [] : [asset]));
    return { chargeMinor, withoutHistory };
  }

  /** The measures behind the charge, of every group in which any of the collateral moves. */
  explain(book: () => MarginBook, counted: readonly CountedAsset[]): GroupOfDependence[] {
    const assets = this.thatMove(counted);
    if (assets.length === 0) return [];
    return this.heldGroups(book()).flatMap((group) => {
      const collateral = this.collateralIn(group, assets);
      if (collateral.length === 0) return [];
      const measured = groupDependence(group.held, collateral, group.model.terms);
      const names = collateral.map(({ asset }) => asset);
      return [{ liquidationGroup: group.id, assets: names, ...measured }];
    });
  }

  private thatMove(counted: readonly CountedAsset[]): (readonly [CollateralAsset, bigint])[] {
    const { baseCurrency, collateral } = this.reference;
    return counted.flatMap(({ asset: name, countedMinor }) => {
      const asset = collateral.get(name);
      if (!asset || countedMinor <= 0n) return [];
      if (asset.type === 'cash' && asset.currency === baseCurrency) return [];
      return [[asset, countedMinor] as const];
    });
  }

  /** By id ascending; none where an instrument held has no row: nobody can say what it would lose. */
  private heldGroups(book: MarginBook): HeldGroup[] {
    const groups = new Map<string, HeldGroup>();
    for (const holding of book.holdings()) {
      const held = holding.held(this.cube);
      if (!held.ok) return [];
      const model = held.value[0]?.row.model;
      if (model?.method !== 'fhs') continue;
      const { liquidationGroup: id } = this.cube.underlying(holding.underlying);
      const group = groups.get(id);
      if (group) group.held.push(...held.value);
      else groups.set(id, { id, model, held: [...held.value] });
    }
    return [...groups.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  private collateralIn(
    group: HeldGroup,
    assets: readonly (readonly [CollateralAsset, bigint])[],
  ): MovingCollateral[] {
    return assets.flatMap(([asset, countedMinor]) => {
      const moves = this.moves.of(group.id, group.model, asset);
      if (!moves) return [];
      const amounts = beforeHaircuts(countedMinor, this.keptOf(asset));
      return [{ asset: asset.asset, ...amounts, ...moves }];
    });
  }

  /** What haircuts leave of one unit of value; above 0 for what counts. */
  private keptOf({ haircut, currency, currencyHaircut }: CollateralAsset) {
    const ofAsset = subtract(ONE, rationalFromDecimal(haircut));
    if (currency === this.reference.baseCurrency) return ofAsset;
    return multiply(ofAsset, subtract(ONE, rationalFromDecimal(currencyHaircut)));
  }
}
