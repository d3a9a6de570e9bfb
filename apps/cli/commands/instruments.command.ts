import type { Command } from 'commander';
import type { ListedInstrument } from '#libs/domain/instrument-life/list-instruments.js';
import { WrongUseError } from '../lib/failure.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { table } from '../lib/table.js';
import { withMilliseconds } from '../lib/with-milliseconds.js';

interface Recorded {
  readonly reason: string;
  readonly by: string;
  readonly at?: string;
}

export async function listInstruments(
  { underlying }: { readonly underlying?: string },
  command: Command,
): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const list = (await client.get('instruments', { underlying })) as {
    readonly items: readonly ListedInstrument[];
    readonly position: number;
  };
  outputOf(command).result(list, () =>
    table(
      list.items,
      [
        { title: 'instrument', value: (row) => row.instrument },
        { title: 'type', value: (row) => row.type },
        { title: 'state', value: (row) => row.state },
        { title: 'ends', value: (row) => row.endsAt ?? '' },
        { title: 'tick', value: (row) => row.tickSize, right: true },
        { title: 'strike', value: (row) => row.strike ?? '', right: true },
        { title: 'open lots', value: (row) => row.openInterest, right: true },
        { title: 'adjusted', value: (row) => row.adjusted ?? '' },
        { title: 'reason', value: (row) => row.reason ?? '' },
      ],
      'no instruments',
    ),
  );
}

export async function haltOrResume(
  step: 'halt' | 'resumption',
  instrument: string,
  recorded: Recorded,
  command: Command,
): Promise<void> {
  const answer = await send(
    `instruments/${encodeURIComponent(instrument)}/${step}`,
    recorded,
    {},
    command,
  );
  outputOf(command).result(answer, () =>
    say(answer, `${instrument} ${step === 'halt' ? 'is halted' : 'trades again'}`),
  );
}

export async function delist(
  instrument: string,
  {
    lastTrading,
    lastTradingDay,
    ...recorded
  }: Recorded & { readonly lastTrading?: string; readonly lastTradingDay?: string },
  command: Command,
): Promise<void> {
  if (lastTrading !== undefined && lastTradingDay !== undefined)
    throw new WrongUseError('say --last-trading or --last-trading-day, not both');
  const end = {
    ...(lastTrading === undefined ? {} : { lastTradingAt: withMilliseconds(lastTrading) }),
    ...(lastTradingDay === undefined ? {} : { lastTradingDay }),
  };
  const path = `instruments/${encodeURIComponent(instrument)}/delisting`;
  const answer = (await send(path, recorded, end, command)) as { readonly lastTradingAt: string };
  outputOf(command).result(answer, () =>
    say(answer, `${instrument} trades only to close, until ${answer.lastTradingAt}`),
  );
}

interface Adjusted {
  readonly adjustmentId: string;
  readonly position: number;
  readonly positions?: number;
  readonly changes?: readonly {
    readonly path: string;
    readonly before?: unknown;
    readonly after?: unknown;
  }[];
}

export async function adjust(
  {
    underlying,
    ratio,
    id,
    ...recorded
  }: Recorded & { readonly underlying: string; readonly ratio: string; readonly id?: string },
  command: Command,
): Promise<void> {
  const more = { ratio, ...(id === undefined ? {} : { adjustmentId: id }) };
  const path = `underlyings/${encodeURIComponent(underlying)}/adjustments`;
  const answer = (await send(path, recorded, more, command)) as Adjusted;
  outputOf(command).result(answer, () => {
    const { adjustmentId, positions = 0, changes = [] } = answer;
    const lines = changes.map(
      (change) =>
        `  ${change.path}: ${JSON.stringify(change.before)} -> ${JSON.stringify(change.after)}`,
    );
    return [
      say(answer, `${adjustmentId}: ${underlying} is adjusted ${ratio}, ${positions} positions`),
      ...(lines.length > 0 ? ['Write these into the file of reference data:', ...lines] : []),
    ].join('\n');
  });
}

async function send(
  path: string,
  { reason, by, at }: Recorded,
  more: object,
  command: Command,
): Promise<unknown> {
  const time = at === undefined ? {} : { at: withMilliseconds(at) };
  return operatorClient(globalsOf(command).ledger).post(path, { reason, by, ...more, ...time });
}

function say(answer: unknown, done: string): string {
  const { position, repeated } = answer as { position: number; repeated: boolean };
  return repeated
    ? `${done} since position ${position}; nothing changed`
    : `${done} (position ${position})`;
}
