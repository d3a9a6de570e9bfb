import { rmSync } from 'node:fs';
import { withLock } from './lib/lock.mjs';
import { build, isBuilt } from './lib/build.mjs';
import { seconds } from './lib/install.mjs';
import { killEverything, runBounded, startGuard, stopRunning } from './lib/part-runner.mjs';
import { parts } from './lib/parts.mjs';
import { prepareInstallation } from './lib/prepare.mjs';
import { SetUpError, runMain } from './lib/project.mjs';

let stopping = false;
process.on('exit', killEverything);

await runMain(main);

async function main() {
  const chosen = choose(process.argv.slice(2));
  startGuard();
  const started = Date.now();
  const rows = [await setUp()];
  stopOnSignals();
  if (rows[0].installed) {
    for (const part of chosen) {
      if (stopping) return;
      rows.push(await runPart(part, rows[0].failed === 0));
    }
  }
  if (stopping) return;
  summarise(rows, Date.now() - started);
}

/** The set-up before this has handlers of its own, which end npm and the compiler first. */
function stopOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, async () => {
      const status = signal === 'SIGINT' ? 130 : 143;
      // Asked twice, there is no more waiting.
      if (stopping) process.exit(status);
      stopping = true;
      print(`\nStopped by ${signal}; ending what was started.`);
      await stopRunning();
      process.exit(status);
    });
  }
}

/** The parts named as arguments, or all. */
function choose(names) {
  const all = parts();
  const unknown = names.filter((name) => !all.some((part) => part.name === name));
  if (unknown.length > 0) {
    const known = all.map((part) => part.name).join(', ');
    throw new SetUpError(`There is no part ${unknown.join(', ')}; the parts are ${known}.`);
  }
  return names.length === 0 ? all : all.filter((part) => names.includes(part.name));
}

/** Packages and build; it counts as one check. */
async function setUp() {
  heading('Set-up');
  const started = Date.now();
  const row = { title: 'Set-up', passed: 0, failed: 0, notes: [], installed: false };
  try {
    await prepareInstallation();
    row.installed = true;
    if (!isBuilt()) await withLock(async () => isBuilt() || build());
    row.passed = 1;
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    row.failed = 1;
    row.notes.push(error.message);
    print(error.message);
  }
  return { ...row, ms: Date.now() - started };
}

async function runPart(part, isBuildGood) {
  heading(part.title);
  const started = Date.now();
  const row = { title: part.title, passed: 0, failed: 0, notes: [], ms: 0 };
  if (part.reason !== undefined) {
    print(`Not run: ${part.reason}.`);
    return { ...row, notes: [`not run: ${part.reason}`] };
  }
  if (part.needsBuild && !isBuildGood) {
    print('Not run, because the build failed.');
    return { ...row, failed: 1, notes: ['not run: the build failed'] };
  }
  const result = await runBounded(part);
  const counts = part.count(result);
  if (part.report !== undefined) rmSync(part.report, { force: true });
  // What goes wrong around a part fails it, even when all its own checks were good.
  const failed = Math.max(counts.failed, result.problems.length > 0 ? 1 : 0);
  const notes = [...counts.notes, ...result.problems];
  const ms = Date.now() - started;
  for (const note of notes) print(`${part.title}: ${note}.`);
  print(`${failed === 0 ? 'Good' : 'FAILED'} after ${seconds(ms)} s.`);
  return { ...row, passed: counts.passed, failed, notes, ms };
}

function summarise(rows, ms) {
  heading('Summary');
  const width = Math.max(...rows.map((row) => row.title.length));
  for (const row of rows) {
    const cells = [
      row.title.padEnd(width),
      `${row.passed} passed`.padStart(12),
      `${row.failed} failed`.padStart(10),
      `${seconds(row.ms)} s`.padStart(9),
    ];
    const notes = row.notes.length > 0 ? `  ${row.notes.join('; ')}` : '';
    print(`${row.failed > 0 ? 'x' : ' '} ${cells.join(' ')}${notes}`);
  }
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  print(`\nThe whole run took ${seconds(ms)} s.`);
  print(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}

function heading(text) {
  print(`\n== ${text} ${'='.repeat(Math.max(0, 70 - text.length))}`);
}

function print(text) {
  process.stdout.write(`${text}\n`);
}
