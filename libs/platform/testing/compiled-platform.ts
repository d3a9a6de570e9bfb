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
export function compilePlatform(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const name of fs.readdirSync(SOURCES)) {
    if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
    const { outputText } = ts.transpileModule(fs.readFileSync(path.join(SOURCES, name), 'utf8'), {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
    });
    fs.writeFileSync(path.join(folder, name.replace(/\.ts$/, '.js')), outputText);
  }
}
