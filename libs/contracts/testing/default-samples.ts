import type { AuctionBidRejected } from '#libs/domain/events/auction-events.js';
import type {
  AccountLiquidated,
  DefaultProposalWithdrawn,
  DefaultProposed,
  DefaultStep,
  OwnCapitalChanged,
} from '#libs/domain/events/default-events.js';

const OF_DEFAULT = { defaultId: 'main-D1', member: 'ALPHA' };
const BY = { by: 'jane' };
const JOURNAL = [
  { book: 'account/ALPHA/HOUSE/cash/USD', asset: 'USD', amount: '-30000' },
  { book: 'default/main-D1/cash/USD', asset: 'USD', amount: '30000' },
];

const TRADE = {
  tradeId: 'main-D1-F1',
  account: 'ALPHA/HOUSE',
  counterparty: 'BETA/HOUSE',
  instrument: 'SPX-FUT-2026-12',
  quantity: '-67',
  price: '4985.00',
};

const CLIENTS_TRADE = {
  ...TRADE,
  client: 'F1',
  effect: 'CLOSE',
  counterpartyClient: 'F2',
  counterpartyEffect: 'OPEN',
} as const;

const SOLD = { account: 'ALPHA/HOUSE', asset: 'BTC', quantity: '1.50000000', proceeds: '99.00' };
const SALES = [SOLD, { ...SOLD, price: '66.00' }];

const LAYER = {
  ...OF_DEFAULT,
  step: 'LAYER_APPLIED',
  layer: 'SURVIVORS_DEFAULT_FUND',
  order: 4,
  currency: 'USD',
  available: '376.00',
  used: '168.00',
  lossBefore: '168.00',
  lossAfter: '0.00',
  journal: JOURNAL,
} as const;

const BID = { lot: 'L1', bidder: 'BETA', bidId: 'B-1', hash: 'ab'.repeat(32) };
const LOT = {
  lot: 'L1',
  positions: [{ account: 'ALPHA/HOUSE', instrument: 'SPX-FUT-2026-12', quantity: '-40' }],
  reserve: '2000000.00',
};
const SEALED = {
  salt: '0123456789abcdef0123456789abcdef',
  account: 'BETA/HOUSE',
  price: '-1200000.00',
  submittedAt: '2026-11-20T15:00:00.000Z',
};
const WINNER = { bidder: 'BETA', bidId: 'B-1', account: 'BETA/HOUSE', price: '-1200000.00' };

/** The steps of an auction. */
const AUCTION_SAMPLES: readonly DefaultStep[] = [
  {
    ...OF_DEFAULT,
    step: 'AUCTION_OPENED',
    ...BY,
    auction: 1,
    currency: 'USD',
    lots: [LOT],
    closesAt: '2026-11-20T16:00:00.000Z',
  },
  { ...OF_DEFAULT, step: 'BID_RECEIVED', auction: 1, ...BID },
  {
    ...OF_DEFAULT,
    step: 'AUCTION_CLOSED',
    ...BY,
    auction: 1,
    currency: 'USD',
    lots: [
      { ...LOT, winner: WINNER },
      { ...LOT, lot: 'L2', unsold: 'NO_BID' },
    ],
    bids: [
      { position: 48_385, ...BID, ...SEALED, outcome: 'WON' },
      { position: 48_384, ...BID, bidId: 'B-0', outcome: 'INVALID', reason: 'it is lost' },
    ],
    trades: [{ ...TRADE, quantity: '-40' }],
    payments: [{ lot: 'L1', account: 'BETA/HOUSE', to: 'DEFAULT', amount: '1200000.00' }],
    net: '-1200000.00',
    didNotBid: ['GAMMA'],
    journal: JOURNAL,
  },
];

