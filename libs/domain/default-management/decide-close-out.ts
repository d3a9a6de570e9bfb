import type { DefaultTraded } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { FillOrder } from '#libs/domain/inputs/inputs.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { ok } from '#libs/domain/kernel/result.js';
import { lotWith } from './auction/auction-state.js';
import { bookFills } from './book-fills.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { findBeforeLoss } from './find-default.js';
import { stepEvent } from './step-event.js';

export interface TradesOfDefault {
  readonly defaultId: string;
  readonly fills: readonly FillOrder[];
  readonly fees?: string;
}

/**
 * Books hedges, or the market trades that close out what is left, at stated prices (default-management.md,
 * steps 3 and 5). All of them or none.
 */
export function tradeForDefault(
  house: HouseState,
  step: DefaultTraded['step'],
  { defaultId, fills, fees = '0' }: TradesOfDefault,
  by: string,
): Stepped<NewEvent[]> {
  const found = findBeforeLoss(house, defaultId);
  if (!found.ok) return found;
  const { baseCurrency, baseScale } = referenceOf(house);
  const feesMinor = toUnits(parseDecimal(fees), baseScale);
  if (feesMinor === undefined || feesMinor < 0n)
    return refuseStep(
      'INVALID_FIELD',
      `fees ${fees.slice(0, 40)} are no amount of ${baseCurrency} with at most ${baseScale} decimals`,
      'fees',
    );
  const booked = bookFills(house, found.value, fills, step === 'HEDGED');
  if (!booked.ok) return booked;
  const { auction } = found.value;
  for (const { account, instrument } of booked.value.trades) {
    const lot = lotWith(auction, account, instrument);
    if (lot !== undefined)
      return refuseStep(
        'OUT_OF_ORDER',
        `${instrument} of ${account} is in lot ${lot} that members bid for: first ccp default auction close ${defaultId}`,
      );
  }
  const traded: DefaultTraded = {
    defaultId,
    member: found.value.member,
    step,
    by,
    trades: booked.value.trades,
    currency: baseCurrency,
    fees: formatUnits(feesMinor, baseScale),
  };
  return ok([stepEvent(traded), ...booked.value.events]);
}
