import { bearer } from '#libs/operator-client/authorization.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { readEndpoints } from '#libs/platform/endpoints-file.js';
import { kafkaSignInHere, operatorTokenHere } from '#libs/platform/sign-in-here.js';
import { HouseLink } from '../link/house-link.js';
import { findReferenceData } from '../live/find-reference-data.js';
import { readSituation } from '../live/house-situation.js';
import { LOAD_TOPICS, LoadRun, type LoadSummary } from '../live/load-run.js';
import { TradeFlow } from '../live/trade-flow.js';
import { gatedUnderlyings, tradedInstruments, tradingAccounts } from '../live/traded-market.js';
import { Random } from '../random/random.js';
import { ProgressBar } from './progress-bar.js';
import { wholeAmount } from './text-table.js';

export interface SimulateOptions {
  readonly seed: number;
  /** Trades a second. */
  readonly rate: number;
  readonly minutes: number;
  readonly ledger: string;
}

/** There is no clearing house to trade with, or none that can be traded with. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
}

export type SimulationReport = LoadSummary & {
  readonly seed: number;
  /** Trades a second that were asked for. */
  readonly rate: number;
};

const MINUTE_MS = 60_000;
const FAULT_SHARE = 0.01;
/** Prices before the start that tell where a market stands. */
const PRICE_BACKLOG = 200;

/**
 * `ccp simulate`: a seeded market that trades with the clearing house that runs, at a steady rate, and
 * times the answers. Ctrl-C ends it early. @throws SimulationError, UnreachableError
 */
export async function simulate(options: SimulateOptions): Promise<SimulationReport> {
  const link = await connect(options.ledger);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const bar = new ProgressBar();
  try {
    const run = await prepare(link, options);
    const seconds = Math.round(options.minutes * 60);
    const summary = await run.run(
      options.rate,
      options.minutes * MINUTE_MS,
      stop.signal,
      (gone, sent) =>
        bar.show({ label: 'trading', done: Math.floor(gone), of: seconds, detail: `${sent} sent` }),
    );
    return { seed: options.seed, rate: options.rate, ...summary };
  } finally {
    bar.end();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    await link.close();
  }
}

async function connect(ledger: string): Promise<HouseLink> {
  const settings = readConfiguration();
  const here = readEndpoints(settings.dataDir);
  const http = process.env['CCP_URL'] || here?.http;
  const kafkaBrokers = settings.kafkaBrokers ?? here?.kafkaBrokers.split(',');
  if (http === undefined || kafkaBrokers === undefined) {
    throw new SimulationError(
      'no clearing house runs from this folder: start it with npm start, or set CCP_URL and KAFKA_BROKERS',
    );
  }
  const kafkaSasl = kafkaSignInHere(settings, here, 'market');
  const token = operatorTokenHere(settings, http === here?.http ? here : undefined);
  return HouseLink.open({ ...settings, kafkaBrokers, kafkaSasl }, http, ledger, bearer(token));
}

async function prepare(link: HouseLink, { seed, ledger }: SimulateOptions): Promise<LoadRun> {
  const data = await findReferenceData(link.client);
  if (!data) throw new SimulationError(`ledger ${ledger} has no reference data: ccp apply -f FILE`);
  if (data.clock !== 'wall') {
    throw new SimulationError(
      `the clock of ledger ${ledger} follows events; a simulation trades now and needs clock: wall`,
    );
  }
  const random = new Random(`simulate/${seed}`);
  const situation = await readSituation(link.client);
  const { lastPrices } = situation;
  const instruments = tradedInstruments(data, lastPrices, random.fork('prices'), Date.now());
  const accounts = tradingAccounts(data);
  if (instruments.length === 0 || accounts.length < 2) {
    throw new SimulationError(`ledger ${ledger} has no instrument or too few accounts to trade`);
  }
  // The same seed may be used again on the same ledger: the ids must differ, the market need not.
  const runId = `S${seed}-${Date.now().toString(36)}`;
  const flow = new TradeFlow(
    { accounts, instruments, venue: 'XSIM', runId, faultShare: FAULT_SHARE },
    random.fork('trades'),
  );
  for (const { account, instrument, net } of situation.positions) {
    flow.addLots(account, instrument, Number(net));
  }
  const run = new LoadRun(link, flow, instruments, `SIM-${runId}`, gatedUnderlyings(data));
  const reader = await link.read({
    topics: LOAD_TOPICS,
    backlog: PRICE_BACKLOG,
    onMessage: (message) => run.take(message),
  });
  await reader.caughtUp();
  return run;
}

/** The report for people. */
export function describeSimulation(report: SimulationReport): string {
  const { sent, novated, refused, unanswered, seconds, latencyMs } = report;
  const codes = Object.entries(refused).map(([code, n]) => `${code} ${wholeAmount(n)}`);
  return [
    `sent        ${wholeAmount(sent)} trades in ${seconds.toFixed(1)} s (${(sent / Math.max(seconds, 0.001)).toFixed(0)} a second)`,
    `novated     ${wholeAmount(novated)}`,
    `refused     ${codes.length === 0 ? 'none' : codes.join(', ')}`,
    `unanswered  ${wholeAmount(unanswered)}`,
    `latency     p50 ${latencyMs.p50.toFixed(1)} ms, p99 ${latencyMs.p99.toFixed(1)} ms, most ${latencyMs.max.toFixed(1)} ms`,
  ].join('\n');
}
