import type {
  LotsTransferred,
  MovedLots,
  OfferClosed,
  RehousedTrade,
  TransferOffered,
} from '#libs/domain/events/transfer-events.js';
import type { CollateralPart, OfferId } from '#libs/domain/inputs/transfer-requests.js';
import {
  ACCOUNT_SCHEMA,
  DECIMAL_SCHEMA,
  IDENTIFIER_SCHEMA,
  INSTANT_SCHEMA,
  POSITION_SCHEMA,
} from '../fields/field-schemas.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { JOURNAL_LINE } from './common-schemas.js';
import { listOf, oneOf, optional, schemaOf } from './payload-schema.js';
import { LOTS_BOOKED, TRADE_LEG } from './trade-event-schemas.js';

/** A request as its member sent it, with the member; its fields are those of the topic in. */
const REQUEST: JsonSchema = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    member: IDENTIFIER_SCHEMA,
    instructionId: IDENTIFIER_SCHEMA,
    requestedAt: INSTANT_SCHEMA,
  },
  required: ['type', 'member', 'instructionId', 'requestedAt'],
};

const OFFER = schemaOf<OfferId>({ member: IDENTIFIER_SCHEMA, instructionId: IDENTIFIER_SCHEMA });
const SIDE = oneOf('BUY', 'SELL');

const MOVED = schemaOf<MovedLots>({
  account: ACCOUNT_SCHEMA,
  side: SIDE,
  quantity: DECIMAL_SCHEMA,
  client: optional(IDENTIFIER_SCHEMA),
});

const COLLATERAL = schemaOf<CollateralPart>({
  asset: IDENTIFIER_SCHEMA,
  quantity: DECIMAL_SCHEMA,
});

export const TRANSFER_EVENT_SCHEMAS = {
  TransferOffered: schemaOf<TransferOffered>({
    request: REQUEST,
    to: IDENTIFIER_SCHEMA,
    expiresAt: INSTANT_SCHEMA,
    instrument: IDENTIFIER_SCHEMA,
    side: SIDE,
    quantity: DECIMAL_SCHEMA,
    price: optional(DECIMAL_SCHEMA),
  }),
  OfferClosed: schemaOf<OfferClosed>({
    offer: OFFER,
    to: IDENTIFIER_SCHEMA,
    outcome: oneOf('DECLINED', 'WITHDRAWN', 'EXPIRED'),
    request: optional(REQUEST),
  }),
  LotsTransferred: schemaOf<LotsTransferred>({
    request: REQUEST,
    offer: optional(OFFER),
    instrument: IDENTIFIER_SCHEMA,
    price: optional(DECIMAL_SCHEMA),
    from: MOVED,
    to: listOf(MOVED),
    trades: listOf(
      schemaOf<RehousedTrade>({
        tradeId: IDENTIFIER_SCHEMA,
        venue: IDENTIFIER_SCHEMA,
        novation: POSITION_SCHEMA,
        novatedAt: INSTANT_SCHEMA,
        quantity: DECIMAL_SCHEMA,
        price: DECIMAL_SCHEMA,
        legs: listOf(TRADE_LEG),
        isAveraged: optional({ type: 'boolean', enum: [true] }),
      }),
    ),
    bookings: listOf(LOTS_BOOKED),
    collateral: optional(listOf(COLLATERAL)),
    journal: optional(listOf(JOURNAL_LINE)),
  }),
};
