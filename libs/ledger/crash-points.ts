import { existsSync } from 'node:fs';

/**
 * Named places in the write path where a test ends the process as a power cut would, to show that
 * nothing is lost and nothing is done twice. `CCP_CRASH_AT=<name>:<n>` ends it at the n-th passing;
 * `<name>:<n>:stop` only stops it there (SIGSTOP), to be woken when somebody else has taken over. With
 * `CCP_CRASH_WHEN`, passings count while there is a file of that name.
 */
const [crashName, crashCount, how] = (process.env['CCP_CRASH_AT'] ?? '').split(':');
const when = process.env['CCP_CRASH_WHEN'];
let passings = 0;

/** Ends or stops the process here if a test asked for it; otherwise nothing. */
export function crashPoint(name: string): void {
  if (name !== crashName || (when !== undefined && !existsSync(when))) return;
  passings += 1;
  if (passings !== Number(crashCount ?? 1)) return;
  process.kill(process.pid, how === 'stop' ? 'SIGSTOP' : 'SIGKILL');
}
