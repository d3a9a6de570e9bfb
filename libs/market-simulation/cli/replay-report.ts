import type { ComparedDay } from '../replay/back-test.js';
import type { AccountSummary } from '../replay/summarise.js';
import { textTable, wholeAmount } from './text-table.js';

/** What `ccp replay-market` found; amounts in the base currency. */
export interface ReplayReport {
  readonly from: string;
  readonly to: string;
  readonly seed: number;
  readonly markets: readonly string[];
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
  readonly businessDays: number;
  /** False when the replay was stopped before its last day. */
  readonly complete: boolean;
  readonly tradesNovated: number;
  readonly seconds: number;
  readonly referenceAccount: string;
  /** The reference account's mean requirement by month. */
  readonly requirementByMonth: readonly { readonly month: string; readonly mean: number }[];
  readonly accounts: readonly AccountSummary[];
  readonly chart: string;
  readonly results: string;
  /** The ledger's data folder, where it was kept. */
  readonly ledger?: string;
}

/** The mean requirement of each month. */
export function requirementByMonth(
  days: readonly ComparedDay[],
): { month: string; mean: number }[] {
  const months = new Map<string, number[]>();
  for (const { date, requirement } of days) {
    const month = date.slice(0, 7);
    const held = months.get(month);
    if (held) held.push(requirement);
    else months.set(month, [requirement]);
  }
  return [...months].map(([month, amounts]) => ({
    month,
    mean: Math.round(amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length),
  }));
}

/** The report for people. */
export function describeReport(report: ReplayReport): string {
  const { accounts, from, to, businessDays, markets, tradesNovated, seconds } = report;
  const covered = sumOf(accounts, 'nextDay');
  const twoDay = sumOf(accounts, 'twoDay');
  return [
    `${markets.join(', ')}: ${businessDays} business days from ${from} to ${to}` +
      `${report.complete ? '' : ' (stopped early)'}, ${tradesNovated} trades, ` +
      `${accounts.reduce((sum, { calls }) => sum + calls, 0)} margin calls, ${seconds.toFixed(0)} s`,
    ...report.leftOut.map(({ name, reason }) => `${name} is left out: ${reason}`),
    '',
    accountTable(accounts),
    '',
    `A loss beyond the requirement of the evening before: ${share(covered)} over one day, ` +
      `${share(twoDay)} over the two days of the model's horizon.`,
    '',
    `${report.referenceAccount} holds one long position throughout; its mean requirement by month:`,
    monthTable(report.requirementByMonth),
    '',
    `chart    ${report.chart}`,
    `results  ${report.results}`,
    ...(report.ledger === undefined ? [] : [`ledger   ${report.ledger}`]),
  ].join('\n');
}

function accountTable(accounts: readonly AccountSummary[]): string {
  return textTable(accounts, [
    { title: 'account', cell: ({ account }) => account },
    { title: 'role', cell: ({ role }) => role },
    { title: 'mean req.', right: true, cell: (row) => wholeAmount(row.meanRequirement) },
    { title: 'peak req.', right: true, cell: (row) => wholeAmount(row.peakRequirement) },
    { title: 'on', cell: ({ peakDate }) => peakDate },
    { title: '1-day >', right: true, cell: ({ nextDay }) => String(nextDay.count) },
    { title: 'worst by', right: true, cell: (row) => wholeAmount(row.nextDay.worstShortfall) },
    { title: '2-day >', right: true, cell: ({ twoDay }) => String(twoDay.count) },
    { title: 'worst by', right: true, cell: (row) => wholeAmount(row.twoDay.worstShortfall) },
    { title: 'calls', right: true, cell: ({ calls }) => String(calls) },
    { title: 'called', right: true, cell: ({ called }) => wholeAmount(called) },
    { title: 'deposited', right: true, cell: ({ deposited }) => wholeAmount(deposited) },
  ]);
}

const BAR_WIDTH = 40;

function monthTable(months: ReplayReport['requirementByMonth']): string {
  const highest = Math.max(1, ...months.map(({ mean }) => mean));
  return textTable(months, [
    { title: 'month', cell: ({ month }) => month },
    { title: 'requirement', right: true, cell: ({ mean }) => wholeAmount(mean) },
    { title: '', cell: ({ mean }) => '#'.repeat(Math.round((mean / highest) * BAR_WIDTH)) },
  ]);
}

interface Share {
  readonly count: number;
  readonly days: number;
}

function sumOf(accounts: readonly AccountSummary[], horizon: 'nextDay' | 'twoDay'): Share {
  return {
    count: accounts.reduce((sum, account) => sum + account[horizon].count, 0),
    days: accounts.reduce((sum, account) => sum + account[horizon].days, 0),
  };
}

function share({ count, days }: Share): string {
  const percent = days === 0 ? 0 : (100 * count) / days;
  return `${count} of ${days} account days (${percent.toFixed(2)} %)`;
}
