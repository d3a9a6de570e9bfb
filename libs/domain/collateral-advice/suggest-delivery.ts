import { capOf, heldByAll } from '#libs/domain/collateral/asset-cap.js';
import { valueHoldings } from '#libs/domain/collateral/collateral-value.js';
import { collateralHeld, type Holdings } from '#libs/domain/collateral/holdings.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import type { AccountEvaluation } from '#libs/domain/margin-calls/account-evaluation.js';
import { openCalls } from '#libs/domain/margin-calls/margin-call-state.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { cheapestHoldings, type Choice, type SolveCover } from './cheapest-holdings.js';
import { choiceOf, roomsOf, valuePerUnit } from './cover-programme.js';
import type { DeliveryCosts } from './delivery-cost.js';

/** What to bring; amounts in minor units of the base currency. */
export interface Delivering {
  /** What counted collateral has to reach. */
  readonly needMinor: bigint;
  readonly before: Holdings;
  /** What is held once it has been brought, debts paid. */
  readonly after: Holdings;
  readonly countedMinor: bigint;
  /** What no delivery could cover; zero where `after` covers. */
  readonly missingMinor: bigint;
  /** Debts in currencies that are no collateral: they have to be paid apart. */
  readonly otherDebts: readonly string[];
}

/**
 * The cheapest delivery that covers the exposure and what open calls ask for. Cash that is owed comes
 * first, in its own currency: nothing else pays it. Where nothing covers, the most that helps is named.
 */
export function suggestDelivery(
  house: HouseState,
  engine: MarginEngine,
  evaluation: AccountEvaluation,
  costs: DeliveryCosts,
  solve: SolveCover,
): Delivering {
  const { account, requirementMinor } = evaluation;
  const { data } = referenceOf(house);
  const before = collateralHeld(house, account);
  const paid = new Map([...before].map(([asset, units]) => [asset, units > 0n ? units : 0n]));
  const needMinor = needOf(house, evaluation);
  const valued = (units: Holdings) =>
    valueHoldings(house, account, new Map([...paid, ...units]), requirementMinor);
  // What counts, less what it adds to the exposure besides what is in the need already.
  const counted = (units: Holdings): bigint => {
    const { lines, countedMinor } = valued(units);
    const { chargeMinor } = engine.dependence(account, lines);
    return countedMinor - chargeMinor + evaluation.dependence.chargeMinor;
  };
  const choices = data.collateral.map((asset): Choice => {
    const low = paid.get(asset.asset) ?? 0n;
    const each = valuePerUnit(house, account, asset, 0n);
    const cap = capOf(house, asset);
    const room = cap === undefined ? undefined : max(cap - heldByAll(house, asset), 0n);
    const enough = each > 0 ? BigInt(Math.ceil(Number(max(needMinor, 0n)) / each)) + 1n : 0n;
    const high = low + (room !== undefined && room < enough ? room : enough);
    return choiceOf(house, account, asset, costs, { low, high });
  });
  const rooms = roomsOf(house, requirementMinor);
  const found = cheapestHoldings(
    { choices, rooms, needMinor: Number(needMinor) },
    solve,
    (units) => counted(units) >= needMinor,
  );
  // What is beyond a limit is not named: it would be brought for nothing.
  const most = counted(new Map(choices.map(({ asset, high }) => [asset, high])));
  const after =
    found ??
    cheapestHoldings(
      { choices, rooms, needMinor: Number(most) },
      solve,
      (units) => counted(units) >= most,
    ) ??
    paid;
  return {
    needMinor,
    before,
    after,
    countedMinor: valued(after).countedMinor,
    missingMinor: max(needMinor - counted(after), 0n),
    otherDebts: evaluation.collateral.debts
      .map(({ currency }) => currency)
      .filter((each) => !data.collateral.some((a) => a.type === 'cash' && a.currency === each)),
  };
}

/** The exposure, or where calls ask for more, since they are rounded up, what pays them. */
function needOf(
  house: HouseState,
  { account, exposureMinor, collateral }: AccountEvaluation,
): bigint {
  const { baseScale } = referenceOf(house);
  let called = 0n;
  for (const { reason, outstanding } of openCalls(house.marginCalls, account))
    if (reason === 'REQUIREMENT_ABOVE_COLLATERAL')
      called += toUnits(parseDecimal(outstanding), baseScale) ?? 0n;
  return called === 0n ? exposureMinor : max(exposureMinor, collateral.countedMinor + called);
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
