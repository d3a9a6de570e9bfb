import type { Side, SideContent } from '#libs/domain/inputs/inputs.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { oppositeOf } from './side-content.js';
import { sideKey } from './side-identity.js';

/** A side that waits for its other side. */
export interface PendingSide extends SideContent {
  /** Whole lots, positive. */
  readonly lots: number;
  readonly ticks: number;
  /** Of its `SideSubmitted`. */
  readonly position: number;
  /** The end of its business date, milliseconds since 1970 on the ledger's clock. */
  readonly expiresAtMs: number;
}

/** How a side ended, and the ledger position that says so. */
export interface EndedSide {
  readonly status: 'NOVATED' | 'WITHDRAWN' | 'EXPIRED' | 'REJECTED';
  readonly position: number;
}

/** Sides by identity, in the order in which they came. */
type Sides = Map<string, PendingSide>;

/** What is found under a key of the index: mostly one side, which needs no map of its own. */
type Found = PendingSide | Sides;

export interface MatchingState {
  readonly pending: Sides;
  /**
   * The same by what a side that comes may look for: {@link LookUp}. So a side finds its other side, or
   * the one that it differs from, without looking at any that does not concern it.
   */
  readonly index: Map<string, Found>;
  /** How many each member has pending. */
  readonly countOf: Map<string, number>;
  /** Identities by the instant at which they expire: few instants, since sides wait for the end of a date. */
  readonly expiring: Map<number, Set<string>>;
  /** The newest that ended: so whoever asks again gets the last answer. Bounded, the oldest go first. */
  readonly ended: Map<string, EndedSide>;
}

/** Ended sides whose end is remembered beside the ledger. */
export const ENDED_SIDES_MAX = 50_000;

export function emptyMatching(): MatchingState {
  return {
    pending: new Map(),
    index: new Map(),
    countOf: new Map(),
    expiring: new Map(),
    ended: new Map(),
  };
}

/** What of two sides has to be equal, or is equal where they differ in the rest. */
export type LookUp = 'terms-and-reference' | 'terms' | 'reference' | 'price' | 'quantity';

const LOOK_UPS: readonly LookUp[] = [
  'terms-and-reference',
  'terms',
  'reference',
  'price',
  'quantity',
];

type Terms = Pick<PendingSide, 'member' | 'counterparty' | 'instrument' | 'side' | 'reference'> &
  Pick<PendingSide, 'lots' | 'ticks'>;

/** Sides of one member for another, in one instrument and direction. */
const pairOf = (member: string, counterparty: string, instrument: string, side: Side): string =>
  `${member}|${counterparty}|${instrument}|${side}`;

/** The key under which a side of a pair is found; without a reference it cannot be found by one. */
function keyFor(
  lookUp: LookUp,
  pair: string,
  { lots, ticks, reference }: Terms,
): string | undefined {
  switch (lookUp) {
    case 'terms':
      return `${pair}|=|${lots}|${ticks}`;
    case 'price':
      return `${pair}|@|${ticks}`;
    case 'quantity':
      return `${pair}|#|${lots}`;
    case 'reference':
      return reference === undefined ? undefined : `${pair}|r|${reference}`;
    case 'terms-and-reference':
      return reference === undefined ? undefined : `${pair}|=|${lots}|${ticks}|${reference}`;
  }
}

/** Pending sides of the counterparty that agree with a side in what is asked for, the earliest first. */
export function otherSides(
  { index }: MatchingState,
  side: Terms,
  lookUp: LookUp,
): Iterable<PendingSide> {
  const { member, counterparty, instrument } = side;
  const pair = pairOf(counterparty, member, instrument, oppositeOf(side.side));
  const key = keyFor(lookUp, pair, side);
  const found = key === undefined ? undefined : index.get(key);
  if (found === undefined) return [];
  return found instanceof Map ? found.values() : [found];
}

/** @throws InvariantViolation when its identity is pending already */
export function addPending(state: MatchingState, side: PendingSide): void {
  const { index, pending, countOf } = state;
  const key = sideKey(side);
  invariant(!pending.has(key), () => `${key} is pending already`);
  pending.set(key, side);
  const pair = pairOf(side.member, side.counterparty, side.instrument, side.side);
  for (const lookUp of LOOK_UPS) {
    const at = keyFor(lookUp, pair, side);
    if (at === undefined) continue;
    const found = index.get(at);
    if (found === undefined) index.set(at, side);
    else if (found instanceof Map) found.set(key, side);
    else
      index.set(
        at,
        new Map([
          [sideKey(found), found],
          [key, side],
        ]),
      );
  }
  countOf.set(side.member, (countOf.get(side.member) ?? 0) + 1);
  const expiring = state.expiring.get(side.expiresAtMs);
  if (expiring) expiring.add(key);
  else state.expiring.set(side.expiresAtMs, new Set([key]));
}

/** A pending side ended. @throws InvariantViolation when it is not pending */
export function endPending(state: MatchingState, key: string, end: EndedSide): PendingSide {
  const { index, pending, countOf } = state;
  const side = pending.get(key);
  invariant(side, () => `${key} ends and is not pending`);
  pending.delete(key);
  const pair = pairOf(side.member, side.counterparty, side.instrument, side.side);
  for (const lookUp of LOOK_UPS) {
    const at = keyFor(lookUp, pair, side);
    const found = at === undefined ? undefined : index.get(at);
    if (at === undefined || found === undefined) continue;
    if (found instanceof Map) found.delete(key);
    if (!(found instanceof Map) || found.size === 0) index.delete(at);
  }
  const left = (countOf.get(side.member) ?? 0) - 1;
  if (left > 0) countOf.set(side.member, left);
  else countOf.delete(side.member);
  const expiring = state.expiring.get(side.expiresAtMs);
  expiring?.delete(key);
  if (expiring?.size === 0) state.expiring.delete(side.expiresAtMs);
  rememberEnd(state, key, end);
  return side;
}

function rememberEnd({ ended }: MatchingState, key: string, end: EndedSide): void {
  ended.set(key, end);
  if (ended.size <= ENDED_SIDES_MAX) return;
  const [oldest] = ended.keys();
  if (oldest !== undefined) ended.delete(oldest);
}
