import type { ClientSides, Decoded, TradeSubmission } from '#libs/domain/inputs/inputs.js';
import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import { TradeMessage } from '../messages/in/trade.message.js';
import type { JsonObject } from '../schema/json-schema.js';
import { readJsonObject } from './read-json-object.js';
import { shapeOf } from './shape.js';
import { unreadable, withoutIdentity } from './unreadable.js';

/** The identity of a trade. */
export interface TradeIdentity {
  readonly tradeId: string;
  readonly venue: string;
}

type DecodedTrade = Decoded<TradeSubmission, TradeIdentity>;

const IDENTITY = ['tradeId', 'venue'];
const shape = shapeOf(TradeMessage);

/**
 * Decodes a message of `ccp.trades` (contract, "Topics in"): unreadable without a well-formed trade
 * id and venue, misshapen with the first offending field otherwise. Only known fields come through.
 */
export function decodeTrade(value: Uint8Array | null): DecodedTrade {
  const read = readJsonObject(value);
  if (typeof read === 'string') return unreadable(read);
  if (!shape.accepts(read)) return refused(read);
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

function refused(value: JsonObject): DecodedTrade {
  const refusal = shape.refusal(value);
  const { tradeId, venue } = value;
  if (!isIdentifier(tradeId) || !isIdentifier(venue)) return withoutIdentity(refusal);
  const known = shape.known(value, IDENTITY);
  return { kind: 'misshapen', identity: { tradeId, venue }, refusal, known };
}
