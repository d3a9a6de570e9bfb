import { accountOfHolder, bucketOfHolder } from '#libs/domain/books/holder.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { openCalls, openCallsOf } from './margin-call-state.js';
import { outstandingMinor } from './call-needs.js';

export type CallPaid = Extract<NewEvent, { readonly type: 'MarginCallPaid' }>;

/** A pay-in as calls see it. */
export interface PayIn {
  /** The account, or the bucket of it, that it came into. */
  readonly holder: string;
  readonly instructionId: string;
  /** The currency that came in, for calls of debts in it; undefined for securities. */
  readonly currency: string | undefined;
  /** What came in, in minor units of the currency or units of the asset. */
  readonly amountMinor: bigint;
  /**
   * What `left` units of it that no call of a debt took add to counted collateral and take from debts, in
   * minor units of the base currency.
   */
  readonly countedMinor: (left: bigint) => bigint;
}

/**
 * A pay-in pays open calls at its counted value: calls for debts in its currency first, then the oldest
 * (settlement-and-collateral.md, "A margin call"). What paid a debt's call pays no other. What comes into
 * a bucket pays calls of that bucket alone; what comes into an account pays its own calls and then, since it
 * serves buckets too, those of their margin.
 */
export function payCalls(house: HouseState, payIn: PayIn): CallPaid[] {
  const { holder, currency } = payIn;
  const own = openCallsOf(house.marginCalls, holder);
  const ofDebts = own.filter((call) => call.reason === 'CASH_DEBIT' && call.currency === currency);
  const served =
    bucketOfHolder(holder) === undefined
      ? openCalls(house.marginCalls, holder).filter(({ bucket }) => bucket !== undefined)
      : [];
  const others = [...own, ...served].filter(({ reason }) => reason !== 'CASH_DEBIT');
  const debts = payInOrder(house, payIn, ofDebts, payIn.amountMinor);
  const rest = payInOrder(house, payIn, others, payIn.countedMinor(debts.left));
  return [...debts.events, ...rest.events];
}

function payInOrder(
  house: HouseState,
  { holder, instructionId }: PayIn,
  calls: readonly MarginCallContent[],
  meansMinor: bigint,
): { readonly events: CallPaid[]; readonly left: bigint } {
  const events: CallPaid[] = [];
  let left = meansMinor;
  for (const call of calls) {
    const due = outstandingMinor(house, call);
    const paid = left < due ? left : due;
    if (paid <= 0n) continue;
    left -= paid;
    const scale = house.reference?.data.currencies[call.currency]?.scale ?? 0;
    const partly = call.status === 'OVERDUE' ? 'OVERDUE' : 'PARTIALLY_MET';
    events.push({
      type: 'MarginCallPaid',
      streamId: `account/${accountOfHolder(holder)}`,
      payload: {
        ...call,
        status: paid === due ? 'MET' : partly,
        outstanding: formatUnits(due - paid, scale),
        paid: formatUnits(paid, scale),
        instructionId,
      },
    });
  }
  return { events, left };
}
