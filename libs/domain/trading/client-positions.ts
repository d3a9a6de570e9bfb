import { invariant } from '#libs/domain/kernel/assert.js';
import type { ClientSide } from './client-side.js';

/** What one client of a gross omnibus account holds of an instrument: whole lots, safe integers. */
export interface ClientLots {
  /** At least 0, both: a client may be long and short at once. */
  long: number;
  short: number;
  /** long - short, which is what its margin goes by. */
  lots: number;
}

/** By account, client and instrument; who is neither long nor short is not in it. */
export type ClientPositions = Map<string, Map<string, Map<string, ClientLots>>>;

/**
 * Books signed lots of a client: what opens adds to its own side, what closes takes from the other.
 * @throws InvariantViolation when more is closed than the client holds
 */
export function bookClientLots(
  positions: ClientPositions,
  account: string,
  { client, effect }: ClientSide,
  instrument: string,
  lots: number,
): void {
  const isLongSide = lots > 0 === (effect === 'OPEN');
  const change = effect === 'OPEN' ? Math.abs(lots) : -Math.abs(lots);
  const [long, short] = isLongSide ? [change, 0] : [0, change];
  addToSides(positions, { account, client, instrument, long, short });
}

/** What is added to the two sides of a client's position in an instrument; below zero: taken from them. */
export interface SidesChange {
  readonly account: string;
  readonly client: string;
  readonly instrument: string;
  readonly long: number;
  readonly short: number;
}

/** Adds to both sides of a client. @throws InvariantViolation when a side would be below zero */
export function addToSides(
  positions: ClientPositions,
  { account, client, instrument, long, short }: SidesChange,
): void {
  const ofAccount = childOf(positions, account);
  const ofClient = childOf(ofAccount, client);
  const held = ofClient.get(instrument) ?? { long: 0, short: 0, lots: 0 };
  ofClient.set(instrument, held);
  held.long += long;
  held.short += short;
  held.lots = held.long - held.short;
  invariant(
    held.long >= 0 && held.short >= 0,
    () => `${client} of ${account} closes more of ${instrument} than it holds`,
  );
  invariant(
    Number.isSafeInteger(held.long) && Number.isSafeInteger(held.short),
    () => `the position of ${client} of ${account} in ${instrument} is beyond exact integers`,
  );
  if (held.long > 0 || held.short > 0) return;
  ofClient.delete(instrument);
  if (ofClient.size === 0) ofAccount.delete(client);
  if (ofAccount.size === 0) positions.delete(account);
}

/** All clients of an account become another's, which has none of their names with a position. */
export function moveClients(positions: ClientPositions, from: string, to: string): void {
  const moved = positions.get(from);
  if (!moved) return;
  positions.delete(from);
  const into = childOf(positions, to);
  for (const [client, held] of moved) {
    invariant(!into.has(client), () => `${client} has a position in ${to} already`);
    into.set(client, held);
  }
}

/** What a client of an account holds, by instrument. */
export function clientHoldingsOf(
  positions: ClientPositions,
  account: string,
  client: string,
): ReadonlyMap<string, Readonly<ClientLots>> {
  return positions.get(account)?.get(client) ?? NOTHING;
}

/** Lots of an instrument over all clients of an account: long and short, each added up. */
export function grossLotsOf(
  positions: ClientPositions,
  account: string,
  instrument: string,
): Readonly<ClientLots> {
  const gross = { long: 0, short: 0, lots: 0 };
  for (const ofClient of positions.get(account)?.values() ?? []) {
    const held = ofClient.get(instrument);
    if (!held) continue;
    gross.long += held.long;
    gross.short += held.short;
    gross.lots += held.lots;
  }
  return gross;
}

/** What each client of an account holds of an instrument, by client ascending, as it is recorded. */
export function lotsOfClients(
  positions: ClientPositions,
  account: string,
  instrument: string,
): { readonly client: string; readonly long: string; readonly short: string }[] {
  const ofAccount = positions.get(account);
  if (!ofAccount) return [];
  return [...ofAccount.keys()].sort().flatMap((client) => {
    const held = ofAccount.get(client)?.get(instrument);
    return held ? [{ client, long: String(held.long), short: String(held.short) }] : [];
  });
}

/** An instrument has ended: no client of an account holds it any more. */
export function endClientLots(
  positions: ClientPositions,
  account: string,
  instrument: string,
): void {
  const ofAccount = positions.get(account);
  if (!ofAccount) return;
  for (const [client, held] of ofAccount)
    if (held.delete(instrument) && held.size === 0) ofAccount.delete(client);
  if (ofAccount.size === 0) positions.delete(account);
}

/** Whether any client of an account holds an instrument. */
export function holdsForClients(
  positions: ClientPositions,
  account: string,
  instrument: string,
): boolean {
  for (const ofClient of positions.get(account)?.values() ?? [])
    if (ofClient.has(instrument)) return true;
  return false;
}

function childOf<T>(parent: Map<string, Map<string, T>>, key: string): Map<string, T> {
  let child = parent.get(key);
  if (!child) parent.set(key, (child = new Map<string, T>()));
  return child;
}

const NOTHING: ReadonlyMap<string, ClientLots> = new Map();
