import type { Command } from 'commander';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { readAll } from '../lib/read-all.js';
import { fields, table } from '../lib/table.js';

interface Quarantined {
  readonly position: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly reason: string;
  readonly state: string;
}

interface QuarantinedMessage extends Quarantined {
  readonly headers: string;
  readonly keyBase64: string | null;
  readonly valueBase64: string | null;
  readonly valueText: string | null;
}

const SHOWN_MAX = 4_000;

export async function listQuarantine(options: { state?: string }, command: Command): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const list = await readAll<Quarantined>(client, 'quarantine', { ...options });
  outputOf(command).result(list, () =>
    table(
      list.items,
      [
        { title: 'position', value: (row) => row.position, right: true },
        { title: 'state', value: (row) => row.state },
        { title: 'topic', value: (row) => row.topic },
        { title: 'partition', value: (row) => row.partition, right: true },
        { title: 'offset', value: (row) => row.offset, right: true },
        { title: 'reason', value: (row) => row.reason },
      ],
      'nothing is in quarantine',
    ),
  );
}

export async function showQuarantined(position: number, command: Command): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const message = (await client.get(`quarantine/${position}`)) as QuarantinedMessage;
  outputOf(command).result(message, () =>
    [
      fields([
        ['position', message.position],
        ['state', message.state],
        ['topic', `${message.topic} partition ${message.partition} offset ${message.offset}`],
        ['reason', message.reason],
        ['headers', message.headers],
      ]),
      '',
      printable(message.valueText ?? '').slice(0, SHOWN_MAX) || '(empty)',
    ].join('\n'),
  );
}

export async function release(
  action: 'resend' | 'discard',
  position: number,
  body: { reason: string; by: string },
  command: Command,
): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const { reason, by } = body;
  const answer = await client.post(`quarantine/${position}/${action}`, { reason, by });
  const done = action === 'resend' ? 'is sent again' : 'is set aside';
  outputOf(command).result(answer, () => `the message at position ${position} ${done}`);
}

/** Without the characters that would steer a terminal. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}
