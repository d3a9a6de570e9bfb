import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { DefaultRecord } from '#libs/default-report/default-record.js';
import { renderRecord } from '#libs/default-report/render-record.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { withPatience } from '../lib/with-patience.js';
import { pathOf } from './default-step.command.js';

/** Writes the record of a default as HTML, as JSON, or as both. */
export async function reportDefault(
  defaultId: string,
  { out }: { readonly out: string },
  command: Command,
): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const record = (await withPatience(`record of ${defaultId}`, () =>
    client.get(`${pathOf(defaultId)}/report`),
  )) as DefaultRecord;
  const files = await filesOf(out, defaultId);
  for (const file of files)
    await writeFile(
      file,
      file.endsWith('.json') ? `${JSON.stringify(record, undefined, 2)}\n` : renderRecord(record),
    );
  const { status, madeAt, timeline } = record;
  outputOf(command).result(
    { defaultId, files, status, position: madeAt.position },
    () =>
      `${defaultId} (${status}), ${timeline.length} events up to position ${madeAt.position}: ${files.join(', ')}`,
  );
}

/** A name that ends like a file is one; anything else is a folder, which is made where it is not there. */
async function filesOf(out: string, defaultId: string): Promise<string[]> {
  if (/\.(html|json)$/.test(out)) return [out];
  await mkdir(out, { recursive: true });
  return ['html', 'json'].map((kind) => join(out, `${defaultId}.${kind}`));
}
