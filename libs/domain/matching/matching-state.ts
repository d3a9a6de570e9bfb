import type { SideContent } from '#libs/domain/inputs/inputs.js';
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

export interface MatchingState {
  readonly pending: Sides;
  /**
   * The same by what a side that comes may look for: {@link lookUpKeys}. So a side finds its other side, or
   * the one that it differs from, without looking at any that does not concern it.
   */
  readonly index: Map<string, Sides>;
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

type Terms = Pick<PendingSide, 'member' | 'counterparty' | 'instrument' | 'side' | 'reference'> &
  Pick<PendingSide, 'lots' | 'ticks'>;

/** The keys under which a side can be found; without a reference it cannot be found by one. */
function lookUpKeys(side: Terms): Partial<Record<LookUp, string>> {
  const pair = `${side.member}|${side.counterparty}|${side.instrument}|${side.side}`;
  const { lots, ticks, reference } = side;
  return {
    terms: `${pair}|=|${lots}|${ticks}`,
    price: `${pair}|@|${ticks}`,
    quantity: `${pair}|#|${lots}`,
    ...(reference === undefined
      ? {}
      : {
          'terms-and-reference': `${pair}|=|${lots}|${ticks}|${reference}`,
          reference: `${pair}|r|${reference}`,
        }),
  };
}

/** Pending sides of the counterparty that agree with a side in what is asked for, the earliest first. */
export function otherSides(
  state: MatchingState,
  side: Terms,
  lookUp: LookUp,
): Iterable<PendingSide> {
  const { member, counterparty } = side;
  const mirrored = {
    ...side,
    member: counterparty,
    counterparty: member,
    side: oppositeOf(side.side),
  };
  const key = lookUpKeys(mirrored)[lookUp];
  return (key === undefined ? undefined : state.index.get(key)?.values()) ?? [];
}

/** @throws InvariantViolation when its identity is pending already */
export function addPending(state: MatchingState, side: PendingSide): void {
  const key = sideKey(side);
  invariant(!state.pending.has(key), () => `${key} is pending already`);
  state.pending.set(key, side);
  for (const found of Object.values(lookUpKeys(side))) {
    const sides = state.index.get(found);
    if (sides) sides.set(key, side);
    else state.index.set(found, new Map([[key, side]]));
  }
  state.countOf.set(side.member, (state.countOf.get(side.member) ?? 0) + 1);
  const expiring = state.expiring.get(side.expiresAtMs);
  if (expiring) expiring.add(key);
  else state.expiring.set(side.expiresAtMs, new Set([key]));
}

/** A pending side ended. @throws InvariantViolation when it is not pending */
export function endPending(state: MatchingState, key: string, end: EndedSide): PendingSide {
  const side = state.pending.get(key);
  invariant(side, () => `${key} ends and is not pending`);
  state.pending.delete(key);
  for (const found of Object.values(lookUpKeys(side))) {
    const sides = state.index.get(found);
    sides?.delete(key);
    if (sides?.size === 0) state.index.delete(found);
  }
  const left = (state.countOf.get(side.member) ?? 0) - 1;
  if (left > 0) state.countOf.set(side.member, left);
  else state.countOf.delete(side.member);
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
