import type { DefaultTrade } from '#libs/domain/events/default-events.js';
import { POSITION_EFFECTS } from '#libs/domain/inputs/inputs.js';
import { ACCOUNT_SCHEMA, DECIMAL_SCHEMA, IDENTIFIER_SCHEMA } from '../fields/field-schemas.js';
import { JOURNAL_LINE } from './common-schemas.js';
import { listOf, oneOf, optional, schemaOf } from './payload-schema.js';

/** What schemas of several steps of a default are made of. */

export const JOURNAL = listOf(JOURNAL_LINE);

export const OF_DEFAULT = { defaultId: IDENTIFIER_SCHEMA, member: IDENTIFIER_SCHEMA };

export const LOTS = { instrument: IDENTIFIER_SCHEMA, quantity: DECIMAL_SCHEMA };

const EFFECT = oneOf(...POSITION_EFFECTS);

export const TRADE = schemaOf<DefaultTrade>({
  tradeId: IDENTIFIER_SCHEMA,
  account: ACCOUNT_SCHEMA,
  counterparty: ACCOUNT_SCHEMA,
  ...LOTS,
  price: DECIMAL_SCHEMA,
  client: optional(IDENTIFIER_SCHEMA),
  effect: optional(EFFECT),
  counterpartyClient: optional(IDENTIFIER_SCHEMA),
  counterpartyEffect: optional(EFFECT),
});
