import type { JsonObject } from '../schema/json-schema.js';
import type { TopicIn } from '../topics.js';

const TRADE = {
  tradeId: 'X-1001',
  venue: 'XSIM',
  instrument: 'SPX-FUT-2026-12',
  quantity: '10',
  price: '5010.25',
  buyer: 'ALPHA/HOUSE',
  seller: 'BETA/C1',
  executedAt: '2026-11-20T14:03:22.123Z',
};

const SIDE = {
  type: 'SIDE',
  sideId: 'S-1',
  side: 'BUY',
  account: 'ALPHA/HOUSE',
  counterparty: 'BETA',
  instrument: 'SPX-FUT-2026-12',
  quantity: '10',
  price: '5010.25',
  executedAt: '2026-11-20T14:03:22.123Z',
};

const REQUEST = { instructionId: 'I-1', requestedAt: '2026-11-20T15:00:00.000Z' };
const OFFER = { member: 'BETA', instructionId: 'I-9' };

const OBSERVED = { source: 'XSIM', observedAt: '2026-11-20T14:03:22.500Z' };
const VALUE_DATE = { valueDate: '2026-11-20' };
const COMMAND = { commandId: 'cmd-1', ledger: 'main', by: 'jane.doe@example.org' };

const OF_DEFAULT = { defaultId: 'main-D1' };
const FILL = {
  instrument: 'SPX-FUT-2026-12',
  quantity: '-67',
  price: '4985.00',
  counterparty: 'BETA/HOUSE',
};
const DEFAULT_BODIES: readonly JsonObject[] = [
  { type: 'DECLARE_DEFAULT', member: 'ALPHA', reason: 'INSOLVENCY' },
  { type: 'CONFIRM_DEFAULT', ...OF_DEFAULT },
  { type: 'WITHDRAW_DEFAULT', ...OF_DEFAULT },
  { type: 'PORT_CLIENT', ...OF_DEFAULT, account: 'ALPHA/C1', toAccount: 'BETA/C9' },
  { type: 'HEDGE_DEFAULT', ...OF_DEFAULT, fills: [FILL] },
  {
    type: 'CLOSE_OUT_DEFAULT',
    ...OF_DEFAULT,
    fills: [
      FILL,
      {
        ...FILL,
        account: 'ALPHA/OMNI',
        client: 'F1',
        counterpartyClient: 'F2',
        counterpartyEffect: 'OPEN',
      },
    ],
    fees: '50.00',
  },
  {
    type: 'SELL_COLLATERAL',
    ...OF_DEFAULT,
    sales: [{ account: 'ALPHA/HOUSE', asset: 'BTC', quantity: '1.5', price: '68000.00' }],
  },
  {
    type: 'OPEN_AUCTION',
    ...OF_DEFAULT,
    lots: [
      {
        lot: 'L1',
        positions: [{ instrument: 'SPX-FUT-2026-12', quantity: '-40', account: 'ALPHA/HOUSE' }],
        reserve: '2000000.00',
      },
      { lot: 'L2', positions: [{ instrument: 'SPX-FUT-2026-12', quantity: '-60' }] },
    ],
    closesAt: '2026-11-20T16:00:00.000Z',
  },
  { type: 'CLOSE_AUCTION', ...OF_DEFAULT, withoutAward: true },
  { type: 'DETERMINE_LOSS', ...OF_DEFAULT },
  { type: 'DETERMINE_LOSS', ...OF_DEFAULT, tearUp: true },
  { type: 'APPLY_LAYERS', ...OF_DEFAULT, next: false },
  { type: 'RECOVER', ...OF_DEFAULT, amount: '1000.00', reason: 'from the estate' },
  { type: 'CLOSE_DEFAULT', ...OF_DEFAULT },
  { type: 'LIQUIDATE_ACCOUNT', account: 'ALPHA/ISO', fills: [FILL] },
  {
    type: 'LIQUIDATE_ACCOUNT',
    account: 'ALPHA/ISO',
    bucket: 'SPX-FUT-2026-12',
    fills: [FILL],
    sales: [{ account: 'ALPHA/ISO', asset: 'BTC', quantity: '1.5', price: '68000.00' }],
    fees: '50.00',
  },
];

