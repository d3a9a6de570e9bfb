import { decodeCommand, type CommandIdentity } from '#libs/contracts/decoders/decode-command.js';
import { causationOf } from '#libs/decider/input.js';
import type { InputKind } from '#libs/decider/input-kind.js';
import { commandIdentityKey, decideCommand } from '#libs/domain/commands/decide-command.js';
import type { Decoded, OperatorCommand } from '#libs/domain/inputs/inputs.js';

/** How operators' commands are decided: each once, by its id; the back office waits for the answer. */
export const commandInput: InputKind<Decoded<OperatorCommand, CommandIdentity>> = {
  decode: decodeCommand,
  identityOf: (decoded) =>
    decoded.kind === 'message' ? commandIdentityKey(decoded.message.commandId) : undefined,
  fingerprintOf: () => '',
  decide(session, input, known) {
    const { decoded } = input;
    if (known) return; // answered already: the answer is in the ledger
    if (decoded.kind !== 'message') {
      const reason = decoded.kind === 'unreadable' ? decoded.reason : decoded.refusal.reason;
      session.quarantine(input, reason);
      return;
    }
    const { message } = decoded;
    const { at } = message;
    const atMs = at === undefined ? undefined : Date.parse(at);
    if (atMs !== undefined && session.judgeTime(atMs) !== 'fine') {
      session.quarantine(input, `time ${at} of the command is too far ahead of the ledger's time`);
      return;
    }
    session.decide(() => decideCommand(session.house, message), causationOf(input));
  },
};
