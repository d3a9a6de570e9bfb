import { readFileSync, rmSync } from 'node:fs';
import { SetUpError, inProject, root, say } from './project.mjs';

/** Where the services are, each in a file of its own beside those that they share. */
export const PROGRAMS = 'dist/programs';

const ENTRIES = {
  core: 'dist/apps/core/main.js',
  publisher: 'dist/apps/publisher/main.js',
  'back-office': 'dist/apps/back-office/main.js',
  // A thread of the core, which looks for it beside itself.
  'row-worker': 'dist/libs/margin-workers/row-worker.js',
};

/** Says that what a package could use is not installed; each asks for it only when it needs it. */
const UNRESOLVED = 'UNRESOLVED_IMPORT';

/**
 * Joins what the compiler wrote, and the packages that it imports, into a few files: a service that
 * opens ten instead of 2,300 starts in less than half the time (decision 0019). @throws SetUpError
 */
export async function bundlePrograms() {
  // Only now: before a build its package may not be installed.
  const { rolldown } = await import('rolldown');
  rmSync(inProject(PROGRAMS), { recursive: true, force: true });
  const bundle = await rolldown({
    cwd: root,
    input: ENTRIES,
    platform: 'node',
    plugins: [sourceMapsOfOurs()],
    onLog(_level, { code, id = '', message }) {
      const isOurs = !id.includes('/node_modules/');
      if (isOurs && code === UNRESOLVED) throw new SetUpError(message);
      if (isOurs) say(message);
    },
  });
  try {
    await bundle.write({ dir: inProject(PROGRAMS), format: 'esm', sourcemap: true });
  } finally {
    await bundle.close();
  }
}

/** Leads errors to our own sources; maps of packages would but cost time at every start. */
function sourceMapsOfOurs() {
  const none = { version: 3, sources: [], names: [], mappings: '' };
  return {
    name: 'source-maps-of-ours',
    load: {
      filter: { id: /\.[cm]?js$/ },
      handler(id) {
        const isPackage = id.includes('/node_modules/');
        const map = isPackage ? none : readFileSync(`${id}.map`, 'utf8');
        return { code: readFileSync(id, 'utf8'), map };
      },
    },
  };
}
