import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { countAsOne, countClosingLine, countVitest } from './counts.mjs';
import { inProject, root, tool } from './project.mjs';

/** Conformance scenarios that belong to finished work: a name is its file's beginning. */
export const FINISHED_SCENARIOS = [
  'a1',
  'a2',
  'a3',
  'a4',
  'a5',
  'b1',
  'b2',
  'c1',
  'd1',
  'e1',
  'e2',
];

const MINUTE_MS = 60_000;
const node = process.execPath;
const conformance = path.resolve(root, '../shared/conformance');
/** Scenarios of our own, for the same runner. */
const ownScenarios = inProject('test/conformance');

/**
 * The parts of `npm test` in their order: the quick ones first.
 *
 * `reason` tells why a part cannot run here; `needsBuild` that it runs what was built.
 */
export function parts() {
  return [
    check('types', 'Types', tool.tsc, ['--noEmit', '-p', root]),
    check('lint', 'Lint', tool.oxlint, ['--type-aware', '--deny-warnings']),
    check('format', 'Format', tool.prettier, ['--check', '--log-level=warn', '.']),
    check('layers', 'Layers', tool.depcruise, ['apps', 'libs', 'migrations', 'test']),
    vitest('unit', 'Unit tests', 12 * MINUTE_MS),
    vitest('servers', 'Tests on real servers', 20 * MINUTE_MS),
    conformancePart(),
    composePart(),
  ];
}

function check(name, title, program, args) {
  return { name, title, command: node, args: [program, ...args], ...bounds(4), count: countAsOne };
}

function vitest(name, title, timeoutMs) {
  const report = path.join(os.tmpdir(), `clearing-house-${process.pid}-${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name,
    title,
    command: node,
    args: [tool.vitest, 'run', '--project', name, ...reporters],
    timeoutMs,
    needsBuild: name === 'servers',
    report,
    count: (result) => countVitest(result, report),
  };
}

function conformancePart() {
  const folder = path.join(conformance, 'scenarios');
  const common = {
    name: 'conformance',
    title: 'Conformance',
    needsBuild: true,
    ...bounds(25),
    count: countClosingLine,
  };
  if (!existsSync(path.join(conformance, 'run.mjs'))) {
    return { ...common, reason: 'the conformance scenarios are not beside this folder' };
  }
  const finished = scenariosOf(folder).filter((file) =>
    FINISHED_SCENARIOS.some((name) => path.basename(file).startsWith(`${name}-`)),
  );
  const scenarios = [...finished, ...scenariosOf(ownScenarios)].sort(longestFirst);
  const runner = path.join(conformance, 'run.mjs');
  return {
    ...common,
    command: node,
    args: [inProject('scripts/conformance.mjs'), runner, ...scenarios],
  };
}

/** What takes longest is not to be what everything waits for at the end. */
const LONG = ['a5', 'd1'];
const isLong = (file) => LONG.some((name) => path.basename(file).startsWith(`${name}-`));
const longestFirst = (a, b) => Number(isLong(b)) - Number(isLong(a));

/** The scenarios of a folder; what begins with `_` is only there to be extended. */
function scenariosOf(folder) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && !file.startsWith('_'))
    .sort()
    .map((file) => path.join(folder, file));
}

/** The unit tests read the file with a parser; where Docker is installed, it has its say too. */
function composePart() {
  const common = { name: 'compose', title: 'Compose file', ...bounds(1), count: countAsOne };
  const args = ['compose', '-f', inProject('docker-compose.yml'), 'config', '--quiet'];
  const known = spawnSync('docker', ['compose', 'version'], { stdio: 'ignore', timeout: 20_000 });
  if (known.status !== 0) return { ...common, reason: 'docker compose is not installed' };
  return { ...common, command: 'docker', args };
}

function bounds(minutes) {
  return { timeoutMs: minutes * MINUTE_MS };
}
