import { capOf, heldByAll } from '#libs/domain/collateral/asset-cap.js';
import { withChange, type Holdings } from '#libs/domain/collateral/holdings.js';
import { isOwnIssue } from '#libs/domain/collateral/own-issue.js';
import { covers, keptMinor, needWithBuffer } from '#libs/domain/collateral/released-cover.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { AccountEvaluation } from '#libs/domain/margin-calls/account-evaluation.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import {
  cheapestHoldings,
  costOfUnits,
  type Choice,
  type SolveCover,
} from './cheapest-holdings.js';
import { choiceOf, roomsOf, valuePerUnit } from './cover-programme.js';
import type { DeliveryCosts } from './delivery-cost.js';

/** One asset delivered against another that goes back: an instruction of its own. */
export interface Swap {
  readonly release: { readonly asset: string; readonly units: bigint };
  readonly deliver: { readonly asset: string; readonly units: bigint };
}

/** What an account has before anything is replaced, and what of it has to stay. */
export interface Replaceable {
  readonly holdings: Holdings;
  /** Assets of which nothing may go. */
  readonly withheld: ReadonlyMap<string, string>;
}

/**
 * Which substitutions would make an account's collateral cheapest, in the order in which they can be
 * asked for: after each, the exposure with the buffer of withdrawals is covered (margin-model.md g.5).
 * The whole is found as one programme; the pairs are then made of what it takes away, dearest first, and
 * what it brings, cheapest first. None where it would save nothing.
 */
export function suggestSubstitution(
  house: HouseState,
  engine: MarginEngine,
  evaluation: AccountEvaluation,
  { holdings, withheld }: Replaceable,
  costs: DeliveryCosts,
  solve: SolveCover,
): Swap[] {
  const { account, requirementMinor } = evaluation;
  const need = needWithBuffer(house, evaluation);
  const kept = keptMinor(need, evaluation.dependence.chargeMinor);
  const choices = referenceOf(house).data.collateral.map((asset): Choice => {
    const held = max(holdings.get(asset.asset) ?? 0n, 0n);
    const isFree = !withheld.has(asset.asset);
    const bounds = { low: isFree ? 0n : held, high: held + roomFor(house, account, asset, kept) };
    return choiceOf(house, account, asset, costs, bounds);
  });
  const isCovered = (units: Holdings): boolean =>
    covers(house, engine, new Map([...holdings, ...units]), need);
  if (!isCovered(holdings)) return [];
  const found = cheapestHoldings(
    { choices, rooms: roomsOf(house, requirementMinor), needMinor: Number(kept) },
    solve,
    isCovered,
  );
  if (!found || costOfUnits(choices, found) >= costOfUnits(choices, holdings)) return [];
  return pairs(choices, holdings, found, isCovered);
}

/** What more of an asset could be of use, within its cap over all members. */
function roomFor(
  house: HouseState,
  account: string,
  asset: CollateralAsset,
  keptMinorOfAll: bigint,
): bigint {
  const each = valuePerUnit(house, account, asset, 0n);
  if (each <= 0 || isOwnIssue(referenceOf(house), account, asset)) return 0n;
  const enough = BigInt(Math.ceil(Number(max(keptMinorOfAll, 0n)) / each)) + 1n;
  const cap = capOf(house, asset);
  const room = cap === undefined ? enough : max(cap - heldByAll(house, asset), 0n);
  return room < enough ? room : enough;
}

function pairs(
  choices: readonly Choice[],
  holdings: Holdings,
  target: Holdings,
  isCovered: (units: Holdings) => boolean,
): Swap[] {
  const moreOf = (of: Holdings, than: Holdings, { asset }: Choice): bigint =>
    max((of.get(asset) ?? 0n) - max(than.get(asset) ?? 0n, 0n), 0n);
  const dearness = ({ costPerUnit, valuePerUnit: each }: Choice): number =>
    each > 0 ? costPerUnit / each : Number.MAX_VALUE;
  const byCost = choices.toSorted((a, b) => dearness(a) - dearness(b));
  const brought = byCost.filter((choice) => moreOf(target, holdings, choice) > 0n);
  let now = holdings;
  const swaps: Swap[] = [];
  for (const dear of byCost.toReversed())
    for (const cheap of brought) {
      const [out, into] = [moreOf(now, target, dear), moreOf(target, now, cheap)];
      if (out === 0n || into === 0n) continue;
      const delivered = withChange(now, cheap.asset, into);
      const released = most(out, (units) => isCovered(withChange(delivered, dear.asset, -units)));
      if (released === 0n) continue;
      const left = withChange(now, dear.asset, -released);
      const needed =
        into - most(into, (units) => isCovered(withChange(left, cheap.asset, into - units)));
      if (!isCheaper(cheap, needed, dear, released)) continue;
      now = withChange(left, cheap.asset, needed);
      swaps.push({
        release: { asset: dear.asset, units: released },
        deliver: { asset: cheap.asset, units: needed },
      });
    }
  // What goes back against nothing is no substitution: taking back is advised apart.
  return swaps.filter(({ deliver }) => deliver.units > 0n);
}

const isCheaper = (cheap: Choice, into: bigint, dear: Choice, out: bigint): boolean =>
  Number(into) * cheap.costPerUnit < Number(out) * dear.costPerUnit;

/** The most units, up to `units`, for which a test holds that holds for fewer where it holds for more. */
function most(units: bigint, holds: (units: bigint) => boolean): bigint {
  if (holds(units)) return units;
  let [low, high] = [0n, units];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
