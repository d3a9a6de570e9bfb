import type { EventPayloads, EventType } from '#libs/domain/events/event-catalogue.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import { DEFAULT_SAMPLES } from './default-samples.js';

const ORIGIN = { topic: 'ccp.trades', partition: 3 };
const OBSERVED = { source: 'XSIM', observedAt: '2026-11-20T14:03:22.500Z' };
const DOCUMENT = { version: 1, ledger: 'main' };
const JOURNAL = [
  { book: 'account/ALPHA/HOUSE', asset: 'USD', amount: '195000' },
  { book: 'house/settlement', asset: 'USD', amount: '-195000' },
];
const CYCLE = { cycleId: '2026-11-20-EOD', type: 'EOD', businessDate: '2026-11-20' } as const;

const CALL: MarginCallContent = {
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
  issuedAt: '2026-11-20T14:03:22.500Z',
  dueAt: '2026-11-20T15:03:22.500Z',
  position: 48_211,
};

const PAY_IN_EFFECT = {
  paid: [
    {
      callId: 'main-000123',
      currency: 'USD',
      amount: '1950.00',
      outstanding: '698050.00',
      status: 'PARTIALLY_MET',
    },
  ],
  toDebts: '50.00',
} as const;

const MOVED = {
  instructionId: 'C-78',
  account: 'ALPHA/HOUSE',
  asset: 'USD',
  quantity: '1950.00',
  valueDate: '2026-11-20',
  journal: JOURNAL,
};

const FUND_MOVED = {
  instructionId: 'C-79',
  member: 'ALPHA',
  asset: 'USD',
  quantity: '1950.00',
  valueDate: '2026-11-20',
  journal: JOURNAL,
};

const SIDE = {
  member: 'ALPHA',
  sideId: 'S-1',
  side: 'BUY',
  account: 'ALPHA/HOUSE',
  counterparty: 'BETA',
  instrument: 'SPX-FUT-2026-12',
  quantity: '10',
  price: '5010.25',
  executedAt: '2026-11-20T14:03:22.123Z',
} as const;
const SIDE_OF_CLIENT = { reference: 'REF-1', client: 'F1', effect: 'OPEN' } as const;
const CORRECTED = {
  tradeId: 'X-1001',
  venue: 'XSIM',
  correctionId: 'K-1',
  reason: 'a wrong price was keyed in',
  requestedAt: '2026-11-20T15:00:00.000Z',
  novation: 48_211,
  novatedAt: '2026-11-20T14:03:22.500Z',
  instrument: 'SPX-FUT-2026-12',
  legs: [
    { side: 'BUY', account: 'ALPHA/HOUSE', quantity: '10' },
    { side: 'SELL', account: 'BETA/GROSS', quantity: '10', client: 'F2', effect: 'CLOSE' },
  ],
  fees: [{ account: 'ALPHA/HOUSE', amount: '2.50' }],
} as const;

const GIVE_UP = {
  type: 'GIVE_UP',
  member: 'ALPHA',
  instructionId: 'I-1',
  tradeId: 'X-1001',
  venue: 'XSIM',
  account: 'ALPHA/HOUSE',
  to: 'BETA',
  requestedAt: '2026-11-20T14:10:00.000Z',
} as const;

