import fs from 'node:fs';
import path from 'node:path';
import { OperatorProblem } from '#libs/operator-client/operator-client.js';
import { bearer } from '#libs/operator-client/authorization.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { readEndpoints } from '#libs/platform/endpoints-file.js';
import { kafkaSignInHere, operatorTokenHere } from '#libs/platform/sign-in-here.js';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { HouseLink } from '../link/house-link.js';
import { startThrowAwayHouse } from '../link/throw-away-house.js';
import { compareDays, type ComparedDay } from '../replay/back-test.js';
import { drawChart } from '../replay/chart.js';
import { MARKETS } from '../replay/markets.js';
import { planReplay, type MarketCloses, type ReplayPlan } from '../replay/plan-replay.js';
import { populate, referenceAccount, type ReplayMember } from '../replay/population.js';
import { readCloses } from '../replay/read-closes.js';
import { replayDocument } from '../replay/reference-document.js';
import { ReplayTraders } from '../replay/replay-traders.js';
import { runReplay, type ReplayOutcome } from '../replay/run-replay.js';
import { summarise } from '../replay/summarise.js';
import { ProgressBar } from './progress-bar.js';
import { requirementByMonth, type ReplayReport } from './replay-report.js';

export interface ReplayMarketOptions {
  /** Folder of the daily closes. */
  readonly data: string;
  readonly from: string;
  readonly to: string;
  readonly members: number;
  readonly seed: number;
  /** Folder for the chart and the results; by default below the data folder. */
  readonly out?: string;
  /** Replays through the clearing house that runs, which must hold nothing yet. */
  readonly useRunning?: boolean;
  /** Keeps the throw-away clearing house's data, for `ccp explain` and `ccp audit`. */
  readonly keep?: boolean;
}

/** The replay cannot be done as asked; the message says the mend. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

interface Place {
  readonly link: HouseLink;
  readonly ended: Promise<string> | undefined;
  readonly dataDir: string | undefined;
  stop(): Promise<void>;
}

/**
 * `ccp replay-market`: clears the market of a period through a whole clearing house and compares each
 * requirement with what followed. Writes a chart and the results; Ctrl-C ends it after the day under way.
 * @throws ReplayError, ClosesFileError, OperatorProblem
 */
