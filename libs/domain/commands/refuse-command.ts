import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { TimeVerdict } from '#libs/domain/house/clock.js';
import type { Misshapen, OperatorCommand, ShapeRefusal } from '#libs/domain/inputs/inputs.js';
import { commandAnswer } from './command-answer.js';

/** A command with an id whose shape is wrong. */
type MisshapenCommand = Misshapen<Pick<OperatorCommand, 'commandId'>>;

/**
 * Answers a command that no rule was asked about, since its shape is wrong: somebody waits for it. The
 * result is the refusal: `code`, `field` and `reason`.
 */
export function refuseMisshapenCommand({ identity, known, refusal }: MisshapenCommand): NewEvent {
  const { commandId } = identity;
  const { command = 'UNKNOWN', by = 'unknown' } = known;
  return commandAnswer({ commandId, command, by, outcome: 'REFUSED', result: refusal });
}

/** Answers a command whose time the ledger's clock cannot take (contract, "Clock"). */
export function refuseCommandTime(
  { commandId, by, at, body }: OperatorCommand,
  verdict: Exclude<TimeVerdict, 'fine'>,
): NewEvent {
  const reason =
    verdict === 'too-great-a-leap'
      ? `at ${at} is more than 40 days ahead of the ledger's time; check the date`
      : `at ${at} lies more than 5 s in the future; a ledger on a wall clock needs no time`;
  const result: ShapeRefusal = { code: 'INVALID_FIELD', field: 'at', reason };
  return commandAnswer({ commandId, command: body.type, by, outcome: 'REFUSED', result });
}
