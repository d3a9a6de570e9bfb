import type { Command } from 'commander';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { table } from '../lib/table.js';

interface CycleResult {
  readonly cycleId?: string;
  readonly businessDate?: string;
  readonly accounts?: number;
  readonly position?: number;
  readonly turnover?: { currency: string; amount: string }[];
  readonly prices?: { instrument: string; settlementPrice: string }[];
  readonly withoutFinalPrice?: string[];
}

interface SettleOptions {
  readonly type: 'EOD' | 'INTRADAY';
  readonly date: string;
  readonly cycleId?: string;
  readonly at?: string;
  readonly by: string;
}

export async function settle(options: SettleOptions, command: Command): Promise<void> {
  const { type, date, cycleId, at, by } = options;
  const answer = await operatorClient(globalsOf(command).ledger).settle({
    type,
    date,
    by,
    ...(cycleId === undefined ? {} : { cycleId }),
    ...(at === undefined ? {} : { at }),
  });
  outputOf(command).result(answer, () => describe(answer as CycleResult));
}

function describe(result: CycleResult): string {
  const turnover = (result.turnover ?? [])
    .map(({ currency, amount }) => `${amount} ${currency}`)
    .join(', ');
  const lines = [
    `${result.cycleId}: ${result.accounts ?? 0} accounts settled` +
      (turnover === '' ? '' : `, ${turnover} paid and received`),
  ];
  if (result.withoutFinalPrice?.length) {
    lines.push(`without a final price: ${result.withoutFinalPrice.join(', ')}`);
  }
  if (result.prices?.length) {
    lines.push(
      table(
        result.prices,
        [
          { title: 'instrument', value: (row) => row.instrument },
          { title: 'settlement price', value: (row) => row.settlementPrice, right: true },
        ],
        '',
      ),
    );
  }
  return lines.join('\n');
}
