import type { DefaultStepItem } from '#libs/projections/defaults/defaults.query.js';
import { type Column, fields, table } from './table.js';

/** A step as an answer to a command has it: not yet with its position and time. */
type Untimed<Step> = Step extends unknown ? Omit<Step, 'position' | 'at'> : never;
export type TakenStep = Untimed<DefaultStepItem>;

/** What a step did, in one line. */
export function sentenceOf(step: TakenStep): string {
  switch (step.step) {
    case 'DECLARED': {
      const who = step.proposedBy === undefined ? step.by : `${step.proposedBy} and ${step.by}`;
      return `${step.reason}, by ${who}; clients may be ported until ${step.portingUntil}`;
    }
    case 'CLIENTS_PORTED':
      return `${step.account} to ${step.toAccount}: ${step.positions.length} positions`;
    case 'HEDGED':
    case 'CLOSED_OUT':
      return `${step.trades.length} trades, fees ${step.fees} ${step.currency}`;
    case 'AUCTION_OPENED':
      return `auction ${step.auction} of ${step.lots.length} lots, until ${step.closesAt ?? 'it is closed'}`;
    case 'BID_RECEIVED':
      return `${step.bidder} for lot ${step.lot} of auction ${step.auction}, sealed`;
    case 'AUCTION_CLOSED':
      return `auction ${step.auction}: ${step.bids.length} bids, net ${step.net} ${step.currency} to bidders`;
    case 'COLLATERAL_SOLD':
      return `${step.sales.length} sales`;
    case 'LOSS_DETERMINED':
      return `${step.loss} ${step.currency}`;
    case 'LAYER_APPLIED':
      return `${step.order}. ${step.layer}: ${step.used} of ${step.available}; ${step.lossAfter} ${step.currency} left`;
    case 'LOSS_PAID':
      return [
        ...step.payments.map(({ to, account, amount, currency }) =>
          [to, account, amount, currency].filter((part) => part !== undefined).join(' '),
        ),
        ...(Number(step.reserved) === 0 ? [] : [`the next cycle cuts ${step.reserved} from gains`]),
      ].join(', ');
    case 'RECOVERED':
      return `${step.amount} ${step.currency}: ${step.reason}; ${step.toEstate} to the estate`;
    case 'REPLENISHMENT_CALLED':
      return `${step.amount} ${step.currency}, due ${step.dueAt}`;
    case 'CLOSED':
      return `by ${step.by}; ${step.toEstate} ${step.currency} to the estate`;
  }
}

/** The tables behind a step, each under a title; nothing where its line says it all. */
export function tablesOf(step: TakenStep): string[] {
  switch (step.step) {
    case 'DECLARED':
      return [
        ...titled('frozen', step.accounts.flatMap(frozenRows), [
          { title: 'account', value: (row) => row.account },
          { title: 'type', value: (row) => row.type },
          { title: 'what', value: (row) => row.what },
          { title: 'quantity', value: (row) => row.quantity, right: true },
        ]),
        ...titled(`default fund (${step.currency})`, step.contributions, AMOUNTS),
      ];
    case 'CLIENTS_PORTED':
      return [
        ...titled('positions', step.positions, [...LOTS, settlementPrice]),
        ...titled('collateral', step.collateral, [
          { title: 'asset', value: (row) => row.asset },
          { title: 'quantity', value: (row) => row.quantity, right: true },
        ]),
      ];
    case 'HEDGED':
    case 'CLOSED_OUT':
      return titled('trades', step.trades, TRADES);
    case 'AUCTION_OPENED':
      return titled('lots', step.lots, LOTS_OF_AUCTION);
    case 'AUCTION_CLOSED':
      return [
        ...titled('lots', step.lots, [
          ...LOTS_OF_AUCTION,
          { title: 'to', value: ({ winner, unsold }: Lot) => winner?.account ?? unsold },
          { title: 'price', value: ({ winner }: Lot) => winner?.price, right: true },
        ]),
        ...titled('trades', step.trades, TRADES),
      ];
    case 'COLLATERAL_SOLD':
      return titled('sales', step.sales, SALES);
    case 'LOSS_DETERMINED':
      return lossTables(step);
    case 'LAYER_APPLIED':
      return [
        ...titled('borne by', step.contributions ?? [], AMOUNTS),
        ...titled('sales', step.sales ?? [], SALES),
        ...titled('torn up', step.trades ?? [], TRADES),
      ];
    case 'RECOVERED':
      return titled('returned to', step.contributions, [
        { title: 'layer', value: (row) => row.layer },
        ...AMOUNTS,
      ]);
    case 'REPLENISHMENT_CALLED':
      return titled('called from', step.contributions, AMOUNTS);
    case 'BID_RECEIVED':
    case 'LOSS_PAID':
    case 'CLOSED':
      return [];
  }
}