const CORRECTION = {
  tradeId: 'X-1001',
  venue: 'XSIM',
  correctionId: 'K-1',
  reason: 'a wrong price was keyed in',
  requestedAt: '2026-11-20T15:00:00.000Z',
};

/** At least one well-formed message of every form that a topic takes. */
export const VALID_MESSAGES: Readonly<Record<TopicIn, readonly JsonObject[]>> = {
  trades: [
    TRADE,
    { ...TRADE, buyerClient: 'F1', buyerEffect: 'OPEN' },
    { ...TRADE, sellerClient: 'F1', sellerEffect: 'CLOSE' },
    { ...CORRECTION, type: 'BUST' },
    { ...CORRECTION, type: 'CORRECT', quantity: '8', price: '5010.00' },
    { ...CORRECTION, type: 'CORRECT', price: '5010.00' },
  ],
  'member-trades': [
    SIDE,
    { ...SIDE, side: 'SELL', reference: 'REF-1', client: 'F1', effect: 'OPEN' },
    { type: 'WITHDRAW', sideId: 'S-1' },
    {
      ...REQUEST,
      type: 'GIVE_UP',
      tradeId: 'X-1001',
      venue: 'XSIM',
      account: 'ALPHA/HOUSE',
      client: 'F1',
      to: 'BETA',
      quantity: '4',
      reference: 'REF-1',
    },
    {
      ...REQUEST,
      type: 'TAKE_UP',
      offer: OFFER,
      account: 'ALPHA/GROSS',
      client: 'F1',
      effect: 'OPEN',
    },
    {
      ...REQUEST,
      type: 'TRANSFER_POSITION',
      account: 'ALPHA/GROSS',
      client: 'F1',
      toAccount: 'BETA/GROSS',
      toClient: 'F2',
      instrument: 'SPX-FUT-2026-12',
      quantity: '-3',
    },
    {
      ...REQUEST,
      type: 'TRANSFER_POSITION',
      account: 'ALPHA/HOUSE',
      toAccount: 'BETA/HOUSE',
      instrument: 'SPX-FUT-2026-12',
      quantity: '3',
      collateral: [{ asset: 'USD', quantity: '250000.00' }],
    },
    { ...REQUEST, type: 'ACCEPT_TRANSFER', offer: OFFER },
    { ...REQUEST, type: 'DECLINE', offer: OFFER },
    { ...REQUEST, type: 'WITHDRAW_OFFER', offer: OFFER },
    {
      ...REQUEST,
      type: 'ALLOCATE',
      tradeId: 'X-1001',
      venue: 'XSIM',
      account: 'ALPHA/HOUSE',
      client: 'F1',
      allocations: [
        { account: 'ALPHA/C1', quantity: '6' },
        { account: 'ALPHA/GROSS', quantity: '4', client: 'F1', effect: 'OPEN' },
      ],
    },
    {
      ...REQUEST,
      type: 'ALLOCATE_AVERAGE',
      trades: [{ tradeId: 'X-1001', venue: 'XSIM' }],
      account: 'ALPHA/HOUSE',
      client: 'F1',
      allocations: [{ account: 'ALPHA/C1', quantity: '6' }],
    },
    {
      ...REQUEST,
      type: 'ADJUST',
      account: 'ALPHA/GROSS',
      client: 'F1',
      instrument: 'SPX-FUT-2026-12',
      quantity: '3',
    },
    {
      type: 'EXERCISE',
      instructionId: 'E-1',
      account: 'ALPHA/HOUSE',
      instrument: 'SPX-C5000-2026-12',
      choice: 'ABANDON',
      quantity: '3',
      submittedAt: '2026-12-18T21:30:00.000Z',
    },
  ],
  'member-collateral': [
    {
      instructionId: 'C-78',
      type: 'WITHDRAWAL',
      account: 'ALPHA/HOUSE',
      asset: 'BTC',
      quantity: '15.00000000',
      ...VALUE_DATE,
    },
  ],
  'auction-bids': [
    {
      bidId: 'B-1',
      defaultId: 'main-D1',
      lot: 'L1',
      account: 'BETA/HOUSE',
      price: '-1200000.00',
      submittedAt: '2026-11-20T15:00:00.000Z',
    },
  ],
  prices: [
    { symbol: 'SPX-FUT-2026-12', price: '5011.50', ...OBSERVED },
    { symbol: 'SPX', price: '-0.25', type: 'SETTLEMENT', businessDate: '2026-11-20', ...OBSERVED },
    { symbol: 'SPX', price: '0', type: 'FINAL', businessDate: '2026-12-18', ...OBSERVED },
  ],
  volatilities: [
    { underlying: 'SPX', volatility: '0.183', tenorDays: 30, ...OBSERVED },
    {
      underlying: 'SPX',
      expiry: '2026-12-18',
      nodes: [
        { logMoneyness: '-0.1', volatility: '0.28' },
        { logMoneyness: '0.0', volatility: '0.19' },
      ],
      ...OBSERVED,
    },
  ],
  collateral: [
    ...['DEPOSIT', 'WITHDRAWAL', 'RECALL'].map((type) => ({
      instructionId: 'C-77',
      type,
      account: 'ALPHA/HOUSE',
      asset: 'USD',
      quantity: '2500000.00',
      ...VALUE_DATE,
      bucket: 'SPX-FUT-2026-12',
    })),
    {
      instructionId: 'C-78',
      type: 'SUBSTITUTION',
      account: 'ALPHA/HOUSE',
      release: { asset: 'BTC', quantity: '15.00000000' },
      deliver: { asset: 'USD', quantity: '1000000.00' },
      ...VALUE_DATE,
    },
    {
      instructionId: 'C-79',
      type: 'TRANSFER',
      account: 'ALPHA/HOUSE',
      toAccount: 'ALPHA/C1',
      asset: 'USD',
      quantity: '1.00',
      ...VALUE_DATE,
    },
    {
      instructionId: 'C-81',
      type: 'TRANSFER',
      account: 'BETA/ISO',
      toAccount: 'BETA/ISO',
      bucket: 'SPX-FUT-2026-12',
      toBucket: 'BTC-PERP',
      asset: 'USD',
      quantity: '1.00',
      ...VALUE_DATE,
    },
    ...['DEFAULT_FUND_DEPOSIT', 'DEFAULT_FUND_WITHDRAWAL'].map((type) => ({
      instructionId: 'C-80',
      type,
      member: 'ALPHA',
      asset: 'USD',
      quantity: '40000000.00',
      ...VALUE_DATE,
    })),
  ],
  commands: [
    { ...COMMAND, body: { type: 'APPLY_REFERENCE_DATA', document: { version: 1, members: [] } } },
    { ...COMMAND, body: { type: 'PROPOSE_REFERENCE_DATA', document: { version: 1 } } },
    { ...COMMAND, body: { type: 'CONFIRM_REFERENCE_DATA', proposalId: 'main-P1' } },
    { ...COMMAND, body: { type: 'WITHDRAW_REFERENCE_DATA', proposalId: 'main-P1' } },
    {
      ...COMMAND,
      body: { type: 'IMPORT_HISTORY', symbol: 'SPX.VOL@90', closes: [['2008-01-02', '0.2315']] },
    },
    {
      ...COMMAND,
      at: '2026-11-20T21:00:00.000Z',
      body: { type: 'SETTLE', cycleType: 'EOD', date: '2026-11-20', cycleId: '2026-11-20-EOD' },
    },
    {
      ...COMMAND,
      body: {
        type: 'CORRECT_SETTLEMENT_PRICE',
        instrument: 'SPX-FUT-2026-12',
        date: '2026-11-20',
        price: '5004.75',
        reason: 'the exchange corrected it',
      },
    },
    { ...COMMAND, body: { type: 'CANCEL_CALL', callId: 'main-000123', reason: 'paid elsewhere' } },
    {
      ...COMMAND,
      body: { type: 'RELEASE_QUARANTINED', position: 17, action: 'RESENT', reason: 'mended' },
    },
    ...DEFAULT_BODIES.map((body) => ({ ...COMMAND, body })),
  ],
};

/** The only valid trade message of {@link VALID_MESSAGES}, with its fields typed. */
export const VALID_TRADE: Readonly<typeof TRADE> = TRADE;

/** The bytes of a message as a producer sends them. */
export function bytesOf(message: unknown): Buffer {
  return Buffer.from(JSON.stringify(message));
}
