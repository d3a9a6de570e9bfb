// Parent of one embedded server: `node guard.mjs OPTIONS COMMAND ARGUMENT...`, OPTIONS being JSON
// { stopSignal, hardSignal, hardAfterMs, pidFile, uid?, gid? }. Its standard input is a pipe that
// only the starter holds: when that closes, the starter has died, by whatever cause, and the server
// is stopped. Plain JavaScript, because the same file serves the tests, which run without a build.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';

const KILL_AFTER_HARD_MS = 1_000;

const [options = '{}', command = '', ...commandArguments] = process.argv.slice(2);
const { stopSignal, hardSignal, hardAfterMs, pidFile, uid, gid } = JSON.parse(options);

const server = spawn(command, commandArguments, {
  stdio: ['ignore', 'inherit', 'inherit'],
  ...(uid === undefined ? {} : { uid, gid }),
});

let stopping = false;
function stop() {
  if (stopping) return;
  stopping = true;
  server.kill(stopSignal);
  setTimeout(() => server.kill(hardSignal), hardAfterMs);
  setTimeout(() => server.kill('SIGKILL'), hardAfterMs + KILL_AFTER_HARD_MS);
}

server.on('spawn', () => {
  try {
    fs.writeFileSync(pidFile, `${server.pid}\n`);
  } catch {
    stop(); // the data folder is gone, so there is nothing to serve
  }
});
server.on('error', (error) => {
  process.stderr.write(`${command} cannot be started: ${error.message}\n`);
  process.exit(127);
});
server.on('exit', (code, signal) => {
  fs.rmSync(pidFile, { force: true });
  process.exit(code ?? 128 + (os.constants.signals[signal] ?? 0));
});

process.stdin.on('error', stop);
process.stdin.on('close', stop);
process.stdin.resume();
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);
process.on('SIGINT', () => {}); // Ctrl-C is the starter's to answer
