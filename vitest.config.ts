import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';

const root = path.dirname(fileURLToPath(import.meta.url));
const FOLDERS = '{apps,libs,migrations,test}';

/** Tests run the sources: `#libs/x.js`, which Node resolves into `dist`, is read as `libs/x.ts`. */
const sources = ['libs', 'apps', 'migrations'].map((folder) => ({
  find: new RegExp(`^#${folder}/(.*)\\.js$`),
  replacement: `${path.join(root, folder)}/$1.ts`,
}));

/** Starts one Postgres and one Kafka for all tests that need them. */
const servers = path.join(root, 'test/servers.global-setup.ts');

export default defineConfig({
  oxc: false,
  plugins: [
    swc.vite({
      module: { type: 'es6' },
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', decorators: true },
        transform: {
          legacyDecorator: true,
          decoratorMetadata: true,
          useDefineForClassFields: false,
        },
      },
    }),
  ],
  resolve: { alias: sources },
  test: {
    pool: 'forks',
    teardownTimeout: 30_000,
    setupFiles: [path.join(root, 'test/set-up.ts')],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${FOLDERS}/**/*.unit.spec.ts`],
          // Pure functions need no process of their own for each file: loading them anew took longer than the tests.
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'servers',
          include: [`${FOLDERS}/**/*.{int,e2e,sim}.spec.ts`],
          globalSetup: existsSync(servers) ? [servers] : [],
          // They wait for most of their time. Each has topics, a database and processes of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
