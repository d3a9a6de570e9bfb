import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';

/** What is compiled, wherever it runs from: a bundle holds the same code under other paths. */
const domain = path.join(PROJECT_ROOT, 'dist/libs/domain');

/** Identifies the code that folds: a snapshot that other code wrote is not used. */
export function codeVersion(): string {
  const hash = createHash('sha256').update(process.version);
  const files = fs.readdirSync(domain, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.js')).sort())
    hash.update(file).update(fs.readFileSync(path.join(domain, file)));
  return hash.digest('hex').slice(0, 32);
}
