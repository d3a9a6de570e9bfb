import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { PROJECT_ROOT } from '../project-root.js';

const SOURCES = path.join(PROJECT_ROOT, 'libs/platform');

/**
 * Compiles the sources of this library, as they are now, into `folder`, so that a test can run
 * programs that use them as processes of their own without a build of the project. The folder has
 * to lie below the project, where packages are found.
 */
export function compilePlatform(folder: string, sources = SOURCES): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const entry of fs.readdirSync(sources, { withFileTypes: true })) {
    const [from, to] = [path.join(sources, entry.name), path.join(folder, entry.name)];
    if (entry.isDirectory() && entry.name !== 'testing') compilePlatform(to, from);
    if (!entry.name.endsWith('.ts') || entry.name.endsWith('.spec.ts')) continue;
    const { outputText } = ts.transpileModule(fs.readFileSync(from, 'utf8'), {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
    });
    fs.writeFileSync(to.replace(/\.ts$/, '.js'), outputText);
  }
}
