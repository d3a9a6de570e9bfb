import type {
  AmountOfMember,
  AssetQuantity,
  ClientOutcome,
  ClientsPorted,
  CollateralSale,
  DefaultClosed,
  DefaultCollateralSold,
  DefaultDeclared,
  AccountLiquidated,
  DefaultProposalWithdrawn,
  DefaultProposed,
  DefaultRecovered,
  DefaultTraded,
  FrozenAccount,
  LayerApplied,
  LayerContribution,
  LossDetermined,
  LossInCurrency,
  LossPaid,
  LossParts,
  LossPayment,
  LotsOfInstrument,
  OwnCapitalChanged,
  PortedClient,
  PortedPosition,
  ReplenishmentCalled,
  ResidualPosition,
} from '#libs/domain/events/default-events.js';
import { ACCOUNT_TYPES, WATERFALL_LAYERS } from '#libs/domain/reference-data/model.js';
import {
  ACCOUNT_SCHEMA,
  DECIMAL_SCHEMA,
  IDENTIFIER_SCHEMA,
  INSTANT_SCHEMA,
} from '../fields/field-schemas.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { AUCTION_STEP_SCHEMAS, BID_REJECTED } from './auction-event-schemas.js';
import { WORDS } from './common-schemas.js';
import { JOURNAL, LOTS, OF_DEFAULT, TRADE } from './default-schema-parts.js';
import { listOf, oneOf, optional, schemaOf } from './payload-schema.js';

const LAYER = oneOf(...WATERFALL_LAYERS);

const AMOUNT_OF_MEMBER = schemaOf<AmountOfMember>({
  member: IDENTIFIER_SCHEMA,
  amount: DECIMAL_SCHEMA,
});

const ASSET_QUANTITY = schemaOf<AssetQuantity>({
  asset: IDENTIFIER_SCHEMA,
  quantity: DECIMAL_SCHEMA,
});

const FROZEN_ACCOUNT = schemaOf<FrozenAccount>({
  account: ACCOUNT_SCHEMA,
  type: oneOf(...ACCOUNT_TYPES),
  positions: listOf(schemaOf<LotsOfInstrument>(LOTS)),
  collateral: listOf(ASSET_QUANTITY),
});

const SALE = schemaOf<CollateralSale>({
  account: ACCOUNT_SCHEMA,
  asset: IDENTIFIER_SCHEMA,
  quantity: DECIMAL_SCHEMA,
  price: optional(DECIMAL_SCHEMA),
  proceeds: DECIMAL_SCHEMA,
});

const CONTRIBUTION = {
  member: IDENTIFIER_SCHEMA,
  account: optional(ACCOUNT_SCHEMA),
  amount: DECIMAL_SCHEMA,
};

type ReturnedContribution = DefaultRecovered['contributions'][number];
type UsedLayer = DefaultClosed['layers'][number];

const DECLARED = schemaOf<DefaultDeclared>({
  ...OF_DEFAULT,
  step: oneOf('DECLARED'),
  reason: WORDS,
  proposedBy: optional(WORDS),
  by: WORDS,
  currency: IDENTIFIER_SCHEMA,
  portingUntil: INSTANT_SCHEMA,
  accounts: listOf(FROZEN_ACCOUNT),
  contributions: listOf(AMOUNT_OF_MEMBER),
  journal: optional(JOURNAL),
});

const CLIENTS_PORTED = schemaOf<ClientsPorted>({
  ...OF_DEFAULT,
  step: oneOf('CLIENTS_PORTED'),
  account: ACCOUNT_SCHEMA,
  toAccount: ACCOUNT_SCHEMA,
  by: WORDS,
  positions: listOf(
    schemaOf<PortedPosition>({
      ...LOTS,
      openingQuantity: DECIMAL_SCHEMA,
      tradedQuantity: DECIMAL_SCHEMA,
      tradedTicks: DECIMAL_SCHEMA,
      settlementPrice: optional(DECIMAL_SCHEMA),
      clients: optional(
        listOf(
          schemaOf<PortedClient>({
            client: IDENTIFIER_SCHEMA,
            long: DECIMAL_SCHEMA,
            short: DECIMAL_SCHEMA,
          }),
        ),
      ),
    }),
  ),
  collateral: listOf(ASSET_QUANTITY),
  journal: JOURNAL,
});

const TRADED = schemaOf<DefaultTraded>({
  ...OF_DEFAULT,
  step: oneOf('HEDGED', 'CLOSED_OUT'),
  by: WORDS,
  trades: listOf(TRADE),
  currency: IDENTIFIER_SCHEMA,
  fees: DECIMAL_SCHEMA,
});

const COLLATERAL_SOLD = schemaOf<DefaultCollateralSold>({
  ...OF_DEFAULT,
  step: oneOf('COLLATERAL_SOLD'),
  by: WORDS,
  currency: IDENTIFIER_SCHEMA,
  sales: listOf(SALE),
  journal: JOURNAL,
});

