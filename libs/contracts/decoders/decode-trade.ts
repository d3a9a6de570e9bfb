import type {
  ClientSides,
  Decoded,
  TradeCorrection,
  TradeSubmission,
} from '#libs/domain/inputs/inputs.js';
import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import { BustMessage, CorrectMessage } from '../messages/in/trade-correction.message.js';
import { TradeMessage } from '../messages/in/trade.message.js';
import type { JsonObject } from '../schema/json-schema.js';
import { readJsonObject } from './read-json-object.js';
import { shapeOf, type Shape } from './shape.js';
import { unreadable, withoutIdentity } from './unreadable.js';

/** The identity of a trade. */
export interface TradeIdentity {
  readonly tradeId: string;
  readonly venue: string;
}

type DecodedTrade = Decoded<TradeSubmission | TradeCorrection, TradeIdentity>;

const IDENTITY = ['tradeId', 'venue'];
const shape = shapeOf(TradeMessage);
const bust = shapeOf(BustMessage);
const correct = shapeOf(CorrectMessage);

/**
 * Decodes a message of `ccp.trades` (contract, "Topics in"): unreadable without a well-formed trade
 * id and venue, misshapen with the first offending field otherwise. Only known fields come through. What
 * has the type BUST or CORRECT is about a trade that was novated before.
 */
export function decodeTrade(value: Uint8Array | null): DecodedTrade {
  const read = readJsonObject(value);
  if (typeof read === 'string') return unreadable(read);
  if (read['type'] === 'BUST') return decodeBust(read);
  if (read['type'] === 'CORRECT') return decodeCorrect(read);
  if (!shape.accepts(read)) return refused(read, shape);
  return {
    kind: 'message',
    message: {
      tradeId: read.tradeId,
      venue: read.venue,
      instrument: read.instrument,
      quantity: read.quantity,
      price: read.price,
      buyer: read.buyer,
      seller: read.seller,
      executedAt: read.executedAt,
      ...clientsOf(read),
    },
  };
}

/** A field of null is left out. */
function clientsOf(message: TradeMessage): ClientSides {
  const { buyerClient, buyerEffect, sellerClient, sellerEffect } = message;
  return {
    ...(buyerClient ? { buyerClient } : {}),
    ...(buyerEffect ? { buyerEffect } : {}),
    ...(sellerClient ? { sellerClient } : {}),
    ...(sellerEffect ? { sellerEffect } : {}),
  };
}

function decodeBust(value: JsonObject): DecodedTrade {
  if (!bust.accepts(value)) return refused(value, bust);
  const { type, tradeId, venue, correctionId, reason, requestedAt } = value;
  return {
    kind: 'message',
    message: { type, tradeId, venue, correctionId, reason, requestedAt },
  };
}

function decodeCorrect(value: JsonObject): DecodedTrade {
  if (!correct.accepts(value)) return refused(value, correct);
  const { type, tradeId, venue, correctionId, reason, requestedAt, quantity, price } = value;
  const asked = {
    ...(typeof quantity === 'string' ? { quantity } : {}),
    ...(typeof price === 'string' ? { price } : {}),
  };
  return {
    kind: 'message',
    message: { type, tradeId, venue, correctionId, reason, requestedAt, ...asked },
  };
}

function refused(value: JsonObject, shape: Shape<object>): DecodedTrade {
  const refusal = shape.refusal(value);
  const { tradeId, venue } = value;
  if (!isIdentifier(tradeId) || !isIdentifier(venue)) return withoutIdentity(refusal);
  const known = shape.known(value, IDENTITY);
  return { kind: 'misshapen', identity: { tradeId, venue }, refusal, known };
}
