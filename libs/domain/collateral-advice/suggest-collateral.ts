import type { Holdings } from '#libs/domain/collateral/holdings.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { accountItself } from '#libs/domain/margin-calls/account-itself.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import { notComputable, type WhatIfRefusal } from '#libs/domain/what-if/what-if-refusal.js';
import type { SolveCover } from './cheapest-holdings.js';
import { costOf, type DeliveryCosts, yearlyCostMinor } from './delivery-cost.js';
import { suggestDelivery } from './suggest-delivery.js';
import { suggestReturn } from './suggest-return.js';
import { suggestSubstitution, type Swap } from './suggest-substitution.js';

/** A quantity of an asset to bring or to take back; amounts in the base currency. */
export interface SuggestedMove {
  readonly asset: string;
  readonly quantity: string;
  /** Share of the market value per year. */
  readonly cost: string;
  readonly costPerYear: string;
}

/** A substitution that would make collateral cheaper. */
export interface SuggestedSwap {
  readonly release: SuggestedMove;
  readonly deliver: SuggestedMove;
  readonly savingPerYear: string;
}

/** The best use of collateral of an account at a ledger position; amounts in the base currency. */
export interface CollateralSuggestion {
  readonly account: string;
  readonly position: number;
  readonly currency: string;
  readonly exposure: string;
  readonly counted: string;
  /** What has to count so that nothing is missing and open calls are paid. */
  readonly needed: string;
  readonly deliver: readonly SuggestedMove[];
  readonly takeBack: readonly SuggestedMove[];
  /** Where nothing has to come: what to replace once that is back, one instruction after the other. */
  readonly substitute: readonly SuggestedSwap[];
  /** What would count once it is delivered or taken back. */
  readonly countedAfter: string;
  /** What not even all deliveries that are possible would cover. */
  readonly missing: string;
  /** Currencies that are owed and are no collateral: pay them apart. */
  readonly payApart: readonly string[];
  /** Why nothing of an asset may go back. */
  readonly withheld: readonly { readonly asset: string; readonly reason: string }[];
}

/**
 * Proposes the cheapest delivery that covers an account, or where nothing has to come, what it could take
 * back and what of the rest it could replace by something cheaper. Nothing is changed.
 * @returns refused for an account that does not exist, a cost of an unknown asset, or what cannot be computed
 */
export function suggestCollateral(
  house: HouseState,
  engine: MarginEngine,
  account: string,
  costs: DeliveryCosts,
  solve: SolveCover,
): Result<CollateralSuggestion, WhatIfRefusal> {
  if (!house.reference?.accounts.has(account))
    return failed({ code: 'UNKNOWN_ACCOUNT', reason: `there is no account ${account}` });
  const { baseCurrency, baseScale, collateral } = referenceOf(house);
  for (const asset of costs.keys())
    if (!collateral.has(asset))
      return failed({ code: 'UNKNOWN_ASSET', reason: `${asset} is not accepted as collateral` });
  // What comes in serves buckets too; what is in them is left alone.
  const evaluation = accountItself(evaluateAccount(house, engine, account));
  if (evaluation.failure) return failed(notComputable(account, evaluation.failure));
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const delivering = suggestDelivery(house, engine, evaluation, costs, solve);
  const deliver = movesOf(house, costs, delivering.before, delivering.after);
  const { missingMinor, otherDebts } = delivering;
  const needsNothing = deliver.length === 0 && missingMinor === 0n && otherDebts.length === 0;
  const returning = needsNothing
    ? suggestReturn(house, engine, evaluation, costs, solve)
    : undefined;
  const swaps = returning
    ? suggestSubstitution(
        house,
        engine,
        evaluation,
        { holdings: returning.after, withheld: returning.withheld },
        costs,
        solve,
      )
    : [];
  return ok({
    account,
    position: house.position,
    currency: baseCurrency,
    exposure: money(evaluation.exposureMinor),
    counted: money(evaluation.collateral.countedMinor),
    needed: money(delivering.needMinor),
    deliver,
    takeBack: returning ? movesOf(house, costs, returning.after, returning.before) : [],
    substitute: swaps.map((swap) => swapOf(house, costs, swap)),
    countedAfter: money((returning ?? delivering).countedMinor),
    missing: money(missingMinor),
    payApart: otherDebts,
    withheld: [...(returning?.withheld ?? [])].map(([asset, reason]) => ({ asset, reason })),
  });
}

function swapOf(house: HouseState, costs: DeliveryCosts, swap: Swap): SuggestedSwap {
  const move = ({ asset: name, units }: Swap['release']) => {
    const asset = referenceOf(house).collateral.get(name);
    invariant(asset, () => `${name} is not accepted as collateral`);
    return {
      minor: yearlyCostMinor(house, costs, asset, units),
      move: moveOf(house, costs, asset, units),
    };
  };
  const [release, deliver] = [move(swap.release), move(swap.deliver)];
  const { baseScale } = referenceOf(house);
  return {
    release: release.move,
    deliver: deliver.move,
    savingPerYear: formatUnits(release.minor - deliver.minor, baseScale),
  };
}

/** What one set of holdings has more than another. */
function movesOf(
  house: HouseState,
  costs: DeliveryCosts,
  less: Holdings,
  more: Holdings,
): SuggestedMove[] {
  return referenceOf(house).data.collateral.flatMap((asset) => {
    const units = (more.get(asset.asset) ?? 0n) - (less.get(asset.asset) ?? 0n);
    return units > 0n ? [moveOf(house, costs, asset, units)] : [];
  });
}

function moveOf(
  house: HouseState,
  costs: DeliveryCosts,
  asset: CollateralAsset,
  units: bigint,
): SuggestedMove {
  return {
    asset: asset.asset,
    quantity: formatUnits(units, asset.scale),
    cost: costOf(costs, asset),
    costPerYear: formatUnits(
      yearlyCostMinor(house, costs, asset, units),
      referenceOf(house).baseScale,
    ),
  };
}