const LOSS_DETERMINED = schemaOf<LossDetermined>({
  ...OF_DEFAULT,
  step: oneOf('LOSS_DETERMINED'),
  by: WORDS,
  currency: IDENTIFIER_SCHEMA,
  loss: DECIMAL_SCHEMA,
  parts: schemaOf<LossParts>({
    ownTrades: DECIMAL_SCHEMA,
    closeOut: DECIMAL_SCHEMA,
    hedges: DECIMAL_SCHEMA,
    auction: DECIMAL_SCHEMA,
    fees: DECIMAL_SCHEMA,
    unpaidVariationMargin: DECIMAL_SCHEMA,
    unpaidAssessments: DECIMAL_SCHEMA,
    clientShortfalls: DECIMAL_SCHEMA,
  }),
  clients: listOf(
    schemaOf<ClientOutcome>({
      account: ACCOUNT_SCHEMA,
      loss: DECIMAL_SCHEMA,
      ownMeans: DECIMAL_SCHEMA,
      shortfall: DECIMAL_SCHEMA,
    }),
  ),
  residual: listOf(
    schemaOf<ResidualPosition>({
      ...LOTS,
      account: ACCOUNT_SCHEMA,
      client: optional(IDENTIFIER_SCHEMA),
      price: DECIMAL_SCHEMA,
    }),
  ),
  amounts: listOf(
    schemaOf<LossInCurrency>({
      account: optional(ACCOUNT_SCHEMA),
      currency: IDENTIFIER_SCHEMA,
      amount: DECIMAL_SCHEMA,
      cost: DECIMAL_SCHEMA,
    }),
  ),
  setAside: DECIMAL_SCHEMA,
  sales: listOf(SALE),
  journal: JOURNAL,
});

const LAYER_APPLIED = schemaOf<LayerApplied>({
  ...OF_DEFAULT,
  step: oneOf('LAYER_APPLIED'),
  layer: LAYER,
  order: { type: 'integer', minimum: 1, maximum: WATERFALL_LAYERS.length },
  currency: IDENTIFIER_SCHEMA,
  available: DECIMAL_SCHEMA,
  used: DECIMAL_SCHEMA,
  lossBefore: DECIMAL_SCHEMA,
  lossAfter: DECIMAL_SCHEMA,
  contributions: optional(listOf(schemaOf<LayerContribution>(CONTRIBUTION))),
  sales: optional(listOf(SALE)),
  trades: optional(listOf(TRADE)),
  journal: JOURNAL,
});

const LOSS_PAID = schemaOf<LossPaid>({
  ...OF_DEFAULT,
  step: oneOf('LOSS_PAID'),
  currency: IDENTIFIER_SCHEMA,
  payments: listOf(
    schemaOf<LossPayment>({
      to: oneOf('SETTLEMENT', 'DEBT', 'ASSESSMENT', 'COSTS'),
      account: optional(ACCOUNT_SCHEMA),
      currency: IDENTIFIER_SCHEMA,
      amount: DECIMAL_SCHEMA,
    }),
  ),
  reserved: DECIMAL_SCHEMA,
  journal: JOURNAL,
});

const RECOVERED = schemaOf<DefaultRecovered>({
  ...OF_DEFAULT,
  step: oneOf('RECOVERED'),
  by: WORDS,
  reason: WORDS,
  currency: IDENTIFIER_SCHEMA,
  amount: DECIMAL_SCHEMA,
  contributions: listOf(schemaOf<ReturnedContribution>({ ...CONTRIBUTION, layer: LAYER })),
  toEstate: DECIMAL_SCHEMA,
  journal: JOURNAL,
});

const REPLENISHMENT_CALLED = schemaOf<ReplenishmentCalled>({
  ...OF_DEFAULT,
  step: oneOf('REPLENISHMENT_CALLED'),
  currency: IDENTIFIER_SCHEMA,
  amount: DECIMAL_SCHEMA,
  dueAt: INSTANT_SCHEMA,
  contributions: listOf(AMOUNT_OF_MEMBER),
});

const CLOSED = schemaOf<DefaultClosed>({
  ...OF_DEFAULT,
  step: oneOf('CLOSED'),
  by: WORDS,
  currency: IDENTIFIER_SCHEMA,
  loss: DECIMAL_SCHEMA,
  toEstate: DECIMAL_SCHEMA,
  layers: listOf(schemaOf<UsedLayer>({ layer: LAYER, used: DECIMAL_SCHEMA })),
  journal: JOURNAL,
});

/** A payload of `DefaultStepTaken` is one of these; `step` tells which. */
const DEFAULT_STEP: JsonSchema = {
  type: 'object',
  oneOf: [
    DECLARED,
    CLIENTS_PORTED,
    TRADED,
    ...AUCTION_STEP_SCHEMAS,
    COLLATERAL_SOLD,
    LOSS_DETERMINED,
    LAYER_APPLIED,
    LOSS_PAID,
    RECOVERED,
    REPLENISHMENT_CALLED,
    CLOSED,
  ],
};

export const DEFAULT_EVENT_SCHEMAS = {
  DefaultProposed: schemaOf<DefaultProposed>({ ...OF_DEFAULT, reason: WORDS, by: WORDS }),
  DefaultProposalWithdrawn: schemaOf<DefaultProposalWithdrawn>({ ...OF_DEFAULT, by: WORDS }),
  DefaultStepTaken: DEFAULT_STEP,
  AccountLiquidated: schemaOf<AccountLiquidated>({
    ...OF_DEFAULT,
    step: oneOf('LIQUIDATED'),
    account: ACCOUNT_SCHEMA,
    bucket: optional(IDENTIFIER_SCHEMA),
    callId: IDENTIFIER_SCHEMA,
    by: WORDS,
    trades: listOf(TRADE),
    sales: listOf(SALE),
    currency: IDENTIFIER_SCHEMA,
    fees: DECIMAL_SCHEMA,
    journal: JOURNAL,
  }),
  AuctionBidRejected: BID_REJECTED,
  OwnCapitalChanged: schemaOf<OwnCapitalChanged>({
    layer: oneOf('CCP_FIRST_LOSS', 'CCP_SECOND_LOSS'),
    currency: IDENTIFIER_SCHEMA,
    amount: DECIMAL_SCHEMA,
    cause: oneOf('REFERENCE_DATA', 'REFILLED'),
    journal: JOURNAL,
  }),
};
