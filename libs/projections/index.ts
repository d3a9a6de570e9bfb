export { type AsOf, foldUntil, resolveAsOf } from './as-of.js';
export { listBalances } from './balances/balances.query.js';
export { type BookAmount, BookTally, journalOf } from './balances/book-changes.js';
export { balancesAsOf, clientPositionsAsOf, order, positionsAsOf } from './books-as-of.js';
export type { DefaultContent, UsedLayer } from './defaults/default-content.js';
export {
  type CycleOfDefaultItem,
  type DefaultDetail,
  type DefaultStepItem,
  findDefault,
  listDefaults,
} from './defaults/defaults.query.js';
export {
  InvalidCursorError,
  type ListPage,
  type ListRequest,
  cutPage,
  decodeCursor,
  decodePosition,
} from './list-page.js';
export { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, STATEMENT_ENTRIES_MAX } from './limits.js';
export { callAfter } from './margin-calls/margin-calls.projection.js';
export {
  type MarginCallSummary,
  summariseMarginCalls,
} from './margin-calls/margin-call-summary.query.js';
export { findMarginCall, listMarginCalls } from './margin-calls/margin-calls.query.js';
export { PositionTally, positionChanges } from './positions/position-changes.js';
export { listClientPositions } from './positions/client-positions.query.js';
export {
  type ClientPositionItem,
  type PositionItem,
  listPositions,
} from './positions/positions.query.js';
export type { PriceFeedContent } from './price-feeds/price-feed-content.js';
export { listPriceFeeds } from './price-feeds/price-feeds.query.js';
export type { Projection } from './projection.js';
export { ProjectionRunner } from './projection-runner.js';
export { projections } from './projections.js';
export {
  type QuarantineItem,
  type QuarantinedMessage,
  findQuarantined,
  listQuarantine,
} from './quarantine-releases/quarantine.query.js';
export {
  type ParameterItem,
  type ParameterRequest,
  ParameterSource,
} from './reference-data/parameters.query.js';
export {
  type CurrentReferenceData,
  ReferenceDataSource,
  scaleOf,
} from './reference-data/reference-data.query.js';
export {
  type AccountSettlementItem,
  type SettlementCycleItem,
  findSettlementCycle,
  listAccountSettlements,
  listSettlementCycles,
} from './settlement-cycles/settlement-cycles.query.js';
export { statementCsv } from './statements/statement-csv.js';
export {
  statementDocument,
  type StatementAmount,
  type StatementDocument,
  type StatementLine,
} from './statements/statement-document.js';
export { statementOfAccount } from './statements/statement-of-account.js';
export { EVERY_TRADE } from './trades/trades.projection.js';
export { type TradeItem, listTrades } from './trades/trades.query.js';
