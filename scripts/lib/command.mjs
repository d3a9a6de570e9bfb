import { spawn } from 'node:child_process';
import { root } from './project.mjs';

/**
 * Runs a command of the set-up to its end, its output on standard error. It ends with this process
 * on Ctrl-C and SIGTERM.
 *
 * @returns the exit status; 127 when the command could not be started
 */
export function runCommand(command, args, { env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 2, 2] });
    const stop = (signal) => {
      child.kill(signal);
      process.exit(signal === 'SIGINT' ? 130 : 143);
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    const done = (status) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
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
