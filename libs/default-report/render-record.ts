import {
  escapeText,
  htmlTable,
  list,
  paragraph,
  section,
  type HtmlColumn,
} from '#libs/back-testing/report/html.js';
import type { CallOfRecord, DefaultRecord, TimelineEntry } from './default-record.js';
import { grouped, waterfallChart } from './waterfall-chart.js';

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;color:#1f2933;max-width:1120px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;margin-bottom:.2rem}h2{font-size:1.25rem;margin-top:2.2rem;border-bottom:1px solid #999}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:12.5px;margin:.6rem 0}
th,td{padding:2px 8px;text-align:right;border-bottom:1px solid #ccc;vertical-align:top}
th{background:#eee}.words{text-align:left}svg{width:100%;height:auto;margin:.8rem 0}
.hash{font-family:monospace;font-size:10.5px;word-break:break-all}
@media print{section{break-inside:auto}svg{break-inside:avoid}}
`;

/** The record of a default as one HTML document that asks nobody for anything. */
export function renderRecord(record: DefaultRecord): string {
  const { defaultId, member, ledger } = record;
  const title = `Default ${defaultId} of ${member}`;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeText(title)}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escapeText(title)}</h1>`,
    paragraph(
      `Ledger ${ledger}. Status ${record.status}; reason: ${record.reason}. Made from the events up to position ${record.madeAt.position}.` +
        (record.currency === null
          ? ''
          : ` Amounts are in ${record.currency} unless another currency is named.`),
    ),
    ...sectionsOf(record),
    '</body></html>',
    '',
  ].join('\n');
}

function sectionsOf(record: DefaultRecord): string[] {
  return [
    section('timeline', 'What happened', htmlTable(record.timeline, TIMELINE)),
    section('missed', 'Calls that the member left open', callsOf(record.missedCalls)),
    section('frozen', 'The book as it was frozen', ...frozenOf(record)),
    section('trades', 'Hedges, auctions, close-out, tear-up', ...tradesOf(record)),
    section('loss', 'The loss', ...lossOf(record)),
    section('waterfall', 'Who bore it', ...waterfallOf(record)),
    section('calls', 'Calls on survivors', callsOf(record.calls)),
    section('cycles', 'Settlement cycles', ...cyclesOf(record)),
    section('recoveries', 'Recoveries', ...recoveriesOf(record)),
    section('book', "The default's own book", ...bookOf(record)),
    section('verification', 'How to verify this', list(record.verification)),
  ];
}

/** Words stand to the left, numbers to the right. */
const words = <Row>(title: string, cell: (row: Row) => string): HtmlColumn<Row> => ({
  title,
  cell,
  words: true,
});
const amount = <Row>(title: string, cell: (row: Row) => string): HtmlColumn<Row> => ({
  title,
  cell: (row) => grouped(cell(row)),
});
const position = { title: 'position', cell: (row: { position: number }) => String(row.position) };

const tableOr = <Row>(
  rows: readonly Row[],
  columns: readonly HtmlColumn<Row>[],
  none: string,
): string => (rows.length === 0 ? paragraph(none) : htmlTable(rows, columns));

const TIMELINE: readonly HtmlColumn<TimelineEntry>[] = [
  position,
  words('ledger time', ({ at }) => at),
  words('written', ({ recordedAt }) => recordedAt),
  words('event', ({ event }) => event),
  words('what', ({ what }) => what),
  { title: 'hash', cell: ({ hash }) => hash, words: true, mark: () => 'hash' },
];

const callsOf = (calls: readonly CallOfRecord[]): string =>
  tableOr(
    calls,
    [
      words('call', ({ callId }) => callId),
      words('account', ({ account }) => account),
      words('reason', ({ reason }) => reason),
      amount('amount', ({ amount: of }) => of),
      amount('outstanding', ({ outstanding }) => outstanding),
      words('currency', ({ currency }) => currency),
      words('due', ({ dueAt }) => dueAt),
      words('status', ({ status }) => status),
      words('positions', ({ events }) => events.map((event) => event.position).join(', ')),
    ],
    'None.',
  );

function frozenOf({ frozen, contributions }: DefaultRecord): string[] {
  const rows = frozen.flatMap(({ account, type, positions, collateral }) => [
    ...positions.map(({ instrument, quantity }) => ({ account, type, what: instrument, quantity })),
    ...collateral.map(({ asset, quantity }) => ({ account, type, what: asset, quantity })),
  ]);
  return [
    tableOr(
      rows,
      [
        words('account', (row) => row.account),
        words('type', (row) => row.type),
        words('instrument or asset', (row) => row.what),
        amount('quantity', (row) => row.quantity),
      ],
      'It held nothing.',
    ),
    paragraph('The default fund as it stood:'),
    tableOr(
      contributions,
      [words('member', (row) => row.member), amount('contribution', (row) => row.amount)],
      'Nobody had contributed.',
    ),
  ];
}

