import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { runNpm } from './command.mjs';
import { SetUpError, inProject, say } from './project.mjs';

const STAMP = inProject('node_modules/.clearing-house-install');

/** Refuses a Node that is too old, with the sentence that says so. */
export function checkNode() {
  const { engines } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  const wanted = /(\d+)\.(\d+)/.exec(engines.node).slice(1).map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) return;
  throw new SetUpError(
    `This is Node ${process.versions.node}; the clearing house needs ${wanted.join('.')} or newer.`,
  );
}

/** Whether `node_modules` holds what `package-lock.json` asks for. */
export function isInstalled() {
  const stamp = stampOfLockfile();
  if (readQuietly(STAMP) === stamp) return true;
  return holdsLockedVersions();
}

/** Installs the locked packages. Call under the lock. @throws SetUpError */
export async function install() {
  say('Installing packages (npm ci); this happens once and needs the network.');
  const started = Date.now();
  const options = ['--include=dev', '--no-audit', '--no-fund'];
  let status = await runNpm(['ci', ...options]);
  if (status !== 0) {
    // npm ci refuses a lockfile that lacks another platform's packages; npm install does not, and
    // takes the locked versions all the same.
    say('npm ci did not succeed; trying npm install.');
    status = await runNpm(['install', '--no-save', ...options]);
  }
  if (status !== 0) {
    throw new SetUpError(
      `The packages could not be installed (npm ended with status ${status}, see above). ` +
        'Without a network the packages have to be in the npm cache.',
    );
  }
  writeFileSync(STAMP, stampOfLockfile());
  say(`Packages installed in ${seconds(Date.now() - started)} s.`);
}

/** Milliseconds as seconds with one decimal, for people. */
export const seconds = (ms) => (ms / 1000).toFixed(1);

function stampOfLockfile() {
  const lockfile = readFileSync(inProject('package-lock.json'));
  const digest = createHash('sha256').update(lockfile).digest('hex');
  return `${digest} ${process.platform}-${process.arch}\n`;
}

/**
 * A person may have run npm themselves: then npm's own record of what it installed tells. It is
 * written last, so an interrupted installation has none.
 */
function holdsLockedVersions() {
  const record = readQuietly(inProject('node_modules/.package-lock.json'));
  if (record === undefined) return false;
  const installed = JSON.parse(record).packages;
  const locked = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8')).packages;
  const same = ([folder, entry]) => {
    if (folder === '' || entry.link) return true;
    const found = installed[folder];
    // Packages for other platforms are locked but never installed.
    if (found === undefined) return Boolean(entry.optional || entry.devOptional);
    return found.version === entry.version && existsSync(inProject(folder));
  };
  return Object.entries(locked).every(same);
}

function readQuietly(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