export async function replayMarket(options: ReplayMarketOptions): Promise<ReplayReport> {
  const { from, to, seed } = options;
  const plan = planReplay(readMarkets(options.data), from, to);
  if (plan.dates.length === 0) throw new ReplayError(nothingToReplay(plan, options));
  const members = populate(options.members);
  const { dataDir } = readConfiguration();
  const out = path.resolve(options.out ?? path.join(dataDir, `replay-${from}-${to}`));
  fs.mkdirSync(out, { recursive: true });
  const bar = new ProgressBar();
  const interrupt = new AbortController();
  const onSignal = (): void => {
    if (!interrupt.signal.aborted) bar.say('stopping after the day under way');
    interrupt.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const document = replayDocument(plan, members);
  try {
    const place = options.useRunning
      ? await joinRunningHouse(dataDir, document)
      : await startOwnHouse(path.join(out, `house-${process.pid}`), document, options.keep, bar);
    try {
      const startedMs = Date.now();
      const outcome = await replayThrough(place, plan, members, seed, bar, interrupt.signal);
      const seconds = (Date.now() - startedMs) / 1000;
      const result = { plan, members, outcome, seconds, out, seed };
      return { ...writeResults(result), ...keptLedger(place, options) };
    } finally {
      bar.end();
      await place.stop();
    }
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

function readMarkets(folder: string): MarketCloses[] {
  return MARKETS.flatMap((market) => {
    const file = path.join(folder, market.file);
    if (!fs.existsSync(file)) return [];
    const closes = readCloses(fs.readFileSync(file, 'utf8'), file, market.scale);
    return [{ market, closes }];
  });
}

function nothingToReplay({ leftOut }: ReplayPlan, { data, from, to }: ReplayMarketOptions): string {
  const files = MARKETS.map(({ file }) => file).join(', ');
  if (leftOut.length === 0) return `--data: ${path.resolve(data)} has none of ${files}`;
  const reasons = leftOut.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  return `there is nothing to replay from ${from} to ${to} (${reasons})`;
}

async function startOwnHouse(
  dataDir: string,
  document: object,
  keep: boolean | undefined,
  bar: ProgressBar,
): Promise<Place> {
  const main = path.join(PROJECT_ROOT, 'dist/apps/clearing-house/main.js');
  if (!fs.existsSync(main)) throw new ReplayError('the project is not built: npm run build');
  bar.say('starting a clearing house of its own for the replay');
  const house = await startThrowAwayHouse(dataDir, document);
  const { endpoints, topicPrefix, ended } = house;
  const settings = readConfiguration();
  const { kafkaTls } = settings;
  const kafkaBrokers = endpoints.kafkaBrokers.split(',');
  const kafkaSasl = kafkaSignInHere(settings, endpoints, 'market');
  const link = await HouseLink.open(
    { kafkaBrokers, kafkaSasl, kafkaTls, topicPrefix },
    endpoints.http,
    'main',
    bearer(operatorTokenHere(settings, endpoints)),
  );
  return {
    link,
    ended,
    dataDir,
    async stop() {
      await link.close();
      await house.stop(keep ?? false);
    },
  };
}

async function joinRunningHouse(dataDir: string, document: object): Promise<Place> {
  const endpoints = readEndpoints(dataDir);
  if (!endpoints) {
    throw new ReplayError(
      '--use-running: no clearing house runs from this folder; leave the option out and the replay starts its own',
    );
  }
  const settings = readConfiguration();
  const kafkaBrokers = endpoints.kafkaBrokers.split(',');
  const kafkaSasl = kafkaSignInHere(settings, endpoints, 'market');
  const link = await HouseLink.open(
    { ...settings, kafkaBrokers, kafkaSasl },
    endpoints.http,
    'main',
    bearer(operatorTokenHere(settings, endpoints)),
  );
  try {
    const ledgerEvents = (await link.client.get('events', { limit: 1 })) as { items: unknown[] };
    if (ledgerEvents.items.length > 0) await insistOnSameReferenceData(link, document);
    await link.client.applyReferenceData(document, 'replay-market');
  } catch (error) {
    await link.close();
    throw error;
  }
  return { link, ended: undefined, dataDir: undefined, stop: () => link.close() };
}

/** Another house's members must not wake up in a replay. */
async function insistOnSameReferenceData(link: HouseLink, document: object): Promise<void> {
  const differs = await wouldChange(link, document);
  const positions = (await link.client.get('positions', { limit: 1 })) as { items: unknown[] };
  if (!differs && positions.items.length === 0) return;
  throw new ReplayError(
    '--use-running: the clearing house that runs has other reference data or open positions; ' +
      'leave the option out and the replay starts its own',
  );
}

/** Whether a house has other reference data, be it that it refuses to change them. */
async function wouldChange({ client }: HouseLink, document: object): Promise<boolean> {
  try {
    const checked = (await client.applyReferenceData(document, 'replay-market', 'check')) as {
      changes: unknown[];
    };
    return checked.changes.length > 0;
  } catch (error) {
    if (error instanceof OperatorProblem && error.problem.result !== undefined) return true;
    throw error;
  }
}

async function replayThrough(
  place: Place,
  plan: ReplayPlan,
  members: readonly ReplayMember[],
  seed: number,
  bar: ProgressBar,
  signal: AbortSignal,
): Promise<ReplayOutcome> {
  const traders = new ReplayTraders(plan, members, seed);
  const replay = runReplay(
    place.link,
    plan,
    traders,
    ({ date, daysDone, days, calls }) =>
      bar.show({ label: date, done: daysDone, of: days, detail: `${calls} calls` }),
    signal,
  );
  if (!place.ended) return replay;
  const died = place.ended.then((words): never => {
    throw new ReplayError(`the clearing house of the replay ended by itself:\n${words}`);
  });
  return Promise.race([replay, died]);
}

interface Finished {
  readonly plan: ReplayPlan;
  readonly members: readonly ReplayMember[];
  readonly outcome: ReplayOutcome;
  readonly seconds: number;
  readonly out: string;
  readonly seed: number;
}

function writeResults({ plan, members, outcome, seconds, out, seed }: Finished): ReplayReport {
  const compared = compareDays(plan, outcome.records);
  const reference = referenceAccount(members);
  const days = compared.get(reference) ?? [];
  const report: ReplayReport = {
    from: plan.dates[0] ?? '',
    to: plan.dates[Math.max(0, outcome.daysDone - 1)] ?? '',
    seed,
    markets: plan.markets.map(({ market }) => market.name),
    leftOut: plan.leftOut,
    businessDays: outcome.daysDone,
    complete: outcome.daysDone === plan.dates.length,
    tradesNovated: outcome.observer.novated,
    seconds,
    referenceAccount: reference,
    requirementByMonth: requirementByMonth(days),
    accounts: summarise(members, compared, outcome.observer.callTotals()),
    chart: path.join(out, 'requirement.svg'),
    results: path.join(out, 'replay.json'),
  };
  fs.writeFileSync(report.chart, drawChart(days, chartText(plan, reference, days)));
  const byAccount = Object.fromEntries(compared);
  fs.writeFileSync(
    report.results,
    `${JSON.stringify({ ...report, days: byAccount }, undefined, 1)}\n`,
  );
  return report;
}

function chartText(
  plan: ReplayPlan,
  account: string,
  days: readonly ComparedDay[],
): { title: string; subtitle: string } {
  const uncovered = days.filter(
    ({ requirement, nextDayLoss }) => (nextDayLoss ?? 0) > requirement,
  ).length;
  const { name, largePositionLots } = plan.markets[0]?.market ?? {};
  return {
    title: `Margin requirement against the next day's loss: ${account}`,
    subtitle:
      `long ${largePositionLots} ${name} futures from the first day on; ${days.length} days, ` +
      `${uncovered} losses beyond the requirement; amounts in USD`,
  };
}

function keptLedger({ dataDir }: Place, { keep }: ReplayMarketOptions): { ledger?: string } {
  return keep && dataDir !== undefined ? { ledger: dataDir } : {};
}