const HOUSE_SAMPLES = {
  LedgerOpened: [{ ledger: 'main', formatVersion: 1 }],
  ReferenceDataChanged: [
    { by: 'jane', changes: [], document: DOCUMENT },
    {
      by: 'jane',
      changes: [],
      document: DOCUMENT,
      proposal: { proposalId: 'main-P1', proposedBy: 'joe' },
    },
  ],
  ReferenceDataProposed: [
    {
      proposalId: 'main-P1',
      by: 'joe',
      against: 2,
      changes: [{ path: 'model.lookback', before: 1250, after: 1000 }],
      document: DOCUMENT,
      hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
  ],
  ReferenceDataProposalWithdrawn: [{ proposalId: 'main-P1', by: 'jane' }],
  CommandAnswered: [
    { commandId: 'c-1', command: 'SETTLE', by: 'jane', outcome: 'DONE', result: { position: 7 } },
    { commandId: 'c-2', command: 'SETTLE', by: 'jane', outcome: 'REFUSED', result: ['SPX-FUT'] },
  ],
  MessageQuarantined: [{ ...ORIGIN, offset: '9007199254740993', reason: 'the message is empty' }],
  QuarantineReleased: [
    { quarantined: 17, action: 'DISCARDED', topic: 'ccp.trades', by: 'jane', reason: 'a test' },
  ],
  InputGapAccepted: [{ ...ORIGIN, from: '10', to: '20', by: 'jane', reason: 'topic made anew' }],
  TimePassed: [{ until: '2026-11-20T14:05:00.000Z' }],
} satisfies Partial<Samples>;

const MARKET_SAMPLES = {
  PricesObserved: [{ prices: [{ symbol: 'SPX', price: '-0.25', ...OBSERVED }] }, { prices: [] }],
  PriceJudged: [
    {
      symbol: 'SPX-FUT-2026-12',
      underlying: 'SPX',
      price: '5300.00',
      ...OBSERVED,
      quotes: [{ price: '5300.00', weight: '1', ...OBSERVED }],
      outliers: ['XOTH'],
      quality: 'SINGLE_SOURCE',
      previous: '5000.00',
      previousAt: '2026-11-20T14:03:21.500Z',
      combined: '5300.00',
      combinedAt: '2026-11-20T14:03:22.500Z',
      dailyVolatility: '0.0117',
      move: '0.05826890812397576',
      width: '0.002',
      verdict: 'QUARANTINED',
      pending: [{ firstAt: '2026-11-20T14:03:22.500Z', count: 1, low: '5300', high: '5300' }],
      state: 'SUSPECT',
    },
  ],
  PriceFeedStateChanged: [
    {
      symbol: 'SPX-FUT-2026-12',
      underlying: 'SPX',
      from: 'LIVE',
      to: 'SUSPECT',
      quality: 'SINGLE_SOURCE',
      price: '5000.00',
      acceptedAt: '2026-11-20T14:03:21.500Z',
    },
  ],
  SettlementPriceAccepted: [
    { symbol: 'SPX', price: '5004.50', ...OBSERVED, type: 'FINAL', businessDate: '2026-11-20' },
  ],
  VolatilitiesObserved: [
    {
      volatilities: [
        { underlying: 'SPX', ...OBSERVED, volatility: '0.183', tenorDays: 30 },
        {
          underlying: 'SPX',
          ...OBSERVED,
          expiry: '2026-12-18',
          nodes: [{ logMoneyness: '-0.1', volatility: '0.28' }],
        },
      ],
    },
  ],
  PriceHistoryImported: [{ symbol: 'SPX.VOL@90', by: 'jane', closes: [['2008-01-02', '0.23']] }],
} satisfies Partial<Samples>;

const TRADE_SAMPLES = {
  TradeNovated: [
    {
      tradeId: 'X-1001',
      venue: 'XSIM',
      instrument: 'SPX-FUT-2026-12',
      quantity: '10',
      price: '5010.25',
      buyer: 'ALPHA/HOUSE',
      seller: 'BETA/C1',
      executedAt: '2026-11-20T14:03:22.123Z',
    },
    {
      tradeId: 'X-1003',
      venue: 'XSIM',
      instrument: 'SPX-FUT-2026-12',
      quantity: '10',
      price: '5010.25',
      buyer: 'ALPHA/GROSS',
      seller: 'BETA/GROSS',
      executedAt: '2026-11-20T14:03:22.123Z',
      buyerClient: 'F1',
      buyerEffect: 'OPEN',
      sellerClient: 'F2',
      sellerEffect: 'CLOSE',
    },
  ],
  SideSubmitted: [
    { ...SIDE, expiresAt: '2026-11-21T05:00:00.000Z' },
    { ...SIDE, ...SIDE_OF_CLIENT, expiresAt: '2026-11-21T05:00:00.000Z', isMatched: true },
  ],
  SidesMismatched: [
    {
      one: { ...SIDE, member: 'BETA', sideId: 'S-7', side: 'SELL', counterparty: 'ALPHA' },
      other: SIDE,
      differences: [
        { field: 'quantity', one: '10', other: '12' },
        { field: 'price', one: '5010.25', other: '5010.50' },
      ],
    },
  ],
  SideWithdrawn: [SIDE, { ...SIDE, ...SIDE_OF_CLIENT }],
  SideExpired: [SIDE, { ...SIDE, ...SIDE_OF_CLIENT }],
  SideRefused: [
    {
      ...SIDE,
      code: 'LIMIT_EXCEEDED',
      field: 'quantity',
      reason: 'beyond its limit',
      limit: { holder: 'ALPHA', limit: 'maxLots', allowed: '5', passes: '3' },
    },
    { ...SIDE, ...SIDE_OF_CLIENT, code: 'MEMBER_SUSPENDED', reason: 'suspended' },
  ],
  ExerciseInstructed: [
    {
      member: 'ALPHA',
      instructionId: 'E-1',
      account: 'ALPHA/HOUSE',
      instrument: 'SPX-C5000-2026-12',
      choice: 'ABANDON',
      quantity: '3',
      submittedAt: '2026-12-18T21:30:00.000Z',
    },
    {
      member: 'ALPHA',
      instructionId: 'E-2',
      account: 'ALPHA/C9',
      instrument: 'SPX-C5000-2026-12',
      choice: 'EXERCISE',
      quantity: '1',
      client: 'F1',
    },
  ],
  MemberMessageRejected: [
    {
      member: 'ALPHA',
      sideId: 'S-1',
      messageType: 'SIDE',
      code: 'PRICE_OFF_TICK',
      field: 'price',
      reason: 'off tick',
    },
    { member: 'ALPHA', instructionId: 'I-1', code: 'MISSING_FIELD', reason: 'type is missing' },
  ],
  InstrumentHalted: [{ instrument: 'SPX-FUT-2026-12', by: 'op', reason: 'news pending' }],
  InstrumentResumed: [{ instrument: 'SPX-FUT-2026-12', by: 'op', reason: 'news is out' }],
  InstrumentDelisted: [
    {
      instrument: 'BTC-PERP',
      by: 'op',
      reason: 'little interest',
      lastTradingAt: '2026-12-18T21:00:00.000Z',
    },
  ],
  ContractsAdjusted: [
    {
      adjustmentId: 'ACME-3-1-2026-11-20',
      underlying: 'ACME',
      ratio: '3:1',
      by: 'op',
      reason: 'split',
      instruments: [
        {
          instrument: 'ACME-C-300',
          tickSize: { before: '0.05', after: '0.05' },
          tickValueMinor: { before: 500, after: 500 },
          strike: { before: '300', after: '100' },
          settlementPrice: { before: '30.00', after: '10.00' },
          mark: { before: '30.05', after: '10.00' },
          lastTradePrice: { before: '30.05', after: '10.00' },
          officialPrices: [
            { businessDate: '2026-11-20', type: 'SETTLEMENT', before: '30.00', after: '10.00' },
          ],
        },
      ],
      positions: [
        {
          account: 'ALPHA/HOUSE',
          instrument: 'ACME-C-300',
          long: { before: '10', after: '30' },
          short: { before: '0', after: '0' },
          cash: { currency: 'USD', amount: '12.50' },
        },
        {
          account: 'BETA/GROSS',
          instrument: 'ACME-C-300',
          client: 'F1',
          long: { before: '0', after: '0' },
          short: { before: '10', after: '30' },
        },
      ],
      spot: { before: '310', after: '103.333333333' },
      officialSpots: [{ businessDate: '2026-11-20', before: '310', after: '103.333333333' }],
      histories: ['ACME'],
      journal: [],
      changes: [],
      document: DOCUMENT,
    },
  ],
  TradeRejected: [
    {
      tradeId: 'X-3',
      venue: 'XSIM',
      code: 'LIMIT_EXCEEDED',
      field: 'quantity',
      reason: 'the trade would bring ALPHA/C1 beyond its limit of exposure (maxExposure)',
      limit: {
        holder: 'ALPHA/C1',
        limit: 'maxExposure',
        allowed: '50000000.00',
        now: '49000000.00',
        would: '51000000.00',
        passes: '5',
      },
    },
    { tradeId: 'X-1', venue: 'XSIM', code: 'SAME_ACCOUNT', reason: 'buyer and seller are one' },
    { tradeId: 'X-2', venue: 'XSIM', code: 'PRICE_OFF_TICK', field: 'price', reason: 'off tick' },
  ],
  AnswerRepeated: [{ identity: 'trade/XSIM/X-1001', position: 48_211 }],
  TradeBusted: [
    {
      ...CORRECTED,
      quantity: '10',
      price: '5010.25',
      bookings: [
        { account: 'ALPHA/HOUSE', quantity: '-10', ticks: '-200410' },
        {
          account: 'BETA/GROSS',
          quantity: '10',
          ticks: '200410',
          client: 'F2',
          long: '10',
          short: '0',
        },
      ],
    },
  ],
  TradeCorrected: [
    {
      ...CORRECTED,
      previous: { quantity: '10', price: '5010.25' },
      asked: { price: '5010.00' },
      quantity: '10',
      price: '5010.00',
      bookings: [
        { account: 'ALPHA/HOUSE', quantity: '-10', ticks: '-200410' },
        { account: 'BETA/GROSS', quantity: '10', ticks: '200410' },
        { account: 'ALPHA/HOUSE', quantity: '10', ticks: '200400' },
        { account: 'BETA/GROSS', quantity: '-10', ticks: '-200400' },
      ],
      fees: [],
    },
  ],
  TransferOffered: [
    {
      request: GIVE_UP,
      to: 'BETA',
      expiresAt: '2026-11-21T00:00:00.000Z',
      instrument: 'SPX-FUT-2026-12',
      side: 'BUY',
      quantity: '10',
      price: '5010.25',
    },
  ],
  OfferClosed: [
    {
      offer: { member: 'ALPHA', instructionId: 'I-1' },
      to: 'BETA',
      outcome: 'DECLINED',
      request: {
        type: 'DECLINE',
        member: 'BETA',
        instructionId: 'I-7',
        offer: { member: 'ALPHA', instructionId: 'I-1' },
        requestedAt: '2026-11-20T15:00:00.000Z',
      },
    },
  ],
  LotsTransferred: [
    {
      request: {
        type: 'TAKE_UP',
        member: 'BETA',
        instructionId: 'I-7',
        offer: { member: 'ALPHA', instructionId: 'I-1' },
        account: 'BETA/GROSS',
        client: 'F1',
        effect: 'OPEN',
        requestedAt: '2026-11-20T15:00:00.000Z',
      },
      offer: { member: 'ALPHA', instructionId: 'I-1' },
      instrument: 'SPX-FUT-2026-12',
      price: '5010.25',
      from: { account: 'ALPHA/HOUSE', side: 'BUY', quantity: '10' },
      to: [{ account: 'BETA/GROSS', side: 'BUY', quantity: '10', client: 'F1' }],
      trades: [
        {
          tradeId: 'X-1001',
          venue: 'XSIM',
          novation: 48_211,
          novatedAt: '2026-11-20T14:03:22.500Z',
          quantity: '10',
          price: '5010.25',
          legs: CORRECTED.legs,
          isAveraged: true,
        },
      ],
      bookings: [
        { account: 'ALPHA/HOUSE', quantity: '-10', ticks: '-200410' },
        {
          account: 'BETA/GROSS',
          quantity: '10',
          ticks: '200410',
          client: 'F1',
          long: '10',
          short: '0',
        },
      ],
    },
    {
      request: {
        type: 'TRANSFER_POSITION',
        member: 'ALPHA',
        instructionId: 'P-1',
        account: 'ALPHA/HOUSE',
        toAccount: 'BETA/HOUSE',
        instrument: 'SPX-FUT-2026-12',
        quantity: '3',
        collateral: [{ asset: 'USD', quantity: '250000.00' }],
        requestedAt: '2026-11-20T15:00:00.000Z',
      },
      instrument: 'SPX-FUT-2026-12',
      price: '5010.25',
      from: { account: 'ALPHA/HOUSE', side: 'BUY', quantity: '3' },
      to: [{ account: 'BETA/HOUSE', side: 'BUY', quantity: '3' }],
      trades: [],
      bookings: [
        { account: 'ALPHA/HOUSE', quantity: '-3', ticks: '-60123' },
        { account: 'BETA/HOUSE', quantity: '3', ticks: '60123' },
      ],
      collateral: [{ asset: 'USD', quantity: '250000.00' }],
      journal: [
        { book: 'account/ALPHA/HOUSE/cash/USD', amount: '-25000000', asset: 'USD' },
        { book: 'account/BETA/HOUSE/cash/USD', amount: '25000000', asset: 'USD' },
      ],
    },
  ],
  TradeCorrectionRejected: [
    { tradeId: 'X-1', venue: 'XSIM', type: 'BUST', code: 'MISSING_FIELD', reason: 'no reason' },
    {
      tradeId: 'X-2',
      venue: 'XSIM',
      type: 'CORRECT',
      correctionId: 'K-2',
      code: 'PRICE_OFF_TICK',
      field: 'price',
      reason: 'off tick',
    },
  ],
} satisfies Partial<Samples>;

const COLLATERAL_SAMPLES = {
  CollateralDeposited: [
    {
      instructionId: 'C-77',
      account: 'ALPHA/HOUSE',
      asset: 'USD',
      quantity: '1950.00',
      valueDate: '2026-11-20',
      bucket: 'SPX-FUT-2026-12',
      journal: JOURNAL,
      ...PAY_IN_EFFECT,
    },
  ],
  CollateralWithdrawn: [MOVED, { ...MOVED, bucket: 'SPX-FUT-2026-12' }],
  CollateralRecalled: [MOVED],
  CollateralSubstituted: [
    {
      instructionId: 'C-81',
      account: 'ALPHA/HOUSE',
      release: { asset: 'BTC', quantity: '15.00000000' },
      deliver: { asset: 'USD', quantity: '1950.00' },
      valueDate: '2026-11-20',
      journal: JOURNAL,
      ...PAY_IN_EFFECT,
    },
  ],
  CollateralTransferred: [
    { ...MOVED, ...PAY_IN_EFFECT, toAccount: 'ALPHA/C1' },
    { ...MOVED, toAccount: 'ALPHA/HOUSE', bucket: 'SPX-FUT-2026-12', toBucket: 'BTC-PERP' },
  ],
  DefaultFundDeposited: [FUND_MOVED],
  DefaultFundWithdrawn: [FUND_MOVED],
  CollateralInstructionRejected: [
    {
      instructionId: 'C-78',
      account: 'ALPHA/HOUSE',
      type: 'WITHDRAWAL',
      asset: 'BTC',
      quantity: '16.00000000',
      code: 'WOULD_LEAVE_DEFICIT',
      field: 'quantity',
      reason: 'too much',
      maximumQuantity: '15.19230286',
    },
    {
      instructionId: 'C-82',
      account: 'ALPHA/HOUSE',
      toAccount: 'BETA/C1',
      type: 'SUBSTITUTION',
      release: { asset: 'BTC', quantity: '15' },
      deliver: { asset: 'USD', quantity: '1950.00' },
      code: 'NOT_YOURS',
      field: 'toAccount',
      reason: 'not of the same member',
    },
    { instructionId: 'C-80', member: 'ALPHA', code: 'MISSING_FIELD', reason: 'asset is missing' },
  ],
} satisfies Partial<Samples>;

const SETTLEMENT_SAMPLES = {
  FundingAccrued: [
    {
      instrument: 'BTC-PERP',
      intervalStart: '2026-11-20T08:00:00.000Z',
      intervalEnd: '2026-11-20T16:00:00.000Z',
      currency: 'USD',
      premium: '0.000800000000',
      rate: '0.000300000000',
      index: '61234.57',
      amounts: [
        { account: 'ALPHA/HOUSE', amount: '-0.13' },
        { account: 'BETA/HOUSE', amount: '0.13' },
      ],
    },
    {
      instrument: 'BTC-PERP',
      intervalStart: '2026-11-20T16:00:00.000Z',
      intervalEnd: '2026-11-21T00:00:00.000Z',
      currency: 'USD',
      missing: ['BTCUSD'],
      amounts: [],
    },
  ],
  SettlementCycleCompleted: [
    {
      ...CYCLE,
      prices: [{ instrument: 'SPX', previousSettlementPrice: '1', settlementPrice: '-1.50' }],
      funding: ['BTC-PERP'],
      withoutFinalPrice: ['CL-2008-01'],
      ended: [
        { instrument: 'SPX-FUT-2026-12', finalPrice: '5021.00' },
        {
          instrument: 'SPX-C5000-2026-12',
          finalPrice: '5021.00',
          exercised: '12',
          delivered: 'SPX-FUT-2027-03',
          seed: 'main SPX-C5000-2026-12 2026-12-18 5021.00 48211',
        },
      ],
      accounts: 2,
      turnover: [{ currency: 'USD', amount: '1950.00' }],
      journal: JOURNAL,
      defaults: [
        {
          defaultId: 'main-D1',
          currency: 'USD',
          carried: '660.00',
          cuts: [{ account: 'BETA/HOUSE', amount: '37.00' }],
        },
      ],
      scheduledFor: '2026-11-20T21:00:00.000Z',
    },
    {
      ...CYCLE,
      cycleId: '2026-11-20-EOD-CORRECTION-1',
      prices: [{ instrument: 'SPX', previousSettlementPrice: '1', settlementPrice: '2' }],
      withoutFinalPrice: [],
      accounts: 2,
      turnover: [{ currency: 'USD', amount: '50.00' }],
      corrects: { cycleId: '2026-11-20-EOD', by: 'jane', reason: 'the exchange corrected it' },
    },
  ],
  AccountSettled: [
    {
      ...CYCLE,
      cyclePosition: 48_299,
      account: 'ALPHA/HOUSE',
      currency: 'USD',
      amount: '1950.00',
      lines: [
        {
          kind: 'EXERCISE',
          instrument: 'SPX-C5000-2026-12',
          settlementPrice: '5021.00',
          openingPosition: '1',
          tradedQuantity: '0',
          closingPosition: '0',
          exercisedQuantity: '1',
          delivered: {
            instrument: 'SPX-FUT-2027-03',
            quantity: '1',
            price: '5000.00',
            clients: [{ client: 'F1', long: '3', short: '2' }],
          },
          clients: [{ client: 'F1', long: '3', short: '2', exercised: '3', assigned: '2' }],
          amount: '0.00',
        },
        {
          kind: 'VARIATION_MARGIN',
          instrument: 'SPX-FUT-2026-12',
          settlementPrice: '5004.50',
          openingPosition: '10',
          tradedQuantity: '-3',
          closingPosition: '7',
          amount: '1950.00',
        },
        { kind: 'FUNDING', instrument: 'BTC-PERP', amount: '-0.13' },
        { kind: 'FEE', amount: '-7.50' },
      ],
      journal: JOURNAL,
    },
  ],
  SettlementCycleSettled: [{ ...CYCLE, cyclePosition: 48_299 }],
  SettlementCycleBlocked: [
    { ...CYCLE, scheduledFor: '2026-11-20T21:00:00.000Z', missing: ['SPX-FUT-2026-12'] },
  ],
} satisfies Partial<Samples>;

const MARGIN_CALL_SAMPLES = {
  MarginCallIssued: [CALL, { ...CALL, bucket: 'SPX-FUT-2026-12' }],
  MarginCallPaid: [{ ...CALL, status: 'MET', paid: '700000.00', instructionId: 'C-77' }],
  MarginCallReminded: [{ ...CALL, notice: 'REMINDER' }],
  MarginCallOverdue: [{ ...CALL, status: 'OVERDUE' }],
  MarginCallEscalated: [{ ...CALL, status: 'OVERDUE', notice: 'ESCALATED' }],
  MarginCallCancelled: [{ ...CALL, status: 'CANCELLED', reason: 'NO_LONGER_REQUIRED', by: 'jane' }],
  CycleRequirementsEvaluated: [{ cycleId: '2026-11-20-EOD', calls: 0 }],
} satisfies Partial<Samples>;

const REGIME_SAMPLES = {
  VolatilityRegimeChanged: [
    {
      underlying: 'SPX',
      from: '1',
      to: '1.5',
      ratio: '1.6379310345',
      inputs: {
        intraday: { now: '0.019', scenarios: '0.0116' },
        implied: { now: '0.21', reference: '0.183' },
      },
      businessDate: '2026-11-20',
    },
    {
      underlying: 'BTC',
      from: '1.25',
      to: '1',
      ratio: '0',
      inputs: {},
      businessDate: '2026-11-22',
    },
  ],
  MarginBufferUpdated: [
    { underlying: 'SPX', businessDate: '2026-11-20', measure: '195000', buffered: '243750' },
  ],
  StressTestsCompleted: [
    {
      cycleId: '2026-11-20-EOD',
      businessDate: '2026-11-20',
      currency: 'USD',
      scenarioCount: 250,
      accountCount: 12,
      scenarios: [
        {
          scenario: 'all-down-2x',
          kind: 'HYPOTHETICAL',
          largest: [
            { group: 'ALPHA-GROUP', amount: '250000.00' },
            { group: 'BETA', amount: '190000.00' },
          ],
        },
      ],
      cover1: { amount: '250000.00', scenario: 'all-down-2x' },
      cover2: { amount: '440000.00', scenario: 'all-down-2x' },
      emir42: { amount: '250000.00', scenario: 'all-down-2x' },
      peaks: [{ group: 'ALPHA-GROUP', amount: '250000.00', scenario: 'all-down-2x' }],
      margins: [{ member: 'ALPHA', amount: '7000000.00' }],
      notValuedCount: 1,
      notValued: [{ account: 'BETA/C1', code: 'NO_PRICE', reason: 'SPX-FUT has no price' }],
      monitoring: {
        fund: '484000.00',
        groups: [
          {
            group: 'ALPHA-GROUP',
            amount: '250000.00',
            status: 'CHARGED',
            supplements: [{ account: 'ALPHA/HOUSE', amount: '32200.00' }],
          },
        ],
      },
    },
    {
      cycleId: '2026-11-20-EOD',
      businessDate: '2026-11-20',
      currency: 'USD',
      scenarioCount: 0,
      accountCount: 0,
      scenarios: [],
      cover1: { amount: '0.00' },
      cover2: { amount: '0.00' },
      emir42: { amount: '0.00' },
      peaks: [],
      margins: [],
      notValuedCount: 0,
      notValued: [],
    },
  ],
  DefaultFundSized: [
    {
      businessDate: '2026-12-01',
      cause: 'MONTHLY',
      currency: 'USD',
      cover2: '440000.00',
      size: '484000.00',
      previousSize: '470000.00',
      days: 60,
      contributions: [{ member: 'ALPHA', averageMargin: '7000000.00', required: '484000.00' }],
    },
  ],
} satisfies Partial<Samples>;

/** A whole document of reference data would show nothing here: its schema is not this library's. */
type Documented = 'ReferenceDataChanged' | 'ReferenceDataProposed' | 'ContractsAdjusted';
type SamplePayloads = Omit<EventPayloads, Documented> & {
  readonly [T in Documented]: Omit<EventPayloads[T], 'document'> & { readonly document: object };
};

type Samples = { readonly [T in EventType]: readonly SamplePayloads[T][] };

/** Payloads of every event type; between them every optional field is there. */
export const EVENT_SAMPLES: Samples = {
  ...HOUSE_SAMPLES,
  ...MARKET_SAMPLES,
  ...TRADE_SAMPLES,
  ...COLLATERAL_SAMPLES,
  ...SETTLEMENT_SAMPLES,
  ...MARGIN_CALL_SAMPLES,
  ...REGIME_SAMPLES,
  ...DEFAULT_SAMPLES,
};
