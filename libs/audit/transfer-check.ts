import { movedAcross } from '#libs/domain/collateral/movement.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { LotsTransferred } from '#libs/domain/events/transfer-events.js';
import { type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { addTo, sumsOf, textOf, type BookingSums } from './booking-sums.js';
import type { Findings } from './finding.js';

/**
 * Counts anew what lots that went to others book: so many out of the one account and into the others, at the
 * price that is named, and the collateral that went with them. Of an average, whose shares are rounded, only
 * that nothing is gained or lost.
 */
export function checkTransfer(
  house: HouseState,
  position: number,
  transferred: LotsTransferred,
  findings: Findings,
): void {
  const { instrument, from, to, collateral = [], journal = [] } = transferred;
  const ticks = ticksOf(house, transferred);
  const booked = without0(sumsOf(transferred.bookings));
  const due = without0(dueBookings(transferred, ticks ?? 0n));
  const compared = ticks === undefined ? [lotsOf(due), lotsOf(booked)] : [due, booked];
  const [ours, theirs] = compared.map(textOf);
  if (ours !== theirs)
    findings.add(position, `lots that were transferred in ${instrument}`, `${ours}`, `${theirs}`);
  const cost = [...booked.values()].reduce((sum, each) => sum + each.ticks, 0n);
  if (cost !== 0n)
    findings.add(position, `ticks that were transferred in ${instrument}`, '0', `${cost}`);
  const lines = collateral.flatMap(({ asset: name, quantity }) => {
    const asset = referenceOf(house).collateral.get(name);
    const units = asset && toUnits(parseDecimal(quantity), asset.scale);
    if (!asset || units === undefined) return [];
    return to.flatMap(({ account }) => movedAcross(from.account, account, { asset, units }));
  });
  const [dueLines, postedLines] = [lines, journal].map((each) => each.map(inWords).join(', '));
  if (dueLines !== postedLines)
    findings.add(position, 'collateral that was transferred', `${dueLines}`, `${postedLines}`);
}

/** What one lot goes at; undefined for an average. A premium option goes for nothing. */
function ticksOf(house: HouseState, { instrument, price, request }: LotsTransferred) {
  if (price === undefined) return 0n;
  if (request.type === 'ALLOCATE_AVERAGE') return undefined;
  const terms = referenceOf(house).instruments.get(instrument);
  const read = terms && priceToTicks(terms, price);
  return read?.kind === 'ticks' ? BigInt(read.ticks) : undefined;
}

/** Lots of a client that are closed against each other leave the account as it was. */
function dueBookings({ request, from, to }: LotsTransferred, ticks: bigint): BookingSums {
  const sums: BookingSums = new Map();
  if (request.type === 'ADJUST') return sums;
  const add = ({ account, side, quantity }: LotsTransferred['from'], sign: bigint): void => {
    const lots = (side === 'BUY' ? sign : -sign) * BigInt(quantity);
    addTo(sums, account, lots, lots * ticks);
  };
  add(from, -1n);
  for (const each of to) add(each, 1n);
  return sums;
}

const without0 = (sums: BookingSums): BookingSums =>
  new Map([...sums].filter(([, { lots, ticks }]) => lots !== 0n || ticks !== 0n));

const lotsOf = (sums: BookingSums): BookingSums =>
  new Map([...sums].map(([account, { lots }]) => [account, { lots, ticks: 0n }]));

const inWords = ({ book, amount, asset }: JournalLine): string => `${book} ${amount} ${asset}`;