/** A payload of every step; between them every optional field is there. */
export const DEFAULT_STEP_SAMPLES: readonly DefaultStep[] = [
  {
    ...OF_DEFAULT,
    step: 'DECLARED',
    reason: 'INSOLVENCY',
    proposedBy: 'joe',
    ...BY,
    currency: 'USD',
    portingUntil: '2026-11-21T14:03:22.500Z',
    accounts: [
      {
        account: 'ALPHA/HOUSE',
        type: 'house',
        positions: [{ instrument: 'SPX-FUT-2026-12', quantity: '100' }],
        collateral: [{ asset: 'USD', quantity: '-300.00' }],
      },
    ],
    contributions: [{ member: 'ALPHA', amount: '174.00' }],
    journal: JOURNAL,
  },
  {
    ...OF_DEFAULT,
    step: 'CLIENTS_PORTED',
    account: 'ALPHA/C1',
    toAccount: 'BETA/C9',
    ...BY,
    positions: [
      {
        instrument: 'SPX-FUT-2026-12',
        quantity: '3',
        openingQuantity: '2',
        tradedQuantity: '1',
        tradedTicks: '20000',
        settlementPrice: '5000.00',
        clients: [{ client: 'F1', long: '3', short: '0' }],
      },
    ],
    collateral: [{ asset: 'USD', quantity: '1000.00' }],
    journal: JOURNAL,
  },
  { ...OF_DEFAULT, step: 'HEDGED', ...BY, trades: [TRADE], currency: 'USD', fees: '0.00' },
  {
    ...OF_DEFAULT,
    step: 'CLOSED_OUT',
    ...BY,
    trades: [CLIENTS_TRADE],
    currency: 'USD',
    fees: '50.00',
  },
  ...AUCTION_SAMPLES,
  {
    ...OF_DEFAULT,
    step: 'COLLATERAL_SOLD',
    ...BY,
    currency: 'USD',
    sales: SALES,
    journal: JOURNAL,
  },
  {
    ...OF_DEFAULT,
    step: 'LOSS_DETERMINED',
    ...BY,
    currency: 'USD',
    loss: '667.00',
    parts: {
      ownTrades: '0.00',
      closeOut: '667.00',
      hedges: '0.00',
      auction: '0.00',
      fees: '0.00',
      unpaidVariationMargin: '0.00',
      unpaidAssessments: '0.00',
      clientShortfalls: '0.00',
    },
    clients: [{ account: 'ALPHA/C1', loss: '10.00', ownMeans: '10.00', shortfall: '0.00' }],
    residual: [
      { account: 'ALPHA/HOUSE', instrument: 'SPX-FUT-2026-12', quantity: '2', price: '5000.00' },
      {
        account: 'ALPHA/OMNI',
        client: 'F1',
        instrument: 'SPX-FUT-2026-12',
        quantity: '-2',
        price: '5000.00',
      },
    ],
    amounts: [
      { currency: 'USD', amount: '667.00', cost: '667.00' },
      { account: 'ALPHA/C1', currency: 'EUR', amount: '9.00', cost: '10.00' },
    ],
    setAside: '0.00',
    sales: SALES,
    journal: JOURNAL,
  },
  { ...LAYER, contributions: [{ member: 'BETA', amount: '65.00' }] },
  {
    ...LAYER,
    layer: 'PARTIAL_TEAR_UP',
    order: 8,
    contributions: [{ member: 'BETA', account: 'BETA/HOUSE', amount: '65.00' }],
    sales: SALES,
    trades: [TRADE],
  },
  {
    ...OF_DEFAULT,
    step: 'LOSS_PAID',
    currency: 'USD',
    payments: [
      { to: 'SETTLEMENT', currency: 'USD', amount: '660.00' },
      { to: 'DEBT', account: 'ALPHA/HOUSE', currency: 'USD', amount: '7.00' },
    ],
    reserved: '0.00',
    journal: JOURNAL,
  },
  {
    ...OF_DEFAULT,
    step: 'RECOVERED',
    ...BY,
    reason: 'dividend of the estate',
    currency: 'USD',
    amount: '100.00',
    contributions: [
      { layer: 'GAINS_HAIRCUT', member: 'BETA', account: 'BETA/HOUSE', amount: '30.00' },
      { layer: 'CCP_FIRST_LOSS', member: 'main', amount: '60.00' },
    ],
    toEstate: '10.00',
    journal: JOURNAL,
  },
  {
    ...OF_DEFAULT,
    step: 'REPLENISHMENT_CALLED',
    currency: 'USD',
    amount: '168.00',
    dueAt: '2026-11-27T14:03:22.500Z',
    contributions: [{ member: 'BETA', amount: '65.00' }],
  },
  {
    ...OF_DEFAULT,
    step: 'CLOSED',
    ...BY,
    currency: 'USD',
    loss: '667.00',
    toEstate: '0.00',
    layers: [{ layer: 'DEFAULTER_MARGIN', used: '300.00' }],
    journal: JOURNAL,
  },
];

const LIQUIDATED: AccountLiquidated = {
  step: 'LIQUIDATED',
  defaultId: 'main-L1',
  member: 'ALPHA',
  account: 'ALPHA/ISO',
  bucket: 'SPX-FUT-2026-12',
  callId: 'main-000123',
  by: 'jane',
  trades: [{ ...TRADE, tradeId: 'main-L1-F1', account: 'ALPHA/ISO' }],
  sales: [
    {
      account: 'ALPHA/ISO',
      asset: 'BTC',
      quantity: '1.50000000',
      price: '68000.00',
      proceeds: '102000.00',
    },
  ],
  currency: 'USD',
  fees: '50.00',
  journal: JOURNAL,
};

const OWN_CAPITAL: OwnCapitalChanged = {
  layer: 'CCP_FIRST_LOSS',
  currency: 'USD',
  amount: '25.00',
  cause: 'REFERENCE_DATA',
  journal: JOURNAL,
};

const BID_REJECTED: AuctionBidRejected = {
  bidder: 'BETA',
  bidId: 'B-1',
  defaultId: 'main-D1',
  lot: 'L9',
  code: 'UNKNOWN_LOT',
  field: 'lot',
  reason: 'auction 1 of main-D1 has no lot L9; its lots are L1',
};

/** Payloads of the events of defaults. */
export const DEFAULT_SAMPLES = {
  DefaultProposed: [
    { ...OF_DEFAULT, reason: 'INSOLVENCY', by: 'joe' },
  ] as readonly DefaultProposed[],
  DefaultProposalWithdrawn: [{ ...OF_DEFAULT, ...BY }] as readonly DefaultProposalWithdrawn[],
  DefaultStepTaken: DEFAULT_STEP_SAMPLES,
  AccountLiquidated: [LIQUIDATED],
  AuctionBidRejected: [BID_REJECTED],
  OwnCapitalChanged: [OWN_CAPITAL],
};

/** The messages of {@link DEFAULT_STEP_SAMPLES}: without what is for the books alone. */
export const DEFAULT_WATERFALL: readonly object[] = [
  ...[...DEFAULT_STEP_SAMPLES, LIQUIDATED].map((step, i) => {
    const { journal, ...shown } = { journal: undefined, ...step };
    void journal;
    return { ...shown, position: 48_380 + i };
  }),
  { step: 'BID_REJECTED', ...BID_REJECTED, position: 48_500 },
];
