import { killMarked } from './processes.mjs';

/**
 * Waits for the end of its standard input, which is the end of the process that started it, and
 * then kills everybody who carries the marker given as argument.
 */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.stdin.on('end', () => killMarked(process.argv[2]));
process.stdin.resume();
