import type { Command } from 'commander';
import { WrongUseError } from '../lib/failure.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { withMilliseconds } from '../lib/with-milliseconds.js';

interface CycleResult {
  readonly cycleId: string;
  readonly status: string;
  readonly position: number;
  readonly lastPosition?: number;
  readonly withoutFinalPrice?: readonly string[];
  readonly repeated: boolean;
}

interface SettleOptions {
  readonly type?: 'EOD' | 'INTRADAY';
  readonly correct?: string;
  readonly price?: string;
  readonly reason?: string;
  readonly date: string;
  readonly cycleId?: string;
  readonly at?: string;
  readonly by: string;
}

export async function settle(options: SettleOptions, command: Command): Promise<void> {
  if (options.correct !== undefined) return correct(options.correct, options, command);
  const { type, date, cycleId, at, by } = options;
  if (type === undefined) throw new WrongUseError('say --type EOD or --type INTRADAY');
  const answer = await operatorClient(globalsOf(command).ledger).settle({
    type,
    date,
    by,
    ...(cycleId === undefined ? {} : { cycleId }),
    ...(at === undefined ? {} : { at: withMilliseconds(at) }),
  });
  outputOf(command).result(answer, () => describe(answer as CycleResult));
}

async function correct(
  instrument: string,
  { date, price, reason, at, by, type, cycleId }: SettleOptions,
  command: Command,
): Promise<void> {
  if (price === undefined || reason === undefined)
    throw new WrongUseError('--correct needs the right --price and a --reason');
  if (type !== undefined || cycleId !== undefined)
    throw new WrongUseError('--correct runs a cycle of its own: leave out --type and --cycle-id');
  const time = at === undefined ? {} : { at: withMilliseconds(at) };
  const body = { instrument, date, price, reason, by, ...time };
  const answer = await operatorClient(globalsOf(command).ledger).post(
    'settlement-cycles/corrections',
    body,
  );
  outputOf(command).result(answer, () => describe(answer as CycleResult));
}

function describe({ cycleId, status, position, lastPosition, ...rest }: CycleResult): string {
  const when = rest.repeated ? 'by an earlier order' : 'now';
  const at =
    lastPosition === undefined || lastPosition === position
      ? `position ${position}`
      : `positions ${position} to ${lastPosition}`;
  const lines = [`${cycleId}: ${status} ${when}, at ${at}`];
  if (rest.withoutFinalPrice?.length) {
    lines.push(`without a final price: ${rest.withoutFinalPrice.join(', ')}`);
  }
  return lines.join('\n');
}
