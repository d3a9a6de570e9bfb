import { balanceOf, cashBook } from '#libs/domain/books/books.js';
import type { PayInEffect } from '#libs/domain/events/collateral-events.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { payCalls, type CallPaid } from '#libs/domain/margin-calls/pay-calls.js';
import { countedPayIn, type Delivery } from './counted-pay-in.js';
import type { InstructionContext } from './instruction-context.js';

/** What a delivery does beyond being there. */
export interface PayInDecision {
  /** The open calls that it pays, wholly or in part. */
  readonly calls: readonly CallPaid[];
  /** The same for the answer to the instruction. */
  readonly effect: PayInEffect;
}

/**
 * Decides what a delivery pays, on the state before it is posted (settlement-and-collateral.md, "A margin
 * call"), and says so for whoever sent it: also that it paid nothing, because no call was open or because
 * it does not count.
 */
export function decidePayIn(
  { house, engine }: Pick<InstructionContext, 'house' | 'engine'>,
  delivery: Delivery,
): PayInDecision {
  const payIn = countedPayIn(house, engine, delivery);
  const calls = payIn ? payCalls(house, payIn) : [];
  const paid = calls.map(({ payload }) => ({
    callId: payload.callId,
    currency: payload.currency,
    amount: payload.paid,
    outstanding: payload.outstanding,
    status: payload.status,
  }));
  return { calls, effect: { paid, ...toDebts(house, delivery) } };
}

/** What cash clears of its holder's debt in its currency, whether or not a call asked for it. */
function toDebts(
  { books }: InstructionContext['house'],
  { holder, asset, units }: Delivery,
): Pick<PayInEffect, 'toDebts'> {
  if (asset.type !== 'cash') return {};
  const { currency, scale } = asset;
  const owed = -balanceOf(books, cashBook(holder, currency), currency);
  if (owed <= 0n) return {};
  return { toDebts: formatUnits(units < owed ? units : owed, scale) };
}
