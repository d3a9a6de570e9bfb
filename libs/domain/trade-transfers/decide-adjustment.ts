import { isInDefault } from '#libs/domain/default-management/default-state.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { AdjustRequest } from '#libs/domain/inputs/transfer-requests.js';
import { failed, ok } from '#libs/domain/kernel/result.js';
import { isGrossOmnibus } from '#libs/domain/reference-data/account-kind.js';
import { Bookings } from '#libs/domain/trading/bookings.js';
import { readLots } from '#libs/domain/trading/rules/quantity-is-whole-lots.js';
import { judgeOwn } from './decide-give-up.js';
import { lotsTransferred, type RequestContext } from './request-context.js';
import { refuse, type Judged } from './transfer-refusal.js';

/**
 * Long lots of a client of a gross omnibus account are closed against short ones of the same client in the
 * same instrument: open interest falls, and neither money nor anybody's net position moves.
 */
export function decideAdjustment(
  { house, reference }: RequestContext,
  request: AdjustRequest,
): Judged<NewEvent> {
  const { account, client, instrument, quantity, member } = request;
  const own = judgeOwn(account, member);
  if (!own.ok) return own;
  if (!reference.instruments.has(instrument))
    return refuse(
      'UNKNOWN_INSTRUMENT',
      'instrument',
      `${instrument} is not an instrument of ledger ${house.ledgerId}; correct the name`,
    );
  const listed = reference.accounts.get(account)?.account;
  if (!listed)
    return refuse('UNKNOWN_ACCOUNT', 'account', `${account} is not an account; correct it`);
  if (!isGrossOmnibus(listed))
    return refuse(
      'INVALID_FIELD',
      'account',
      `${account} keeps no positions by client, and is net already; adjust accounts of type client-omnibus-gross`,
    );
  if (isInDefault(house, member))
    return refuse('MEMBER_IN_DEFAULT', 'account', `${member} is in default`);
  const lots = readLots(quantity);
  if (!lots.ok) return failed(lots.error);
  const bookings = new Bookings(house.trading.clients, instrument);
  const { long, short } = bookings.heldBy(account, client);
  if (lots.value > Math.min(long, short))
    return refuse(
      'INSUFFICIENT_HOLDING',
      'quantity',
      `${client} of ${account} is long ${long} and short ${short} lots of ${instrument}: at most ${Math.min(long, short)} can be closed against each other`,
    );
  const closed = { long: -lots.value, short: -lots.value };
  bookings.pushOfClient(account, client, 0, 0n, closed);
  const part = { account, quantity: String(lots.value), client };
  return ok(
    lotsTransferred({
      request,
      instrument,
      from: { ...part, side: 'BUY' },
      to: [{ ...part, side: 'SELL' }],
      trades: [],
      bookings: bookings.made,
    }),
  );
}
