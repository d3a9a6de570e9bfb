import type {
  ImpliedComparison,
  IntradayComparison,
  MarginBufferUpdated,
  VolatilityRegimeChanged,
} from '#libs/domain/events/regime-events.js';
import { DATE_SCHEMA, DECIMAL_SCHEMA, IDENTIFIER_SCHEMA } from '../fields/field-schemas.js';
import { optional, schemaOf } from './payload-schema.js';

export const REGIME_EVENT_SCHEMAS = {
  VolatilityRegimeChanged: schemaOf<VolatilityRegimeChanged>({
    underlying: IDENTIFIER_SCHEMA,
    from: DECIMAL_SCHEMA,
    to: DECIMAL_SCHEMA,
    ratio: DECIMAL_SCHEMA,
    inputs: schemaOf<VolatilityRegimeChanged['inputs']>({
      intraday: optional(
        schemaOf<IntradayComparison>({ now: DECIMAL_SCHEMA, scenarios: DECIMAL_SCHEMA }),
      ),
      implied: optional(
        schemaOf<ImpliedComparison>({ now: DECIMAL_SCHEMA, reference: DECIMAL_SCHEMA }),
      ),
    }),
    businessDate: DATE_SCHEMA,
  }),
  MarginBufferUpdated: schemaOf<MarginBufferUpdated>({
    underlying: IDENTIFIER_SCHEMA,
    businessDate: DATE_SCHEMA,
    measure: DECIMAL_SCHEMA,
    buffered: DECIMAL_SCHEMA,
  }),
};
