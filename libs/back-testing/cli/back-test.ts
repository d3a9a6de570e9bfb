import fs from 'node:fs';
import path from 'node:path';
import { ProgressBar } from '#libs/market-simulation/cli/progress-bar.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { checkListedOptions } from '../options/check-listed-options.js';
import { readMarkets } from '../data/read-markets.js';
import { reportPage } from '../report/page.js';
import type { BackTest } from '../run/back-test.js';
import { runStudies } from '../run/run-studies.js';
import { planStudies } from '../run/study-plan.js';
import { summariseStudy } from '../run/summarise.js';
import { BackTestError } from '../back-test-error.js';

export interface BackTestOptions {
  /** Folder of the daily closes. */
  readonly data: string;
  /** First margined day, YYYY-MM-DD; closes before it are history. */
  readonly from?: string;
  /** Last close, YYYY-MM-DD. */
  readonly to?: string;
  /** File of the report; by default back-test.html in the data folder of the clearing house. */
  readonly out?: string;
  readonly seed: number;
}

/** A back-test and where its report is. */
export interface WrittenBackTest extends BackTest {
  readonly report: string;
}

const FIRST_DATE = '0000-01-01';
const LAST_DATE = '9999-12-31';

/**
 * `ccp backtest`: runs the margin model and its peers over real history and writes a report; no
 * clearing house need run. Ctrl-C ends it at once, and nothing is written then.
 * @throws BackTestError
 */
export async function runBackTest(options: BackTestOptions): Promise<WrittenBackTest> {
  const startedMs = Date.now();
  const [from, to] = [options.from ?? FIRST_DATE, options.to ?? LAST_DATE];
  const seed = String(options.seed);
  const markets = readMarkets(options.data, to);
  const bar = new ProgressBar();
  for (const file of markets.missing) bar.say(`there is no ${file}; its product is left out`);
  const { studies: plan, leftOut } = planStudies(markets, from, seed);
  if (plan.length === 0) throw new BackTestError(nothingToTest(leftOut));
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    const results = await runStudies(
      plan,
      ({ done, of, studiesDone }) =>
        bar.show({
          done,
          of,
          label: 'back-test',
          detail: `${studiesDone} of ${plan.length} studies`,
        }),
      interrupt.signal,
    );
    const studies = results.map(summariseStudy);
    const test: BackTest = {
      from: studies.map((study) => study.from).sort()[0] ?? from,
      to:
        studies
          .map((study) => study.to)
          .sort()
          .at(-1) ?? to,
      seed,
      seconds: (Date.now() - startedMs) / 1000,
      markets,
      leftOut,
      results,
      studies,
      listedOptions: checkListedOptions(markets),
    };
    return { ...test, report: writeReport(test, options.out) };
  } finally {
    bar.end();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

function nothingToTest(leftOut: BackTest['leftOut']): string {
  const reasons = leftOut.map(({ title, reason }) => `${title}: ${reason}`).join('; ');
  return `there is nothing to test (${reasons})`;
}

/** Writes by rename, so that a report that is there is whole. @returns where it is */
function writeReport(test: BackTest, out: string | undefined): string {
  const file = path.resolve(out ?? path.join(readConfiguration().dataDir, 'back-test.html'));
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  fs.writeFileSync(partial, reportPage(test));
  fs.renameSync(partial, file);
  return file;
}
