import type { CommandBody, Decoded, OperatorCommand } from '#libs/domain/inputs/inputs.js';
import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import { COMMAND_BODY_VARIANTS } from '../messages/in/command-bodies.message.js';
import { CommandMessage } from '../messages/in/command.message.js';
import { isJsonObject, type JsonObject } from '../schema/json-schema.js';
import { normaliseDefaultBody } from './normalise-default-body.js';
import { normaliseInstrumentBody } from './normalise-instrument-body.js';
import { readJsonObject } from './read-json-object.js';
import { shapeOf } from './shape.js';
import { unreadable, withoutIdentity } from './unreadable.js';

/** The identity of an operator's command. */
export interface CommandIdentity {
  readonly commandId: string;
}

type DecodedCommand = Decoded<OperatorCommand, CommandIdentity>;

const IDENTITY = ['commandId'];
const shape = shapeOf(CommandMessage);

/**
 * Decodes a message of `ccp.commands`. A document of reference data is passed on whole, at most 64
 * levels deep: its own validator judges what is in it. Of a misshapen command `known` also tells the
 * type of its body, as `command`.
 */
export function decodeCommand(value: Uint8Array | null): DecodedCommand {
  const read = readJsonObject(value);
  if (typeof read === 'string') return unreadable(read);
  if (!shape.accepts(read)) return refused(read);
  const { commandId, ledger, by } = read;
  const at = typeof read.at === 'string' ? { at: read.at } : {};
  return {
    kind: 'message',
    message: { commandId, ledger, by, ...at, body: normalised(read.body) },
  };
}

/** Only the fields of the type. */
function normalised(body: CommandBody): CommandBody {
  switch (body.type) {
    case 'APPLY_REFERENCE_DATA':
    case 'PROPOSE_REFERENCE_DATA':
      return { type: body.type, document: body.document };
    case 'CONFIRM_REFERENCE_DATA':
    case 'WITHDRAW_REFERENCE_DATA':
      return { type: body.type, proposalId: body.proposalId };
    case 'IMPORT_HISTORY':
      return { type: body.type, symbol: body.symbol, closes: body.closes };
    case 'SETTLE': {
      const cycleId = typeof body.cycleId === 'string' ? { cycleId: body.cycleId } : {};
      return { type: body.type, cycleType: body.cycleType, date: body.date, ...cycleId };
    }
    case 'CORRECT_SETTLEMENT_PRICE': {
      const { type, instrument, date, price, reason } = body;
      return { type, instrument, date, price, reason };
    }
    case 'CANCEL_CALL':
      return { type: body.type, callId: body.callId, reason: body.reason };
    case 'RELEASE_QUARANTINED':
      return {
        type: body.type,
        position: body.position,
        action: body.action,
        reason: body.reason,
      };
    case 'HALT_INSTRUMENT':
    case 'RESUME_INSTRUMENT':
    case 'DELIST_INSTRUMENT':
    case 'ADJUST_CONTRACTS':
      return normaliseInstrumentBody(body);
    default:
      return normaliseDefaultBody(body);
  }
}

function refused(value: JsonObject): DecodedCommand {
  const refusal = shape.refusal(value);
  const { commandId } = value;
  if (!isIdentifier(commandId)) return withoutIdentity(refusal);
  const known = { ...shape.known(value, IDENTITY), ...commandOf(value.body) };
  return { kind: 'misshapen', identity: { commandId }, refusal, known };
}

/** What was asked for, where that much can be read. */
function commandOf(body: unknown): { readonly command?: string } {
  if (!isJsonObject(body) || typeof body.type !== 'string') return {};
  return typeof COMMAND_BODY_VARIANTS.select(body) === 'function' ? { command: body.type } : {};
}
