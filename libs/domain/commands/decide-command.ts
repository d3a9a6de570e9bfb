import {
  NO_SEALED_BIDS,
  type SealedBids,
} from '#libs/domain/default-management/auction/bid-content.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { isEventClock } from '#libs/domain/house/clock.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { OperatorCommand } from '#libs/domain/inputs/inputs.js';
import { decideAdjust } from '#libs/domain/instrument-life/decide-adjust.js';
import { decideInstrumentLife } from '#libs/domain/instrument-life/decide-instrument-life.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { decideCorrection } from '#libs/domain/settlement/decide-correction.js';
import { decideSettle } from '#libs/domain/settlement/decide-settle.js';
import { commandAnswer } from './command-answer.js';
import { refused, type CommandOutcome } from './command-outcome.js';
import type { CommandPolicy } from './command-policy.js';
import { decideApply } from './decide-apply.js';
import { decideCancelCall } from './decide-cancel-call.js';
import { decideDefaultStep } from './decide-default-step.js';
import { decideImportHistory } from './decide-import-history.js';
import { decideConfirm, decidePropose, decideWithdraw } from './decide-proposal.js';
import { decideRelease } from './decide-release.js';

/**
 * Decides an operator's command. Its answer is the last of the events, and part of the ledger too.
 * @param sealed what lies behind the hashes of sealed bids, for the one that closes an auction
 */
export function decideCommand(
  house: HouseState,
  engine: MarginEngine,
  command: OperatorCommand,
  policy: CommandPolicy,
  sealed: SealedBids = NO_SEALED_BIDS,
): NewEvent[] {
  const { outcome, result, events } = decideBody(
    houseAt(house, command.at),
    engine,
    command,
    policy,
    sealed,
  );
  const moves = command.at === undefined ? {} : { movesClockToMs: Date.parse(command.at) };
  const accepted = outcome === 'DONE' ? moves : {};
  const { commandId, by } = command;
  const answer = commandAnswer({ commandId, command: command.body.type, by, outcome, result });
  return [...events, answer].map((event): NewEvent => ({ ...event, ...accepted }));
}

/** The house at the time that a command names: what has expired by then has expired for it. */
function houseAt(house: HouseState, at: string | undefined): HouseState {
  if (at === undefined || !isEventClock(house)) return house;
  const atMs = Date.parse(at);
  return { ...house, ledgerTimeMs: Math.max(atMs, house.ledgerTimeMs ?? atMs) };
}

function decideBody(
  house: HouseState,
  engine: MarginEngine,
  { body, by, ledger }: OperatorCommand,
  policy: CommandPolicy,
  sealed: SealedBids,
): CommandOutcome {
  if (ledger !== house.ledgerId)
    return refused({ code: 'UNKNOWN_LEDGER', reason: `there is no ledger ${ledger} here` });
  if (body.type === 'APPLY_REFERENCE_DATA') return decideApply(house, body, by, policy);
  if (body.type === 'PROPOSE_REFERENCE_DATA') return decidePropose(house, body, by);
  if (body.type === 'CONFIRM_REFERENCE_DATA') return decideConfirm(house, body, by);
  if (body.type === 'WITHDRAW_REFERENCE_DATA') return decideWithdraw(house, body, by);
  if (!house.reference)
    return refused({
      code: 'NO_REFERENCE_DATA',
      reason: 'no reference data has been applied yet: start with ccp apply -f FILE',
    });
  switch (body.type) {
    case 'IMPORT_HISTORY':
      return decideImportHistory(house, body, by);
    case 'SETTLE': {
      const { cycleType, date, cycleId } = body;
      const order = { cycleType, date, ...(cycleId === undefined ? {} : { cycleId }) };
      const decided = decideSettle(house, order, (instrument) => engine.markTicks(instrument));
      if (!decided.ok) return refused(decided.error);
      return { events: decided.value.events, outcome: 'DONE', result: decided.value.result };
    }
    case 'CORRECT_SETTLEMENT_PRICE': {
      const decided = decideCorrection(house, body, by);
      if (!decided.ok) return refused(decided.error);
      return { events: decided.value.events, outcome: 'DONE', result: decided.value.result };
    }
    case 'CANCEL_CALL':
      return decideCancelCall(house, body, by);
    case 'RELEASE_QUARANTINED':
      return decideRelease(house, body, by);
    case 'HALT_INSTRUMENT':
    case 'RESUME_INSTRUMENT':
    case 'DELIST_INSTRUMENT':
      return decideInstrumentLife(house, body, by);
    case 'ADJUST_CONTRACTS':
      return decideAdjust(house, body, by);
    default:
      return decideDefaultStep(house, engine, body, by, sealed);
  }
}
