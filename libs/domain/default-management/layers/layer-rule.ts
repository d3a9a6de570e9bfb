import type { CollateralSale, DefaultTrade } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import type { DefaultCase } from '../default-state.js';

/** What a layer is asked: how much of a loss it bears. */
export interface LayerQuestion {
  readonly house: HouseState;
  readonly marks: MarkSource;
  readonly of: DefaultCase;
  /** What the layers before it left, in minor units of the base currency. */
  readonly lossMinor: bigint;
  /** Calls that this decision issues before, so that ids do not repeat. */
  readonly callsIssued: number;
  /** Trades by which layers before it in this decision tore positions up, which are not folded yet. */
  readonly tornUp: readonly DefaultTrade[];
  /** What layers before it in this decision reserve of gains, likewise. */
  readonly reservedMinor: bigint;
  /** Whether a layer before it cut gains: then all that were due are cut. */
  readonly isCutBefore: boolean;
}

/** What one member, or one account, bears of a layer. */
export interface LayerShare {
  readonly member: string;
  readonly account?: string;
  readonly minor: bigint;
}

/** What a layer bears of a loss, and how: minor units of the base currency. */
export interface LayerUse {
  readonly availableMinor: bigint;
  /** Never above what is available, nor above the loss. */
  readonly usedMinor: bigint;
  readonly contributions?: readonly LayerShare[];
  readonly sales?: readonly CollateralSale[];
  readonly trades?: readonly DefaultTrade[];
  readonly journal: readonly JournalLine[];
  /** What follows beside: calls for assessments, trades that tear positions up. */
  readonly events?: readonly NewEvent[];
}

/** One layer of the waterfall (default-management.md, step 7). */
export type LayerRule = (question: LayerQuestion) => LayerUse;

export const NOTHING_USED: LayerUse = { availableMinor: 0n, usedMinor: 0n, journal: [] };

export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The members that are not in default, by id. */
export function survivorsOf({ reference, defaults }: HouseState): string[] {
  return [...(reference?.members.keys() ?? [])]
    .filter((member) => !defaults.byMember.has(member))
    .sort();
}
