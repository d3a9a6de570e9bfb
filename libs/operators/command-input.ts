import { decodeCommand, type CommandIdentity } from '#libs/contracts/decoders/decode-command.js';
import type { DecisionSession } from '#libs/decider/decision-session.js';
import { causationOf } from '#libs/decider/input.js';
import type { InputKind } from '#libs/decider/input-kind.js';
import { commandIdentityKey } from '#libs/domain/commands/command-answer.js';
import type { CommandPolicy } from '#libs/domain/commands/command-policy.js';
import { decideCommand } from '#libs/domain/commands/decide-command.js';
import { refuseCommandTime, refuseMisshapenCommand } from '#libs/domain/commands/refuse-command.js';
import type { Decoded, OperatorCommand } from '#libs/domain/inputs/inputs.js';

type CommandInput = InputKind<Decoded<OperatorCommand, CommandIdentity>>;

/**
 * How operators' commands are decided: each once, by its id; the back office waits for the answer. So
 * whatever has an id is answered, and only what has none goes to quarantine.
 */
export function commandInput(policy: CommandPolicy): CommandInput {
  return {
    decode: decodeCommand,
    identityOf(decoded) {
      if (decoded.kind === 'unreadable') return undefined;
      const { commandId } = decoded.kind === 'message' ? decoded.message : decoded.identity;
      return commandIdentityKey(commandId);
    },
    fingerprintOf: () => '',
    sealsFor({ defaults }, decoded) {
      if (decoded.kind !== 'message' || decoded.message.body.type !== 'CLOSE_AUCTION') return [];
      const of = defaults.cases.get(decoded.message.body.defaultId);
      return (of?.auction?.bids ?? []).map(({ hash }) => hash);
    },
    decide(session, input, known) {
      const { decoded } = input;
      if (known) return; // answered already: the answer is in the ledger
      if (decoded.kind === 'unreadable') session.quarantine(input, decoded.reason);
      else if (decoded.kind === 'misshapen')
        session.emit([refuseMisshapenCommand(decoded)], causationOf(input));
      else decideReadable(session, decoded.message, policy, causationOf(input));
    },
  };
}

function decideReadable(
  session: DecisionSession,
  command: OperatorCommand,
  policy: CommandPolicy,
  causation: string,
): void {
  const verdict = command.at === undefined ? 'fine' : session.judgeTime(Date.parse(command.at));
  if (verdict === 'fine')
    session.decide(
      () => decideCommand(session.houseNow, session.engine, command, policy, session.sealedBid),
      causation,
    );
  else session.emit([refuseCommandTime(command, verdict)], causation);
}
