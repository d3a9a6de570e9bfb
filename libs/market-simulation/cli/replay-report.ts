import type { ComparedDay } from '../replay/back-test.js';
import type { AccountSummary } from '../replay/summarise.js';
import { textTable, wholeAmount } from './text-table.js';

/** Means over the days of a month. */
export interface MonthMean {
  readonly month: string;
  readonly requirement: number;
  /** Of the value of the positions. */
  readonly share: number;
}

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
  readonly requirementByMonth: readonly MonthMean[];
  readonly accounts: readonly AccountSummary[];
  readonly chart: string;
  readonly results: string;
  /** The ledger's data folder, where it was kept. */
  readonly ledger?: string;
}

/** The mean requirement of each month, and its share of what the positions are worth. */
export function requirementByMonth(days: readonly ComparedDay[]): MonthMean[] {
  const months = new Map<string, ComparedDay[]>();
  for (const day of days) {
    const month = day.date.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), day]);
  }
  return [...months].map(([month, ofMonth]) => {
    const requirement = ofMonth.reduce((sum, day) => sum + day.requirement, 0);
    const value = ofMonth.reduce((sum, day) => sum + day.positionValue, 0);
    return {
      month,
      requirement: Math.round(requirement / ofMonth.length),
      share: value === 0 ? 0 : requirement / value,
    };
  });
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
const PERCENT = 100;

function monthTable(months: readonly MonthMean[]): string {
  const highest = Math.max(...months.map(({ share: of }) => of));
  return textTable(months, [
    { title: 'month', cell: ({ month }) => month },
    { title: 'requirement', right: true, cell: (row) => wholeAmount(row.requirement) },
    { title: 'of value', right: true, cell: (row) => `${(PERCENT * row.share).toFixed(1)} %` },
    { title: '', cell: (row) => '#'.repeat(Math.round((row.share / highest) * BAR_WIDTH)) },
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
