const PARENT_POLL_MS = 500;

/**
 * Resolves with the reason when this process is asked to stop: by SIGTERM, by Ctrl-C, by its
 * terminal's end, or, where npm started it, by npm's end, which may have been killed and could not
 * pass a signal on. Asked again it changes nothing.
 */
export function stopRequest(): Promise<string> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => resolve(name));
    }
    if (process.env['npm_lifecycle_event'] === undefined) return;
    const parent = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      resolve('npm is gone');
    }, PARENT_POLL_MS);
    timer.unref();
  });
}
