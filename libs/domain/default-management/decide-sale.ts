import type { CollateralSale, DefaultCollateralSold } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { SaleOrder } from '#libs/domain/inputs/inputs.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { ok } from '#libs/domain/kernel/result.js';
import type { DefaultCase } from './default-state.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { meansOf, sell, type Taken } from './estate.js';
import { accountsOf, findDeclared } from './find-default.js';
import { priceOfUnit, proceedsMinor } from './realised-value.js';
import { stepEvent } from './step-event.js';

/**
 * Collateral of the defaulter's house accounts is sold at stated prices, before the layers are applied: what
 * it brings is what it counts for (default-management.md, step 6). What is not sold so is taken at the last
 * accepted price.
 */
export function sellCollateral(
  house: HouseState,
  { defaultId, sales }: { readonly defaultId: string; readonly sales: readonly SaleOrder[] },
  by: string,
): Stepped<NewEvent> {
  const found = findDeclared(house, defaultId);
  if (!found.ok) return found;
  const of = found.value;
  if (of.isPaid || of.applied.length > 0)
    return refuseStep('OUT_OF_ORDER', `layers of ${defaultId} are applied already`);
  const sold: CollateralSale[] = [];
  const journal: JournalLine[] = [];
  const units = new Map<string, bigint>();
  for (const [i, order] of sales.entries()) {
    const one = sellOne(house, of, order, units, `sales[${i}]`);
    if (!one.ok) return one;
    sold.push(...one.value.sales);
    journal.push(...one.value.journal);
  }
  const step: DefaultCollateralSold = {
    defaultId,
    member: of.member,
    step: 'COLLATERAL_SOLD',
    by,
    currency: referenceOf(house).baseCurrency,
    sales: sold,
    journal,
  };
  return ok(stepEvent(step));
}

/** @param sold units of the same command, by account and asset */
function sellOne(
  house: HouseState,
  of: DefaultCase,
  { account, asset, quantity, price }: SaleOrder,
  sold: Map<string, bigint>,
  field: string,
): Stepped<Taken> {
  const held = meansOf(house, accountsOf(house, of, 'house')).find(
    (means) => means.account === account && means.asset.asset === asset,
  );
  if (!held || held.asset.type === 'cash')
    return refuseStep(
      'INSUFFICIENT_HOLDING',
      `${account} is no house account of ${of.member} that holds ${asset} to be sold`,
      field,
    );
  const key = `${account} ${asset}`;
  const units = toUnits(parseDecimal(quantity), held.asset.scale);
  const left = held.units - (sold.get(key) ?? 0n);
  if (units === undefined || units <= 0n || units > left)
    return refuseStep(
      'INSUFFICIENT_HOLDING',
      `${quantity.slice(0, 40)} ${asset} cannot be sold: it has to be positive, with at most ${held.asset.scale} decimals, and no more than ${account} holds`,
      field,
    );
  if (parseDecimal(price).units <= 0n)
    return refuseStep('INVALID_FIELD', `a price of ${price.slice(0, 40)} brings nothing`, field);
  sold.set(key, (sold.get(key) ?? 0n) + units);
  const minor = proceedsMinor(house, held.asset, units, priceOfUnit(held.asset, price));
  return ok(sell(house, of.defaultId, held, units, minor, price));
}
