/**
 * Named places in the write path where a test ends the process as a power cut would, to show that
 * nothing is lost and nothing is done twice. `CCP_CRASH_AT=<name>:<n>` ends it at the n-th passing;
 * `<name>:<n>:stop` only stops it there (SIGSTOP), to be woken when somebody else has taken over.
 */
const [crashName, crashCount, how] = (process.env['CCP_CRASH_AT'] ?? '').split(':');
let passings = 0;

/** Ends or stops the process here if a test asked for it; otherwise nothing. */
export function crashPoint(name: string): void {
  if (name !== crashName) return;
  passings += 1;
  if (passings !== Number(crashCount ?? 1)) return;
  process.kill(process.pid, how === 'stop' ? 'SIGSTOP' : 'SIGKILL');
}
