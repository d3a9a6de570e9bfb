import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';

export const WORKER = 'libs/margin-workers/row-worker.js';
export const POOL = 'libs/margin-workers/row-pool.js';
/** Where a module imports one of ours: across libraries, or beside it. */
const IMPORT = /(from\s+')(#libs\/[^']+|\.{1,2}\/[^']+)(')/g;

/**
 * Compiles modules and all that they import, as the sources are now, into `folder`: a thread of Node
 * runs JavaScript, and a test may not depend on an earlier build. Where each entry is, by its name.
 */
export function compileModules(folder: string, entries: readonly string[]): Map<string, URL> {
  const open = [...entries];
  const seen = new Set(open);
  for (const module of open) {
    for (const imported of compileModule(module, folder)) {
      if (seen.has(imported)) continue;
      seen.add(imported);
      open.push(imported);
    }
  }
  fs.writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  return new Map(entries.map((entry) => [entry, pathToFileURL(path.join(folder, entry))]));
}

/** Compiles one module; returns those of ours that it imports. */
function compileModule(module: string, folder: string): string[] {
  const source = path.join(PROJECT_ROOT, module.replace(/\.js$/, '.ts'));
  const { outputText } = ts.transpileModule(fs.readFileSync(source, 'utf8'), {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  });
  const imported: string[] = [];
  const here = path.posix.dirname(module);
  const text = outputText.replace(IMPORT, (_, before: string, name: string, after: string) => {
    const target = name.startsWith('#') ? name.slice(1) : path.posix.join(here, name);
    imported.push(target);
    const relative = path.posix.relative(here, target);
    return `${before}${relative.startsWith('.') ? relative : `./${relative}`}${after}`;
  });
  const file = path.join(folder, module);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return imported;
}
