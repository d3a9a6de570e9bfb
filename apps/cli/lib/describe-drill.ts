import type { DrillLayer } from '#libs/domain/fire-drill/drill-layers.js';
import type { DrillResult } from '#libs/domain/fire-drill/drill-result.js';
import type { OwnShare } from '#libs/domain/fire-drill/own-share.js';
import type { ReverseLayer, ReverseResult } from '#libs/domain/fire-drill/reverse-default.js';
import type { SurvivorShare } from '#libs/domain/fire-drill/survivor-shares.js';
import { type Column, fields, table } from './table.js';

/** Positions that a drill prints; JSON has all. */
const POSITIONS_SHOWN_MAX = 20;

const LAYERS: readonly Column<DrillLayer>[] = [
  { title: 'order', value: (row) => row.order, right: true },
  { title: 'layer', value: (row) => row.layer },
  { title: 'available', value: (row) => row.available, right: true },
  { title: 'loss before', value: (row) => row.lossBefore, right: true },
  { title: 'used', value: (row) => row.used, right: true },
  { title: 'loss after', value: (row) => row.lossAfter, right: true },
];

const SURVIVORS: readonly Column<SurvivorShare>[] = [
  { title: 'survivor', value: (row) => row.member },
  { title: 'contribution', value: (row) => row.contribution, right: true },
  { title: 'of it used', value: (row) => row.used, right: true },
  { title: 'assessment', value: (row) => row.assessment, right: true },
  { title: 'gains cut', value: (row) => row.haircut, right: true },
  { title: 'total', value: (row) => row.total, right: true },
  { title: '% of contribution', value: (row) => row.percentOfContribution ?? '-', right: true },
];

const REVERSED: readonly Column<ReverseLayer>[] = [
  { title: 'order', value: (row) => row.order, right: true },
  { title: 'layer', value: (row) => row.layer },
  { title: 'multiple', value: (row) => row.multiplier ?? 'none found', right: true },
  { title: 'loss there', value: (row) => row.loss ?? '-', right: true },
  { title: 'the layer has', value: (row) => row.available ?? '-', right: true },
];

/** A fire drill, for people. */
export function describeDrill(drill: DrillResult): string {
  const { currency, parts } = drill;
  const inBase = (amount: string): string => `${amount} ${currency}`;
  const inParts = Object.entries(parts).filter(([, amount]) => Number(amount) !== 0);
  return [
    `Drill: ${drill.member} fails ${howOf(drill)}; nothing is touched`,
    `Ledger position ${drill.position}, ${drill.calculatedAt ?? 'no ledger time yet'}; amounts in ${currency}`,
    '',
    fields([
      ['loss', inBase(drill.loss)],
      ...inParts.map(([part, amount]) => [`  ${PARTS[part] ?? part}`, inBase(amount)] as const),
      ['prefunded means', `${inBase(drill.prefunded.available)}, used ${drill.prefunded.used}`],
      ['left for the next default', inBase(drill.prefunded.leftForNext)],
      ['back to the estate', inBase(drill.toEstate)],
      ['borne by nobody', inBase(drill.unallocated)],
    ]),
    '',
    table(drill.layers, LAYERS, 'this ledger has no waterfall'),
    '',
    table(drill.survivors, SURVIVORS, 'nobody survives'),
    ...(Number(drill.marketHaircut) === 0
      ? []
      : [`and ${inBase(drill.marketHaircut)} of gains of whoever took the close-out`]),
    ...clientsOf(drill),
    '',
    ...positionsOf(drill),
    ...(drill.costUnknown.length === 0
      ? []
      : [
          `The cost of liquidating ${drill.costUnknown.join(', ')} is not known: no margin can be computed`,
        ]),
  ].join('\n');
}

const PARTS: Readonly<Record<string, string>> = {
  ownTrades: 'own trades',
  closeOut: 'close-out',
  hedges: 'hedges',
  auction: 'auction',
  fees: 'cost of closing out',
  unpaidVariationMargin: 'unpaid variation margin',
  unpaidAssessments: 'unpaid assessments',
  clientShortfalls: "clients' shortfalls",
};

/** In which market, in words. */
function howOf({
  scenario,
  statedLoss,
  currency,
}: Pick<DrillResult, 'scenario' | 'statedLoss' | 'currency'>): string {
  if (scenario !== null) return `in scenario ${scenario}`;
  return statedLoss === null ? 'at present prices' : `with a loss of ${statedLoss} ${currency}`;
}

function clientsOf({ clients }: DrillResult): string[] {
  if (clients.length === 0) return [];
  const text = table(
    clients,
    [
      { title: 'client account', value: (row) => row.account },
      { title: 'loss', value: (row) => row.loss, right: true },
      { title: 'own means', value: (row) => row.ownMeans, right: true },
      { title: 'shortfall', value: (row) => row.shortfall, right: true },
    ],
    '',
  );
  return ['', text];
}

function positionsOf({ closedOut }: DrillResult): string[] {
  const text = table(
    closedOut.slice(0, POSITIONS_SHOWN_MAX),
    [
      { title: 'closed out', value: (row) => row.account },
      { title: 'client', value: (row) => row.client ?? '' },
      { title: 'instrument', value: (row) => row.instrument },
      { title: 'lots held', value: (row) => row.quantity, right: true },
      { title: 'price', value: (row) => row.price, right: true },
    ],
    'It holds no positions.',
  );
  const more = closedOut.length - POSITIONS_SHOWN_MAX;
  return more > 0 ? [text, `and ${more} more (--json has them all)`] : [text];
}

/** A member's own share of a drill. */
export function describeShare(own: OwnShare): string {
  return [
    `Drill: ${own.member} fails ${howOf(own)}; ledger position ${own.position}, amounts in ${own.currency}`,
    '',
    table([own.share], SURVIVORS, ''),
  ].join('\n');
}

/** What it takes to exhaust each layer. */
export function describeReverse(reverse: ReverseResult): string {
  const { member, scenario, isWorst, multiplierMax, position, currency, layers } = reverse;
  return [
    `Default of ${member} in multiples of scenario ${scenario}${isWorst ? ', its worst' : ''}; nothing is touched`,
    `Ledger position ${position}; amounts in ${currency}; up to ${multiplierMax} times the scenario was tried`,
    '',
    table(layers, REVERSED, 'this ledger has no waterfall'),
    '',
    'A multiple is the smallest found at which a part of the loss goes beyond the layer and all before it.',
  ].join('\n');
}