type StepOf<Name extends TakenStep['step']> = Extract<TakenStep, { readonly step: Name }>;
type Lot = StepOf<'AUCTION_CLOSED'>['lots'][number];
type Frozen = StepOf<'DECLARED'>['accounts'][number];

const frozenRows = ({ account, type, positions, collateral }: Frozen) => [
  ...positions.map(({ instrument, quantity }) => ({ account, type, what: instrument, quantity })),
  ...collateral.map(({ asset, quantity }) => ({ account, type, what: asset, quantity })),
];

function lossTables({ parts, clients, residual, sales }: StepOf<'LOSS_DETERMINED'>): string[] {
  return [
    `parts, a gain negative:\n${fields([
      ['own trades', parts.ownTrades],
      ['close-out', parts.closeOut],
      ['hedges', parts.hedges],
      ['auction', parts.auction],
      ['fees', parts.fees],
      ['unpaid variation margin', parts.unpaidVariationMargin],
      ['unpaid assessments', parts.unpaidAssessments],
      ["clients' shortfalls", parts.clientShortfalls],
    ])}`,
    ...titled('clients', clients, [
      { title: 'account', value: (row) => row.account },
      { title: 'loss', value: (row) => row.loss, right: true },
      { title: 'own means', value: (row) => row.ownMeans, right: true },
      { title: 'shortfall', value: (row) => row.shortfall, right: true },
    ]),
    ...titled('left for tear-up', residual, [
      { title: 'account', value: (row) => row.account },
      ...LOTS,
      { title: 'at', value: (row) => row.price, right: true },
    ]),
    ...titled('sales', sales, SALES),
  ];
}

function titled<Row>(
  title: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): string[] {
  return rows.length === 0 ? [] : [`${title}:\n${table(rows, columns, '')}`];
}

interface Amount {
  readonly member: string;
  readonly account?: string;
  readonly amount: string;
}

const AMOUNTS: readonly Column<Amount>[] = [
  { title: 'who', value: (row) => row.account ?? row.member },
  { title: 'amount', value: (row) => row.amount, right: true },
];

interface Lots {
  readonly instrument: string;
  readonly quantity: string;
}

const LOTS: readonly Column<Lots>[] = [
  { title: 'instrument', value: (row) => row.instrument },
  { title: 'lots', value: (row) => row.quantity, right: true },
];

const settlementPrice: Column<{ readonly settlementPrice?: string }> = {
  title: 'at',
  value: (row) => row.settlementPrice,
  right: true,
};

const TRADES: readonly Column<StepOf<'HEDGED' | 'CLOSED_OUT'>['trades'][number]>[] = [
  { title: 'trade', value: (row) => row.tradeId },
  { title: 'account', value: (row) => row.account },
  ...LOTS,
  { title: 'price', value: (row) => row.price, right: true },
  { title: 'counterparty', value: (row) => row.counterparty },
];

const LOTS_OF_AUCTION: readonly Column<StepOf<'AUCTION_OPENED'>['lots'][number]>[] = [
  { title: 'lot', value: (row) => row.lot },
  {
    title: 'positions',
    value: ({ positions }) =>
      positions.map(({ instrument, quantity }) => `${instrument} ${quantity}`).join(', '),
  },
  { title: 'reserve', value: (row) => row.reserve, right: true },
];

const SALES: readonly Column<StepOf<'COLLATERAL_SOLD'>['sales'][number]>[] = [
  { title: 'account', value: (row) => row.account },
  { title: 'asset', value: (row) => row.asset },
  { title: 'quantity', value: (row) => row.quantity, right: true },
  { title: 'price', value: (row) => row.price, right: true },
  { title: 'proceeds', value: (row) => row.proceeds, right: true },
];
