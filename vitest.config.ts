import path from 'node:path';
import { fileURLToPath } from 'node:url';
import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';

const root = path.dirname(fileURLToPath(import.meta.url));

/** Tests run the sources: `#libs/x.js`, which Node resolves into `dist`, is read as `libs/x.ts`. */
const sources = ['libs', 'apps', 'migrations'].map((folder) => ({
  find: new RegExp(`^#${folder}/(.*)\\.js$`),
  replacement: `${path.join(root, folder)}/$1.ts`,
}));

export default defineConfig({
  oxc: false,
  plugins: [
    swc.vite({
      module: { type: 'es6' },
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      },
    }),
  ],
  resolve: { alias: sources },
  test: {
    pool: 'forks',
    setupFiles: [path.join(root, 'test/set-up.ts')],
    include: ['{apps,libs,migrations,test}/**/*.spec.ts'],
  },
});
