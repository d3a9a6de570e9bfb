import type { EventType } from '#libs/domain/events/event-catalogue.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { COLLATERAL_EVENT_SCHEMAS } from './collateral-event-schemas.js';
import { DEFAULT_EVENT_SCHEMAS } from './default-event-schemas.js';
import { DEFAULT_FUND_EVENT_SCHEMAS } from './default-fund-event-schemas.js';
import { HOUSE_EVENT_SCHEMAS } from './house-event-schemas.js';
import { INSTRUMENT_EVENT_SCHEMAS } from './instrument-event-schemas.js';
import { MARGIN_CALL_EVENT_SCHEMAS } from './margin-call-event-schemas.js';
import { MARKET_EVENT_SCHEMAS } from './market-event-schemas.js';
import { MATCHING_EVENT_SCHEMAS } from './matching-event-schemas.js';
import { REGIME_EVENT_SCHEMAS } from './regime-event-schemas.js';
import { SETTLEMENT_EVENT_SCHEMAS } from './settlement-event-schemas.js';
import { TRADE_EVENT_SCHEMAS } from './trade-event-schemas.js';
import { TRANSFER_EVENT_SCHEMAS } from './transfer-event-schemas.js';

/** The payload of every event type. */
export const EVENT_PAYLOAD_SCHEMAS = {
  ...HOUSE_EVENT_SCHEMAS,
  ...MARKET_EVENT_SCHEMAS,
  ...INSTRUMENT_EVENT_SCHEMAS,
  ...TRADE_EVENT_SCHEMAS,
  ...MATCHING_EVENT_SCHEMAS,
  ...TRANSFER_EVENT_SCHEMAS,
  ...COLLATERAL_EVENT_SCHEMAS,
  ...SETTLEMENT_EVENT_SCHEMAS,
  ...MARGIN_CALL_EVENT_SCHEMAS,
  ...REGIME_EVENT_SCHEMAS,
  ...DEFAULT_EVENT_SCHEMAS,
  ...DEFAULT_FUND_EVENT_SCHEMAS,
} satisfies Record<EventType, JsonSchema>;
