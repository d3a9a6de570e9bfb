import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { utilisationRatio } from '#libs/domain/risk/utilisation-ratio.js';
import { yearlyCostMinor } from './delivery-cost.js';

/** How far collateral is used; amounts in the base currency. */
export interface Utilisation {
  readonly exposure: string;
  readonly counted: string;
  /** Counted collateral above the exposure, account by account: one does not cover another. */
  readonly excess: string;
  readonly deficit: string;
  /** Exposure over counted collateral; null where something is needed and nothing counts. */
  readonly utilisation: string | null;
  /** What all that is lodged costs per year at the default costs of its types. */
  readonly lockedUpCost: string;
}

export type AccountUtilisation = Utilisation & {
  readonly account: string;
  /** Why the account cannot be evaluated; it is then in no sum. */
  readonly notComputable: string | null;
};

export interface UtilisationReport {
  readonly position: number;
  readonly currency: string;
  readonly house: Utilisation;
  readonly members: readonly (Utilisation & { readonly member: string })[];
  readonly accounts: readonly AccountUtilisation[];
}

interface Sums {
  exposure: bigint;
  counted: bigint;
  excess: bigint;
  deficit: bigint;
  cost: bigint;
}

const nothing = (): Sums => ({ exposure: 0n, counted: 0n, excess: 0n, deficit: 0n, cost: 0n });
const NO_COSTS = new Map<string, string>();

/**
 * How far the collateral of each account, member and of the whole house is used (margin-model.md g).
 * Pauses after each account: a house has many.
 * @param only the member to report, then the house is that member; all without it
 */
export function* reportUtilisation(
  house: HouseState,
  engine: MarginEngine,
  only?: string,
): Generator<void, UtilisationReport> {
  const { accounts, baseCurrency, baseScale } = referenceOf(house);
  const total = nothing();
  const byMember = new Map<string, Sums>();
  const rows: AccountUtilisation[] = [];
  for (const account of accounts.keys()) {
    const member = memberOf(account);
    if (only !== undefined && member !== only) continue;
    const { sums, failure } = standingOf(house, engine, account);
    rows.push({ account, ...inWords(sums, baseScale), notComputable: failure });
    const ofMember = byMember.get(member) ?? nothing();
    byMember.set(member, ofMember);
    if (failure === null) for (const into of [total, ofMember]) addTo(into, sums);
    yield;
  }
  return {
    position: house.position,
    currency: baseCurrency,
    house: inWords(total, baseScale),
    members: [...byMember].map(([member, sums]) => ({ member, ...inWords(sums, baseScale) })),
    accounts: rows,
  };
}

function standingOf(
  house: HouseState,
  engine: MarginEngine,
  account: string,
): { readonly sums: Sums; readonly failure: string | null } {
  const evaluation = evaluateAccount(house, engine, account);
  const { collateral: assets } = referenceOf(house);
  let cost = 0n;
  for (const { asset: name, units } of evaluation.collateral.lines) {
    const asset = assets.get(name);
    if (asset) cost += yearlyCostMinor(house, NO_COSTS, asset, units);
  }
  const sums = {
    exposure: evaluation.exposureMinor,
    counted: evaluation.collateral.countedMinor,
    excess: evaluation.excessMinor,
    deficit: evaluation.deficitMinor,
    cost,
  };
  return { sums, failure: evaluation.failure?.code ?? null };
}

function addTo(into: Sums, more: Sums): void {
  into.exposure += more.exposure;
  into.counted += more.counted;
  into.excess += more.excess;
  into.deficit += more.deficit;
  into.cost += more.cost;
}

function inWords(sums: Sums, scale: number): Utilisation {
  const money = (minor: bigint): string => formatUnits(minor, scale);
  return {
    exposure: money(sums.exposure),
    counted: money(sums.counted),
    excess: money(sums.excess),
    deficit: money(sums.deficit),
    utilisation: utilisationRatio(sums.exposure, sums.counted),
    lockedUpCost: money(sums.cost),
  };
}
