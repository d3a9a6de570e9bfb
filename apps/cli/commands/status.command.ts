import type { Command } from 'commander';
import { ledgersOf } from '#libs/operator-client/operator-client.js';
import { RefusedError } from '../lib/failure.js';
import { authorization, httpUrl, operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { fields, table } from '../lib/table.js';

interface Status {
  readonly ledger: string;
  readonly lastPosition: number;
  readonly headHash: string;
  readonly evaluatedPosition: number;
  readonly publisherPosition: number;
  readonly inputs: { topic: string; partition: number; nextOffset: string; endOffset: string }[];
  readonly projections: { projection: string; position: number }[];
}

export async function status(command: Command): Promise<void> {
  const { items } = await ledgersOf(httpUrl(), authorization());
  const ledgers: Status[] = [];
  for (const ledger of askedFor(items, command))
    ledgers.push((await operatorClient(ledger).get('status')) as Status);
  outputOf(command).result({ ledgers }, () =>
    ledgers.length === 0 ? 'no ledger is open yet' : ledgers.map(describe).join('\n\n'),
  );
}

/** All ledgers, or the one that `--ledger` names. @throws RefusedError when it is not there */
function askedFor(items: readonly string[], command: Command): readonly string[] {
  if (command.getOptionValueSourceWithGlobals('ledger') === 'default') return items;
  const { ledger } = globalsOf(command);
  if (items.includes(ledger)) return [ledger];
  const known = items.length === 0 ? 'none is open yet' : `there are ${items.join(', ')}`;
  throw new RefusedError(`there is no ledger ${ledger} here; ${known}`);
}

function describe(status: Status): string {
  const behind = status.projections.filter(({ position }) => position < status.lastPosition);
  return [
    fields([
      ['ledger', status.ledger],
      ['last position', status.lastPosition],
      ['head hash', status.headHash],
      ['evaluated', status.evaluatedPosition],
      ['published', status.publisherPosition],
      [
        'read models',
        behind.length === 0
          ? 'all at the last position'
          : behind.map(({ projection, position }) => `${projection} at ${position}`).join(', '),
      ],
    ]),
    '',
    table(
      status.inputs,
      [
        { title: 'topic', value: (row) => row.topic },
        { title: 'partition', value: (row) => row.partition, right: true },
        { title: 'next offset', value: (row) => row.nextOffset, right: true },
        { title: 'end offset', value: (row) => row.endOffset, right: true },
      ],
      'no input topics',
    ),
  ].join('\n');
}
