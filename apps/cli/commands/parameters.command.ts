import type { Command } from 'commander';
import { short } from '../lib/describe-changes.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { readAll } from '../lib/read-all.js';
import { table } from '../lib/table.js';

interface Parameter {
  readonly path: string;
  readonly value?: unknown;
  readonly since: {
    readonly position: number;
    readonly ledgerTime: string | null;
    readonly recordedAt: string;
    readonly by: string;
    readonly proposedBy?: string;
  };
}

/** Lists parameters of the reference data with who set them and when. */
export async function parameters(
  { path, history }: { readonly path?: string; readonly history?: boolean },
  command: Command,
): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const list = await readAll<Parameter>(client, 'parameters', { path, history });
  outputOf(command).result(list, () => {
    const columns = [
      { title: 'parameter', value: (row: Parameter) => row.path },
      {
        title: 'value',
        value: (row: Parameter) => (row.value === undefined ? '(removed)' : short(row.value)),
      },
      { title: 'since', value: ({ since }: Parameter) => since.ledgerTime ?? since.recordedAt },
      { title: 'position', value: ({ since }: Parameter) => since.position, right: true },
      { title: 'by', value: setBy },
    ];
    return `${table(list.items, columns, 'no parameters')}\n\nat position ${list.position}`;
  });
}

function setBy({ since: { by, proposedBy } }: Parameter): string {
  return proposedBy === undefined ? by : `${by}, proposed by ${proposedBy}`;
}
