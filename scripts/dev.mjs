import { spawn } from 'node:child_process';
import { completeBuild } from './lib/build.mjs';
import { prepareInstallation } from './lib/prepare.mjs';
import { inProject, root, runMain, say, tool } from './lib/project.mjs';

const STOP_MS_MAX = 15_000;

await runMain(prepareInstallation);

const args = ['-p', inProject('tsconfig.build.json'), '--watch', '--preserveWatchOutput'];
const compiler = spawn(process.execPath, [tool.tsc, ...args], {
  cwd: root,
  stdio: ['ignore', 'pipe', 2],
});
let house;
let restarting = Promise.resolve();
let stopping = false;

let text = '';
compiler.stdout.on('data', (chunk) => {
  process.stderr.write(chunk);
  text = (text + chunk).slice(-2_000);
  const found = /Found (\d+) errors?\. Watching/.exec(text);
  if (found === null) return;
  text = '';
  // With errors the last good build goes on running.
  if (found[1] === '0') restarting = restarting.then(restart).catch((error) => say(error.message));
});
compiler.on('exit', () => void stop(1));

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop(0));

async function restart() {
  if (stopping) return;
  await completeBuild();
  await stopHouse();
  say('Starting the clearing house.');
  house = spawn(process.execPath, [inProject('dist/apps/clearing-house/main.js')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  house.on('exit', (code) => say(`The clearing house ended with status ${code}.`));
}

/** Asks the running house to stop, and insists when it does not. */
function stopHouse() {
  const running = house;
  if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
  return new Promise((resolve) => {
    const insist = setTimeout(() => running.kill('SIGKILL'), STOP_MS_MAX);
    running.once('exit', () => {
      clearTimeout(insist);
      resolve();
    });
    running.kill('SIGTERM');
  });
}

async function stop(status) {
  if (stopping) return;
  stopping = true;
  compiler.kill('SIGTERM');
  await restarting;
  await stopHouse();
  process.exit(status);
}
