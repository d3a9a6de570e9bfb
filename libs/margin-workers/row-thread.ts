import { Worker } from 'node:worker_threads';
import { invariant } from '#libs/domain/kernel/assert.js';
import type { ScenarioSet } from '#libs/domain/margin-model/scenario-set.js';
import type { UnitRow } from '#libs/domain/margin-model/unit-row.js';
import type { FromThread, ToThread } from './row-messages.js';
import { sharedScenarios } from './shared-scenarios.js';

/** What a thread tells its pool. */
export interface RowThreadWatch {
  /** Rows came back; those that could not be computed are in `refused`. */
  onAnswer(refused: readonly UnitRow[]): void;
  /** It ended by itself, with the rows that it had not answered. */
  onLost(thread: RowThread, rows: readonly UnitRow[], error: unknown): void;
}

/** One thread that computes the P&L of options; it never keeps the process alive. */
export class RowThread {
  private readonly worker: Worker;
  private readonly chunks = new Map<number, readonly UnitRow[]>();
  /** What was last sent, by liquidation group. */
  private readonly scenarios = new Map<string, ScenarioSet>();
  private next = 0;
  private ended = false;

  constructor(
    program: URL,
    private readonly watch: RowThreadWatch,
  ) {
    this.worker = new Worker(program, { name: 'margin-rows', execArgv: [] });
    this.worker.on('message', (answer: FromThread) => this.take(answer));
    this.worker.once('error', (error) => this.end(error));
    this.worker.once('exit', (code) => this.end(new Error(`the thread ended with ${code}`)));
    // Listening for messages would keep the process alive again.
    this.worker.unref();
  }

  /** Chunks of rows that it has not answered. */
  get load(): number {
    return this.chunks.size;
  }

  get unanswered(): readonly UnitRow[] {
    return [...this.chunks.values()].flat();
  }

  /** Asks for rows that are to be computed over the same scenarios. */
  ask(rows: readonly UnitRow[]): void {
    const tasks = rows.flatMap(({ task }) => (task ? [task] : []));
    const set = tasks[0]?.set;
    invariant(set && tasks.every((task) => task.set === set), 'a chunk has one set of scenarios');
    const { liquidationGroup } = set;
    if (this.scenarios.get(liquidationGroup) !== set) {
      this.scenarios.set(liquidationGroup, set);
      this.send({ kind: 'scenarios', set: sharedScenarios(set) });
    }
    const chunk = this.next++;
    this.chunks.set(chunk, rows);
    this.send({ kind: 'rows', chunk, liquidationGroup, inputs: tasks.map((task) => task.inputs) });
  }

  /** Ends it at once; what it had is not answered. */
  async terminate(): Promise<void> {
    this.ended = true;
    await this.worker.terminate();
  }

  private send(message: ToThread): void {
    this.worker.postMessage(message);
  }

  private take({ chunk, rows: vectors }: FromThread): void {
    if (this.ended) return;
    const rows = this.chunks.get(chunk) ?? [];
    this.chunks.delete(chunk);
    const refused: UnitRow[] = [];
    rows.forEach((row, i) => {
      const vector = vectors[i];
      if (vector) row.take(vector);
      else refused.push(row);
    });
    this.watch.onAnswer(refused);
  }

  private end(error: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.watch.onLost(this, this.unanswered, error);
  }
}
