import type { CollateralStatusMessage } from '../messages/out/collateral-status.message.js';
import type { LedgerEventMessage } from '../messages/out/ledger-event.message.js';
import type { MarginCallMessage } from '../messages/out/margin-call.message.js';
import type { MarginRequirementMessage } from '../messages/out/margin-requirement.message.js';
import type { QuarantinedMessage } from '../messages/out/quarantined.message.js';
import type { TradeStatusMessage } from '../messages/out/trade-status.message.js';
import type { VariationMarginMessage } from '../messages/out/variation-margin.message.js';
import type { TopicOut } from '../topics.js';

const AT = '2026-11-20T14:03:22.123Z';

const TRADE_STATUS: readonly TradeStatusMessage[] = [
  {
    tradeId: 'X-1001',
    venue: 'XSIM',
    status: 'NOVATED',
    ledger: 'main',
    position: 48_211,
    instrument: 'SPX-FUT-2026-12',
    quantity: '10',
    price: '5010.25',
    buyer: 'ALPHA/HOUSE',
    seller: 'BETA/C1',
    executedAt: AT,
    novatedAt: AT,
  },
  {
    tradeId: 'X-1002',
    venue: 'XSIM',
    status: 'REJECTED',
    code: 'PRICE_OFF_TICK',
    field: 'price',
    reason: 'price 5010.30 is off tick; the nearest are 5010.25 and 5010.50',
  },
];

const VARIATION_MARGIN: readonly VariationMarginMessage[] = [
  {
    cycleId: '2026-11-20-EOD',
    type: 'EOD',
    businessDate: '2026-11-20',
    account: 'ALPHA/HOUSE',
    currency: 'USD',
    amount: '1950.00',
    position: 48_300,
    lines: [
      {
        kind: 'VARIATION_MARGIN',
        instrument: 'SPX-FUT-2026-12',
        previousSettlementPrice: '5000.00',
        settlementPrice: '5004.50',
        openingPosition: '10',
        tradedQuantity: '-3',
        closingPosition: '7',
        amount: '1950.00',
      },
    ],
  },
];

const MARGIN_REQUIREMENTS: readonly MarginRequirementMessage[] = [
  {
    account: 'ALPHA/HOUSE',
    marginMode: 'portfolio',
    currency: 'USD',
    requirement: '88371.96',
    unsettled: '0.00',
    exposure: '88371.96',
    position: 48_211,
    calculatedAt: AT,
    collateral: {
      value: '1600000.00',
      counted: '1500000.00',
      debts: [{ currency: 'EUR', amount: '-12.50' }],
      notCounted: [{ asset: 'BTC', reason: 'its price is stale' }],
    },
    excess: '1411628.04',
    deficit: '0.00',
    utilisation: '0.0589',
    groups: [
      {
        liquidationGroup: 'EQUITY',
        marketRisk: '74751.42',
        extendedMoves: '0.00',
        shortOptionMinimum: '8000.00',
        floor: '7442.04',
        liquidity: '1205.65',
        wrongWay: '0.00',
        netOptionValue: '-12414.89',
        requirement: '88371.96',
        classes: [
          {
            underlying: 'SPX',
            method: 'fhs',
            marketRisk: '76746.91',
            expectedShortfall: { filtered: '76746.91', stressed: '70000.00', longRun: '60000.00' },
            volatility: { current: '0.0145', longRun: '0.0117', regime: '1' },
            scenarios: { filtered: 1249, longRun: 1249, stressed: 250 },
            netDelta: '12.4',
            netNotional: '3100000.00',
          },
        ],
      },
    ],
  },
  {
    account: 'BETA/C1',
    marginMode: 'isolated',
    currency: 'USD',
    requirement: '0.00',
    unsettled: '0.00',
    exposure: '0.00',
    position: 48_211,
    calculatedAt: AT,
    collateral: { value: '0.00', counted: '0.00', debts: [] },
    excess: '0.00',
    deficit: '0.00',
    utilisation: '0.0000',
    groups: [],
    notComputable: {
      code: 'NO_EXCHANGE_RATE',
      reason: 'there is no rate for EUR; send a price of its currency pair',
    },
  },
];

