import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { SideDifference } from '#libs/domain/events/matching-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { SideContent, SideSubmission } from '#libs/domain/inputs/inputs.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { startOfNextDate } from '#libs/domain/settlement/calendar.js';
import { answerSideAgain, type SubmittedBefore } from './answer-side-again.js';
import { findNearMiss } from './find-near-miss.js';
import { judgeSide, type SideTerms } from './judge-side.js';
import type { PendingSide } from './matching-state.js';
import { novateSides } from './novate-sides.js';
import { rejectMemberMessage } from './reject-member-message.js';
import { sideContent } from './side-content.js';
import { identityOfSide, sideKey, sideStream } from './side-identity.js';

/** A side with its terms, as it would wait. */
type TakenSide = SideContent & SideTerms;

/**
 * Judges one side of a bilateral trade: refused with a code and the mend, novated with its other side where
 * that is pending, or pending itself. Of several that fit it is the one with the same reference, else the
 * earliest. A pending side of the other member whose own account can no longer take the trade on is refused
 * in its turn, and the next is tried.
 * @param nowMs the ledger's time if the side is taken
 */
export function decideSide(
  house: HouseState,
  engine: MarginEngine,
  side: SideSubmission,
  before: SubmittedBefore | undefined,
  nowMs: number,
): NewEvent[] {
  if (before) return [answerSideAgain(house, side, before)];
  const terms = judgeSide(house, engine, side, nowMs);
  if (!terms.ok) return [rejectMemberMessage(identityOfSide(side), terms.error, side.type)];
  const taken: TakenSide = { ...sideContent(side), ...terms.value };
  const { refused, ...met } = novateSides(house, engine, taken, nowMs);
  if (met.fault) return [...refused, rejectMemberMessage(identityOfSide(side), met.fault, 'SIDE')];
  // A side that was just refused is nobody's near miss.
  const nearMiss =
    met.trade || refused.length > 0 ? undefined : findNearMiss(house.matching, taken);
  return [
    ...refused,
    submitted(house, side, taken, nowMs, met.trade !== undefined),
    ...(met.trade ? [met.trade(refused.length + 1)] : []),
    ...(nearMiss ? [mismatched(taken, nearMiss)] : []),
  ];
}

function submitted(
  house: HouseState,
  side: SideSubmission,
  taken: TakenSide,
  nowMs: number,
  isMatched: boolean,
): NewEvent {
  const calendar = house.reference?.data.calendar;
  return {
    type: 'SideSubmitted',
    streamId: sideStream(side),
    identity: sideKey(side),
    movesClockToMs: Date.parse(side.executedAt),
    payload: {
      ...sideContent(taken),
      quantity: String(taken.lots),
      expiresAt: formatInstant(startOfNextDate(calendar, nowMs)),
      ...(isMatched ? { isMatched } : {}),
    },
  };
}

function mismatched(one: TakenSide, other: PendingSide): NewEvent {
  const differences: SideDifference[] = [];
  if (one.lots !== other.lots)
    differences.push({ field: 'quantity', one: `${one.lots}`, other: `${other.lots}` });
  if (one.ticks !== other.ticks)
    differences.push({ field: 'price', one: one.price, other: other.price });
  return {
    type: 'SidesMismatched',
    streamId: sideStream(one),
    payload: {
      one: { ...sideContent(one), quantity: `${one.lots}` },
      other: sideContent(other),
      differences,
    },
  };
}
