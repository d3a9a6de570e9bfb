import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { openCalls } from './margin-call-state.js';
import { outstandingMinor } from './call-needs.js';

/** A pay-in as calls see it. */
export interface PayIn {
  readonly account: string;
  readonly instructionId: string;
  /** The currency that came in, for calls of debts in it; undefined for securities. */
  readonly currency: string | undefined;
  /** What came in of that currency, in its minor units. */
  readonly amountMinor: bigint;
  readonly baseCurrency: string;
  /** What it adds to counted collateral and takes from debts, in minor units of the base currency. */
  readonly countedMinor: bigint;
}

/**
 * A pay-in pays open calls at its counted value: calls for debts in its currency first, then the oldest
 * (settlement-and-collateral.md, "A margin call").
 */
export function payCalls(house: HouseState, payIn: PayIn): NewEvent[] {
  const calls = openCalls(house.marginCalls, payIn.account);
  const events: NewEvent[] = [];
  let cash = payIn.amountMinor;
  let counted = payIn.countedMinor;
  const debtsFirst = [
    ...calls.filter(({ reason }) => reason === 'CASH_DEBIT'),
    ...calls.filter(({ reason }) => reason !== 'CASH_DEBIT'),
  ];
  for (const call of debtsFirst) {
    const own = call.reason === 'CASH_DEBIT';
    if (own && call.currency !== payIn.currency) continue;
    const means = own ? cash : counted;
    const outstanding = outstandingMinor(house, call);
    const paid = means < outstanding ? means : outstanding;
    if (paid <= 0n) continue;
    if (own) {
      cash -= paid;
      counted = call.currency === payIn.baseCurrency ? counted - paid : counted;
    } else counted -= paid;
    const scale = house.reference?.data.currencies[call.currency]?.scale ?? 0;
    const left = outstanding - paid;
    const overdue = call.status === 'OVERDUE' ? 'OVERDUE' : 'PARTIALLY_MET';
    events.push({
      type: 'MarginCallPaid',
      streamId: `account/${payIn.account}`,
      payload: {
        ...call,
        status: left === 0n ? 'MET' : overdue,
        outstanding: formatUnits(left, scale),
        paid: formatUnits(paid, scale),
        instructionId: payIn.instructionId,
      },
    });
  }
  return events;
}