const MARGIN_CALLS: readonly MarginCallMessage[] = [
  {
    callId: 'main-000123',
    account: 'ALPHA/HOUSE',
    member: 'ALPHA',
    status: 'ISSUED',
    currency: 'USD',
    amount: '700000.00',
    outstanding: '700000.00',
    requirement: '7000000.00',
    unsettled: '0.00',
    collateralValue: '6307720.60',
    reason: 'REQUIREMENT_ABOVE_COLLATERAL',
    issuedAt: AT,
    dueAt: AT,
    position: 48_211,
  },
  {
    callId: 'main-000123',
    account: 'ALPHA/HOUSE',
    member: 'ALPHA',
    status: 'ISSUED',
    currency: 'USD',
    amount: '700000.00',
    outstanding: '700000.00',
    requirement: '7000000.00',
    unsettled: '0.00',
    collateralValue: '6307720.60',
    reason: 'REQUIREMENT_ABOVE_COLLATERAL',
    issuedAt: AT,
    dueAt: AT,
    position: 48_211,
    notice: 'REMINDER',
  },
];

const COLLATERAL_STATUS: readonly CollateralStatusMessage[] = [
  {
    instructionId: 'C-78',
    account: 'ALPHA/HOUSE',
    type: 'WITHDRAWAL',
    asset: 'BTC',
    quantity: '16.00000000',
    status: 'REJECTED',
    code: 'WOULD_LEAVE_DEFICIT',
    reason: 'it would leave a deficit',
    maximumQuantity: '15.19230286',
    position: 48_212,
  },
  {
    instructionId: 'C-79',
    member: 'ALPHA',
    type: 'DEFAULT_FUND_DEPOSIT',
    asset: 'USD',
    quantity: '40000000.00',
    status: 'ACCEPTED',
    position: 48_213,
  },
  {
    instructionId: 'C-80',
    account: 'ALPHA/HOUSE',
    type: 'DEPOSIT',
    asset: 'USD',
    quantity: '500000.00',
    paid: [
      {
        callId: 'main-000123',
        currency: 'USD',
        amount: '500000.00',
        outstanding: '200000.00',
        status: 'PARTIALLY_MET',
      },
    ],
    toDebts: '20000.00',
    status: 'ACCEPTED',
    position: 48_214,
  },
];

const LEDGER: readonly LedgerEventMessage[] = [
  {
    ledger: 'main',
    position: 48_214,
    stream: 'account/ALPHA/HOUSE',
    type: 'AnswerRepeated',
    schemaVersion: 1,
    recordedAt: AT,
    ledgerTime: AT,
    effectiveDate: '2026-11-20',
    causation: 'ccp.trades/3/4711',
    hash: '0f'.repeat(32),
    payload: { identity: 'trade/XSIM/X-1001', position: 48_211 },
  },
];

const QUARANTINE: readonly QuarantinedMessage[] = [
  {
    ledger: 'main',
    position: 48_215,
    topic: 'ccp.trades',
    partition: 3,
    offset: '4711',
    reason: 'the message is not JSON',
    key: 'VDEw',
    value: 'eyJ0cmFkZUlkIjog',
    headers: { trace: '1' },
  },
  {
    position: 48_216,
    topic: 'ccp.prices',
    partition: 0,
    offset: '0',
    reason: 'the message is empty',
    key: null,
    value: null,
    headers: {},
  },
];

/** Messages as the contract shows them, by topic. */
export const OUT_SAMPLES: { readonly [T in TopicOut]: readonly object[] } = {
  'trade-status': TRADE_STATUS,
  'variation-margin': VARIATION_MARGIN,
  'margin-requirements': MARGIN_REQUIREMENTS,
  'margin-calls': MARGIN_CALLS,
  'collateral-status': COLLATERAL_STATUS,
  ledger: LEDGER,
  quarantine: QUARANTINE,
};
