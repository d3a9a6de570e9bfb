import type { Command } from 'commander';
import { readHypotheticalTrade } from '#libs/domain/what-if/hypothetical-trade.js';
import type { Reduction } from '#libs/domain/what-if/reduce-requirement.js';
import type { WhatIf } from '#libs/domain/what-if/what-if.js';
import { WrongUseError } from '../lib/failure.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { readAccount } from '../lib/read-account.js';
import { table } from '../lib/table.js';

type Answer = WhatIf & { readonly reduction?: Reduction };

interface Options {
  readonly trade?: readonly string[];
  readonly reduce?: boolean;
  readonly client?: string;
}

const QUANTITIES_SHOWN_MAX = 12;

/** Answers what trades would do to an account, and what would reduce its requirement most. */
export async function whatIf(
  text: string,
  { trade = [], reduce = false, client: ofClient }: Options,
  command: Command,
): Promise<void> {
  const account = readAccount(text);
  if (trade.length === 0 && !reduce)
    throw new WrongUseError('what-if takes --trade "+10 SPX-FUT-2026-12", --reduce or both');
  const trades = trade.map((each) => {
    const read = readHypotheticalTrade(each);
    if (!read.ok) throw new WrongUseError(`--trade: ${read.error.reason}`);
    return { instrument: read.value.instrument, quantity: String(read.value.lots) };
  });
  const client = operatorClient(globalsOf(command).ledger);
  const body = { trades, reduce, ...(ofClient === undefined ? {} : { client: ofClient }) };
  const answer = (await client.post(`accounts/${account}/what-if`, body)) as Answer;
  outputOf(command).result(answer, () => describe(answer));
}

function describe(answer: Answer): string {
  const { reduction, position, account, currency } = answer;
  return [
    `${account} at ledger position ${position}, amounts in ${currency}; nothing is changed`,
    ...(answer.trades.length > 0 ? comparison(answer) : []),
    ...(answer.trades.length > 0 ? limitLines(answer) : []),
    ...(reduction ? reductionLines(reduction) : []),
  ].join('\n');
}

function comparison({ trades, before, after, moved }: WhatIf): string[] {
  const rows = [
    {
      component: 'requirement',
      before: before.requirement,
      after: after.requirement,
      difference: '',
    },
    { component: 'exposure', before: before.exposure, after: after.exposure, difference: '' },
    { component: 'deficit', before: before.deficit, after: after.deficit, difference: '' },
  ].map((row) => moved.find(({ component }) => component === row.component) ?? row);
  const named = new Set(rows.map(({ component }) => component));
  return [
    ...trades.map(({ instrument, quantity, price }) => `  ${quantity} ${instrument} at ${price}`),
    '',
    table(
      [...rows, ...moved.filter(({ component }) => !named.has(component))],
      [
        { title: 'component', value: (row) => row.component },
        { title: 'before', value: (row) => row.before, right: true },
        { title: 'after', value: (row) => row.after, right: true },
        { title: 'difference', value: (row) => row.difference, right: true },
      ],
      '',
    ),
  ];
}

function limitLines({ limits = [] }: WhatIf): string[] {
  if (limits.length === 0) return [];
  const rows = table(
    limits,
    [
      { title: 'limit of', value: ({ holder }) => holder },
      {
        title: 'limit',
        value: ({ limit, instrument }) => (instrument ? `${limit} ${instrument}` : limit),
      },
      { title: 'allowed', value: ({ allowed }) => allowed, right: true },
      { title: 'before', value: ({ before }) => before ?? 'not computable', right: true },
      { title: 'after', value: ({ after }) => after ?? 'not computable', right: true },
      { title: '', value: ({ exceeded }) => (exceeded ? 'WOULD BE REFUSED' : '') },
    ],
    '',
  );
  return ['', rows];
}

function reductionLines({ best, tried, notTried }: Reduction): string[] {
  const found = best
    ? [
        `The single trade that reduces the requirement most, by ${best.reduction}:`,
        ...comparison(best),
      ]
    : ['No single trade that was tried reduces the requirement.'];
  return [
    '',
    ...found,
    '',
    'Tried, in lots:',
    ...tried.map(({ instrument, quantities, best: own }) => {
      const more = quantities.length - QUANTITIES_SHOWN_MAX;
      const shown = quantities.slice(0, QUANTITIES_SHOWN_MAX).join(', ');
      const result = own ? `; best ${own.quantity}: ${own.requirement}` : '; none helps';
      return `  ${instrument}: ${shown}${more > 0 ? ` and ${more} more` : ''}${result}`;
    }),
    ...notTried.map(({ instrument, reason }) => `  ${instrument}: not tried, ${reason}`),
  ];
}
