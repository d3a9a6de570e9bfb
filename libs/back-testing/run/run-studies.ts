import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { BackTestError } from '../back-test-error.js';
import { THREADS_MAX } from '../limits.js';
import { marginedDays, type StudyResult } from './run-study.js';
import type { PlannedStudy } from './study-plan.js';

/** What a thread tells about its study. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'result'; readonly result: StudyResult }
  | { readonly kind: 'failed'; readonly reason: string };

export interface StudiesProgress {
  /** Margined days times portfolios, over all studies. */
  readonly done: number;
  readonly of: number;
  readonly studiesDone: number;
}

/**
 * Runs studies on as many threads as the machine has processors, the longest first.
 * @returns the results in the order of the studies
 * @throws BackTestError when the signal is aborted or a study fails; all threads have ended then
 */
export async function runStudies(
  studies: readonly PlannedStudy[],
  onProgress: (progress: StudiesProgress) => void,
  signal: AbortSignal,
): Promise<StudyResult[]> {
  const results = new Map<string, StudyResult>();
  const done = new Map<string, number>();
  const of = studies.reduce((sum, study) => sum + workOf(study), 0);
  const queue = [...studies].sort((a, b) => workOf(b) - workOf(a));
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const tell = (): void => {
    const days = [...done.values()].reduce((sum, each) => sum + each, 0);
    onProgress({ done: days, of, studiesDone: results.size });
  };
  const thread = async (): Promise<void> => {
    for (let study = queue.shift(); study && !stop.aborted; study = queue.shift()) {
      const { id } = study;
      const result = await runInThread(study, stop, (days) => {
        done.set(id, days * workPerDay(study));
        tell();
      });
      results.set(id, result);
    }
  };
  const threads = Math.min(THREADS_MAX, availableParallelism(), studies.length);
  const running = Array.from({ length: threads }, thread);
  try {
    await Promise.all(running);
  } catch (error) {
    failure.abort();
    await Promise.allSettled(running);
    throw error;
  }
  if (signal.aborted) throw new BackTestError(STOPPED);
  return studies.flatMap(({ id }) => results.get(id) ?? []);
}

const STOPPED = 'stopped; no report was written';
/** Rebuilding the scenarios of a day takes about as long as margining so many portfolios. */
const SCENARIO_WORK = 8;

/** Revaluing the options of a day takes about as long as margining so many portfolios each. */
const OPTION_WORK = 20;

function workOf(study: PlannedStudy): number {
  return marginedDays(study).length * workPerDay(study);
}

function workPerDay({ books, options }: PlannedStudy): number {
  return books.length + SCENARIO_WORK + OPTION_WORK * (options?.series.length ?? 0);
}

async function runInThread(
  study: PlannedStudy,
  signal: AbortSignal,
  onDays: (done: number) => void,
): Promise<StudyResult> {
  const worker = new Worker(new URL('./study.worker.js', import.meta.url), { workerData: study });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop);
  try {
    return await new Promise<StudyResult>((resolve, reject) => {
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'progress') onDays(message.done);
        else if (message.kind === 'result') resolve(message.result);
        else reject(new BackTestError(`${study.title}: ${message.reason}`));
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new BackTestError(STOPPED)));
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
