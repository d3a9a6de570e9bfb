import type { HouseState } from '#libs/domain/house/house-state.js';
import type { SideContent } from '#libs/domain/inputs/inputs.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { PendingSide } from './matching-state.js';
import { sideContent } from './side-content.js';

export interface PendingSidesRequest {
  /** Sides that this member sent, and those that name it. */
  readonly member?: string | undefined;
  /** Sides of this account alone. */
  readonly account?: string | undefined;
  /** Those submitted after this ledger position. */
  readonly after: number;
  /** At most so many. */
  readonly limit: number;
}

/** A side that waits, as its sender wrote it. */
export type PendingSideItem = SideContent & {
  /** Ledger position at which it was taken. */
  readonly position: number;
  readonly expiresAt: string;
};

/** Sides that wait for their other side, the earliest first. Whose client is behind a side only its member sees. */
export function listPendingSides(
  { matching }: HouseState,
  { member, account, after, limit }: PendingSidesRequest,
): PendingSideItem[] {
  const items: PendingSideItem[] = [];
  for (const side of matching.pending.values()) {
    if (items.length === limit) break;
    const isAsked =
      (member === undefined || side.member === member || side.counterparty === member) &&
      (account === undefined || side.account === account) &&
      side.position > after;
    if (isAsked) items.push(itemOf(side, member === undefined || side.member === member));
  }
  return items;
}

function itemOf(side: PendingSide, isOwn: boolean): PendingSideItem {
  const { client, effect, ...shown } = sideContent(side);
  const behind = isOwn && client !== undefined && effect !== undefined ? { client, effect } : {};
  const { position, expiresAtMs } = side;
  return { ...shown, ...behind, position, expiresAt: formatInstant(expiresAtMs) };
}
