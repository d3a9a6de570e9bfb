import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerMessage } from './run-studies.js';
import { runStudy } from './run-study.js';
import type { PlannedStudy } from './study-plan.js';

/** A thread that runs the one study it is given; the thread is ended from outside to stop it. */
const study = workerData as PlannedStudy;
const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

try {
  const onProgress = (done: number): void => say({ kind: 'progress', done });
  const result = await runStudy(study, onProgress, new AbortController().signal);
  say({ kind: 'result', result });
} catch (error) {
  say({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
}
