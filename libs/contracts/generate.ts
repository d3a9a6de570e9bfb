import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { documentationFiles } from './docs/documentation-files.js';

/** Writes the JSON Schemas and the AsyncAPI document into `docs/` of the folder it is run in. */
function generate(docs: string): void {
  const files = documentationFiles();
  const folders = new Set([...files.keys()].map((file) => path.dirname(file)));
  folders.delete('.');
  for (const folder of folders) {
    rmSync(path.join(docs, folder), { recursive: true, force: true });
    mkdirSync(path.join(docs, folder), { recursive: true });
  }
  for (const [file, content] of files) writeFileSync(path.join(docs, file), content);
  process.stdout.write(`${files.size} files written to ${docs}\n`);
}

generate(path.resolve('docs'));
