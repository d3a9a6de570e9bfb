import { spawn } from 'node:child_process';

/**
 * Runs conformance scenarios two at a time, each by a runner of its own: a scenario waits for most of its
 * time. What each prints comes out whole when it has ended; the last line adds them up.
 *
 *     node scripts/conformance.mjs RUNNER SCENARIO...
 */
const [runner, ...scenarios] = process.argv.slice(2);
const AT_ONCE = 2;

const running = new Set();
const sums = { passed: 0, failed: 0 };
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    scenarios.length = 0;
    for (const child of running) child.kill(signal);
  });

await Promise.all(Array.from({ length: AT_ONCE }, takeScenarios));
process.stdout.write(`${sums.passed} passed, ${sums.failed} failed\n`);
process.exit(sums.failed > 0 ? 1 : 0);

/** One after the other until none is left. */
async function takeScenarios() {
  for (let scenario = scenarios.shift(); scenario; scenario = scenarios.shift())
    await run(scenario);
}

async function run(scenario) {
  const child = spawn(process.execPath, [runner, scenario], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const status = await new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
  running.delete(child);
  const [line, passed, failed] = /^(\d+) passed, (\d+) failed\n?$/m.exec(output) ?? [];
  process.stdout.write(line === undefined ? output : output.replace(line, ''));
  if (line === undefined) {
    process.stdout.write(`FAIL ${scenario}: the runner ended with status ${status}\n`);
    sums.failed += 1;
    return;
  }
  sums.passed += Number(passed);
  sums.failed += Number(failed);
}
