import type { Command } from 'commander';
import {
  replayMarket as replay,
  type ReplayMarketOptions,
} from '#libs/market-simulation/cli/replay-market.js';
import { describeReport } from '#libs/market-simulation/cli/replay-report.js';
import { outputOf } from '../lib/output.js';

export async function replayMarket(options: ReplayMarketOptions, command: Command): Promise<void> {
  const report = await replay(options);
  outputOf(command).result(report, () => describeReport(report));
}
