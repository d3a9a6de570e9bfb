import fs from 'node:fs';
import path from 'node:path';

/**
 * The folder of the project: the nearest one above this file that has a `package.json`. It is the
 * same whether the sources run (tests) or what was compiled from them into `dist`.
 */
export const PROJECT_ROOT = findProjectRoot(import.meta.dirname);

function findProjectRoot(folder: string): string {
  if (fs.existsSync(path.join(folder, 'package.json'))) return folder;
  const above = path.dirname(folder);
  if (above === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
  return findProjectRoot(above);
}
