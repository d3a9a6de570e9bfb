import type {
  Decoded,
  MemberIdField,
  MemberInstruction,
  MemberMessageIdentity,
} from '#libs/domain/inputs/inputs.js';
import type { TransferRequest } from '#libs/domain/inputs/transfer-requests.js';
import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import {
  MEMBER_TRADE_VARIANTS,
  type MemberTradeMessage,
} from '../messages/in/member-trade.message.js';
import {
  TRANSFER_REQUEST_CLASSES,
  type TransferRequestMessage,
} from '../messages/in/transfer-requests.message.js';
import type { JsonObject } from '../schema/json-schema.js';
import { knownFields } from './known-fields.js';
import { readJsonObject } from './read-json-object.js';
import { shapeOf, type Shape } from './shape.js';
import { unreadable, withoutIdentity } from './unreadable.js';

type DecodedInstruction = Decoded<MemberInstruction, MemberMessageIdentity>;

const ID_FIELDS: readonly MemberIdField[] = ['sideId', 'instructionId'];

const shapeByClass = new Map<unknown, Shape<MemberTradeMessage>>(
  MEMBER_TRADE_VARIANTS.classes.map((type) => [
    type,
    shapeOf(type as new () => MemberTradeMessage),
  ]),
);

/**
 * Decodes a message of `ccp.trades.<MEMBER>`; which fields are due follows from its type. Unreadable without
 * an id by which it could be answered, misshapen with the first offending field otherwise.
 * @param member the member whose topic it came by
 */
export function decodeMemberTrade(
  value: Uint8Array | null,
  member: string | undefined,
): DecodedInstruction {
  if (member === undefined) return unreadable('the topic belongs to no member');
  const read = readJsonObject(value);
  if (typeof read === 'string') return unreadable(read);
  const shape = shapeByClass.get(MEMBER_TRADE_VARIANTS.select(read));
  if (shape === undefined || !shape.accepts(read)) return refused(read, member);
  return { kind: 'message', message: normalised(read, member) };
}

/** Only the fields of the type; a field of null is left out. */
function normalised(message: MemberTradeMessage, member: string): MemberInstruction {
  if (message.type === 'WITHDRAW') return { type: 'WITHDRAW', member, sideId: message.sideId };
  if (message.type === 'EXERCISE') {
    const { instructionId, account, instrument, choice, quantity, client, submittedAt } = message;
    return {
      type: 'EXERCISE',
      member,
      instructionId,
      account,
      instrument,
      choice,
      quantity,
      ...(client ? { client } : {}),
      ...(submittedAt ? { submittedAt } : {}),
    };
  }
  if (message.type !== 'SIDE') return transferRequest(message, member);
  const { type, sideId, side, account, counterparty, instrument, quantity, price } = message;
  const { executedAt, reference, client, effect } = message;
  return {
    type,
    member,
    sideId,
    side,
    account,
    counterparty,
    instrument,
    quantity,
    price,
    executedAt,
    ...(reference ? { reference } : {}),
    ...(client ? { client } : {}),
    ...(effect ? { effect } : {}),
  };
}

/** What its class makes sure of, and the member whose request it is. */
function transferRequest(message: TransferRequestMessage, member: string): TransferRequest {
  const known = knownFields(
    TRANSFER_REQUEST_CLASSES[message.type],
    Object.fromEntries(Object.entries(message)),
  );
  return { ...known, member } as TransferRequest;
}

function refused(value: JsonObject, member: string): DecodedInstruction {
  const selected = MEMBER_TRADE_VARIANTS.select(value);
  const shape = shapeByClass.get(selected);
  const refusal = shape?.refusal(value) ?? (typeof selected === 'object' ? selected : undefined);
  if (!refusal) return unreadable('the message is of no known type');
  const idField = ID_FIELDS.find((field) => isIdentifier(value[field]));
  if (idField === undefined) return withoutIdentity(refusal);
  const known = shape?.known(value, ID_FIELDS) ?? {};
  return {
    kind: 'misshapen',
    identity: { member, idField, id: String(value[idField]) },
    refusal,
    known,
  };
}