function tradesOf({ trades, sales }: DefaultRecord): string[] {
  return [
    tableOr(
      trades,
      [
        position,
        words('purpose', (row) => row.purpose),
        words('trade', (row) => row.tradeId),
        words('account', (row) => row.account),
        words('instrument', (row) => row.instrument),
        amount('lots', (row) => row.quantity),
        amount('price', (row) => row.price),
        words('counterparty', (row) => row.counterparty),
      ],
      'No trades.',
    ),
    tableOr(
      sales,
      [
        position,
        words('account', (row) => row.account),
        words('asset sold', (row) => row.asset),
        amount('quantity', (row) => row.quantity),
        amount('proceeds', (row) => row.proceeds),
      ],
      'No collateral was sold.',
    ),
  ];
}

function lossOf({ loss }: DefaultRecord): string[] {
  if (!loss) return [paragraph('It is not determined yet.')];
  return [
    paragraph(
      `Determined at position ${loss.position}: ${grouped(loss.loss)}. A gain is negative.`,
    ),
    htmlTable(Object.entries(loss.parts), [
      words('part', ([name]) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)),
      amount('amount', ([, part]) => String(part)),
    ]),
    tableOr(
      loss.clients,
      [
        words('client account', (row) => row.account),
        amount('loss', (row) => row.loss),
        amount('own means', (row) => row.ownMeans),
        amount('shortfall', (row) => row.shortfall),
      ],
      'No client account lost anything.',
    ),
  ];
}

function waterfallOf({ layers, loss, currency, notBorne, defaultId }: DefaultRecord): string[] {
  if (!loss || layers.length === 0) return [paragraph('No layer was applied.')];
  const chart = waterfallChart({
    title: `Who bore the loss of ${defaultId}`,
    currency: currency ?? '',
    loss: loss.loss,
    layers,
    unallocated: notBorne ?? '0',
  });
  const shares = layers.flatMap(({ layer, borneBy }) => borneBy.map((of) => ({ layer, ...of })));
  return [
    chart,
    htmlTable(layers, [
      position,
      amount('order', ({ order }) => String(order)),
      words('layer', ({ layer }) => layer),
      amount('available', ({ available }) => available),
      amount('loss before', ({ lossBefore }) => lossBefore),
      amount('used', ({ used }) => used),
      amount('loss after', ({ lossAfter }) => lossAfter),
      amount('returned', ({ returned }) => returned),
    ]),
    tableOr(
      shares,
      [
        words('layer', ({ layer }) => layer),
        words('borne by', ({ account, member }) => account ?? member),
        amount('amount', ({ amount: of }) => of),
        amount('returned', ({ returned }) => returned),
      ],
      'No survivor bore anything.',
    ),
  ];
}

const cyclesOf = ({ cycles }: DefaultRecord): string[] => [
  tableOr(
    cycles,
    [
      position,
      words('cycle', ({ cycleId }) => cycleId),
      amount('passed on', ({ carried }) => carried),
      words('currency', ({ currency }) => currency),
      words('gains cut', ({ cuts }) =>
        cuts.map(({ account, amount: of }) => `${account} ${of}`).join(', '),
      ),
    ],
    'No cycle has passed anything on yet.',
  ),
];

function recoveriesOf({ steps }: DefaultRecord): string[] {
  const rows = steps.flatMap(({ position: at, step }) =>
    step.step === 'RECOVERED' ? [{ position: at, ...step }] : [],
  );
  return [
    tableOr(
      rows,
      [
        position,
        words('from', ({ reason }) => reason),
        amount('amount', ({ amount: of }) => of),
        words('returned to', ({ contributions }) =>
          contributions
            .map(({ layer, member, account, amount: of }) => `${layer} ${account ?? member} ${of}`)
            .join(', '),
        ),
        amount('to the estate', ({ toEstate }) => toEstate),
      ],
      'Nothing has come in.',
    ),
  ];
}

const bookOf = ({ book, defaultId }: DefaultRecord): string[] => [
  paragraph(`What went over default/${defaultId}/cash.`),
  tableOr(
    book,
    [
      position,
      words('event', ({ event }) => event),
      words('currency', ({ currency }) => currency),
      amount('change', ({ change }) => change),
      amount('balance', ({ balance }) => balance),
    ],
    'Nothing went over it.',
  ),
];
