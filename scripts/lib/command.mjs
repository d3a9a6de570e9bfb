import { spawn } from 'node:child_process';
import { root } from './project.mjs';

const STOP_MS_MAX = 15_000;

/**
 * Runs a command of the set-up to its end, its output on standard error. On Ctrl-C and SIGTERM the
 * command is ended first, and this process after it, so that nobody else begins meanwhile.
 *
 * @returns the exit status; 127 when the command could not be started
 */
export function runCommand(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
    let asked;
    const stop = (signal) => {
      asked ??= signal;
      child.kill(signal);
      setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX).unref();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
    const done = (status) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      if (asked !== undefined) process.exit(asked === 'SIGINT' ? 130 : 143);
      resolve(status);
    };
    child.on('error', () => done(127));
    child.on('exit', (code) => done(code ?? 1));
  });
}

/** Runs npm: the one that runs us, if there is one, so that both are the same version. */
export function runNpm(args) {
  const npm = process.env.npm_execpath ?? '';
  return /npm-cli\.c?js$/.test(npm)
    ? runCommand(process.execPath, [npm, ...args])
    : runCommand('npm', args);
}
