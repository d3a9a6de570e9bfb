import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { eventOfCopyLine } from '#libs/domain/testing/event-of-copy-line.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import type { RowSource } from '#libs/margin-workers/index.js';
import { DecisionSession } from '../decision-session.js';
import { Evaluator, type EvaluationOutcome, type EvaluatorParts } from '../evaluator.js';

const SLICES_MAX = 1_000;

/** A house in memory that is evaluated in slices, on a clock that the test moves. */
export class SlicedHouse {
  nowMs = 0;
  /** What a look at the clock takes: 0 and a slice takes everybody, 10 and it takes one account. */
  lookMs = 0;
  readonly evaluator: Evaluator;
  /** The requirement that was last written of each account. */
  readonly written = new Map<string, string>();

  constructor(
    readonly play: HousePlay,
    written: EvaluatorParts['written'] = [],
    rows?: RowSource,
  ) {
    for (const { account, payloadText } of written) this.written.set(account, payloadText);
    this.evaluator = new Evaluator({ written, rows, clock: () => (this.nowMs += this.lookMs) });
  }

  get isDone(): boolean {
    const { attention, settlement } = this.play.house;
    const isNobodyLeft = !attention.everyone && attention.accounts.size === 0;
    return isNobodyLeft && settlement.evaluationDueFor === undefined;
  }

  /** One slice; its events go to those of the play. @returns who was evaluated, and the outcome */
  slice(isQuiet = true): { readonly evaluated: string[]; readonly outcome: EvaluationOutcome } {
    const { house, engine, wallClockMs, events } = this.play;
    const session = new DecisionSession({ house, engine, hash: 'before', wallClockMs });
    session.passTime();
    const before = new Set(house.attention.accounts);
    const outcome = this.evaluator.evaluate(session, isQuiet);
    session.finish();
    for (const { account, payloadText } of outcome.requirements)
      this.written.set(account, payloadText);
    events.push(...session.events.map(({ copyLine }): RecordedEvent => eventOfCopyLine(copyLine)));
    const { accounts } = house.attention;
    return { evaluated: [...before].filter((account) => !accounts.has(account)), outcome };
  }

  /** Slices until nobody is left, with something between two of them if a test wants it. */
  finish(between: (slice: number) => void = () => undefined): void {
    for (let slice = 0; !this.isDone; slice++) {
      if (slice > SLICES_MAX) throw new Error('the evaluation does not come to an end');
      this.slice();
      if (!this.isDone) between(slice);
    }
  }

  /** The requirements as a restart reads them. */
  get rows(): EvaluatorParts['written'] {
    return [...this.written].map(([account, payloadText]) => ({ account, payloadText }));
  }
}
