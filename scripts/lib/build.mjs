import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROGRAMS, bundlePrograms } from './bundle.mjs';
import { runCommand } from './command.mjs';
import { seconds } from './install.mjs';
import { SetUpError, inProject, root, say, tool } from './project.mjs';

const STAMP = inProject('dist/.build-stamp');
const SOURCES = ['apps', 'libs', 'migrations', 'test/bench'];
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

/**
 * Whether `dist` was built from the sources as they are. The contents are compared, not times, so
 * that a fresh clone, a copy or a change of branch and back is judged rightly.
 */
export function isBuilt() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint(sourceFiles());
}

/** Compiles the sources into `dist`. Call under the lock. @throws SetUpError */
export async function build() {
  say('Building (tsc).');
  const started = Date.now();
  const files = sourceFiles();
  const stamp = fingerprint(files);
  // Without its stamp an interrupted build is begun anew.
  rmSync(STAMP, { force: true });
  forgetRecordWithoutOutput();
  const status = await runCommand(process.execPath, [
    tool.tsc,
    '-p',
    inProject('tsconfig.build.json'),
  ]);
  if (status !== 0) throw new SetUpError('The build failed; the errors of the compiler are above.');
  completeOutput(files);
  await bundlePrograms();
  writeFileSync(STAMP, stamp);
  say(`Built in ${seconds(Date.now() - started)} s.`);
}

/** Does what is left when a compiler that watches has written `dist` by itself. @throws SetUpError */
export async function completeBuild() {
  const files = sourceFiles();
  const stamp = fingerprint(files);
  rmSync(STAMP, { force: true });
  completeOutput(files);
  await bundlePrograms();
  writeFileSync(STAMP, stamp);
}

/** Sources of the build, relative to the root, sorted: code without tests, and what lies beside it. */
function sourceFiles() {
  return SOURCES.filter((folder) => existsSync(inProject(folder)))
    .flatMap((folder) =>
      readdirSync(inProject(folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
    )
    .filter(
      (file) => !/\.(spec\.ts|md)$/.test(file) && !/\/(domain|contracts)\/testing\//.test(file),
    )
    .sort();
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of [...SETTINGS, ...files]) {
    const content = readFileSync(inProject(file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** Copies what the compiler leaves behind (a pom.xml, say) and drops the output of sources that are gone. */
function completeOutput(files) {
  const expected = new Set();
  for (const file of files) {
    const output = path.join('dist', file);
    if (file.endsWith('.ts')) {
      const stem = output.slice(0, -'.ts'.length);
      expected.add(`${stem}.js`).add(`${stem}.js.map`);
    } else {
      expected.add(output);
      mkdirSync(path.dirname(inProject(output)), { recursive: true });
      cpSync(inProject(file), inProject(output));
    }
  }
  // Programs are made anew each time.
  for (const entry of readdirSync(inProject('dist'), { recursive: true, withFileTypes: true })) {
    const file = path.relative(root, path.join(entry.parentPath, entry.name));
    const ours = !entry.name.startsWith('.') && path.dirname(file) !== PROGRAMS;
    if (entry.isFile() && ours && !expected.has(file)) rmSync(inProject(file), { force: true });
  }
}

/** The compiler trusts its own record of what it wrote; when a person removed some of that, it must not. */
function forgetRecordWithoutOutput() {
  const complete = sourceFiles().every(
    (file) => !file.endsWith('.ts') || existsSync(inProject('dist', `${file.slice(0, -3)}.js`)),
  );
  if (!complete) rmSync(inProject('dist/.tsbuildinfo'), { force: true });
}
