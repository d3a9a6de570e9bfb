import type { TransferOffered } from '#libs/domain/events/transfer-events.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import type { OfferId } from '#libs/domain/inputs/transfer-requests.js';

/** Offers that a member may have pending: more is a fault of its programs. */
export const PENDING_OFFERS_MAX = 20_000;

export interface PendingOffer extends TransferOffered {
  /** Of its `TransferOffered`. */
  readonly position: number;
}

/** Offers that wait for the other member. Plain data. */
export interface OfferState {
  /** By {@link offerKey}. */
  readonly pending: Map<string, PendingOffer>;
  /** How many each member has made. */
  readonly countOf: Map<string, number>;
  /** Keys by when they expire: few instants, since offers wait for the end of a date. */
  readonly expiring: Map<number, Set<string>>;
}

export const emptyOffers = (): OfferState => ({
  pending: new Map(),
  countOf: new Map(),
  expiring: new Map(),
});

export const offerKey = ({ member, instructionId }: OfferId): string =>
  `${member}/${instructionId}`;

export function addOffer(state: OfferState, offer: PendingOffer): void {
  const { member } = offer.request;
  const key = offerKey(offer.request);
  invariant(!state.pending.has(key), () => `${key} is offered already`);
  state.pending.set(key, offer);
  state.countOf.set(member, (state.countOf.get(member) ?? 0) + 1);
  const expiresAtMs = Date.parse(offer.expiresAt);
  const expiring = state.expiring.get(expiresAtMs);
  if (expiring) expiring.add(key);
  else state.expiring.set(expiresAtMs, new Set([key]));
}

/** @throws InvariantViolation when it is not pending */
export function endOffer(state: OfferState, id: OfferId): void {
  const key = offerKey(id);
  const offer = state.pending.get(key);
  invariant(offer, () => `${key} ends and is not offered`);
  state.pending.delete(key);
  const left = (state.countOf.get(id.member) ?? 0) - 1;
  if (left > 0) state.countOf.set(id.member, left);
  else state.countOf.delete(id.member);
  const expiresAtMs = Date.parse(offer.expiresAt);
  const expiring = state.expiring.get(expiresAtMs);
  expiring?.delete(key);
  if (expiring?.size === 0) state.expiring.delete(expiresAtMs);
}

/** When offers next expire, on the ledger's clock; undefined where none is pending. */
export function nextOfferExpiryMs({ expiring }: OfferState): number | undefined {
  let next: number | undefined;
  for (const ms of expiring.keys()) if (next === undefined || ms < next) next = ms;
  return next;
}
