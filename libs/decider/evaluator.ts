import { decideCalls, endOfCycle } from '#libs/domain/house/evaluate.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import {
  evaluateAccount,
  type AccountEvaluation,
} from '#libs/domain/margin-calls/account-evaluation.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import {
  notComputableContent,
  requirementContent,
  requirementMessage,
} from '#libs/domain/risk/requirement-message.js';
import type { RequirementRow } from '#libs/ledger/index.js';
import type { RowSource } from '#libs/margin-workers/index.js';
import type { DecisionSession } from './decision-session.js';
import { EvaluationQueue } from './evaluation-queue.js';
import {
  EVALUATION_ORDER_MS,
  EVALUATION_SLICE_MS,
  EVALUATION_WAIT_MS_MAX,
  INPUTS_HELD_MS_MAX,
  ROWS_WAIT_MS_MAX,
} from './limits.js';
import { RowWants } from './row-wants.js';

type Content = Record<string, unknown>;

/** What an evaluation leaves besides its events. */
export interface EvaluationOutcome {
  /** Requirements that are not what was last written. */
  readonly requirements: readonly RequirementRow[];
  /** Accounts whose requirement cannot be computed, with the reason. */
  readonly failed: ReadonlyMap<string, string>;
}

export interface EvaluatorParts {
  /** The requirements as they were last written, so that a restart repeats nothing. */
  readonly written: readonly { readonly account: string; readonly payloadText: string }[];
  /** Milliseconds: it bounds slices and waits, and decides nothing else. */
  readonly clock: () => number;
  /** Where rows of options are computed beside the event loop; undefined: in place. */
  readonly rows?: RowSource | undefined;
}

/**
 * Evaluates requirements and decides calls, a slice of bounded time after the other, the most urgent
 * accounts first; remembers what was last said of each account. Accounts whose rows other threads
 * compute are passed over until these are there.
 */
export class Evaluator {
  private readonly lastContent = new Map<string, string>();
  private readonly queue = new EvaluationQueue(ROWS_WAIT_MS_MAX);
  private readonly wants: RowWants;
  private readonly clock: () => number;
  private heldUntilMs = -Infinity;
  private passedOverAll = false;

  constructor({ written, clock, rows }: EvaluatorParts) {
    this.clock = clock;
    this.wants = new RowWants(rows);
    for (const { account, payloadText } of written) {
      const { position, calculatedAt, ...content } = JSON.parse(payloadText) as Content;
      void [position, calculatedAt];
      this.lastContent.set(account, JSON.stringify(content));
      this.queue.note(account, content);
    }
  }

  /** Whether it is time for a slice. @param isQuiet whether no input waits */
  isDue(isQuiet: boolean): boolean {
    return isQuiet || !this.queue.isEmpty || this.queueAgeMs >= EVALUATION_WAIT_MS_MAX;
  }

  /** Whether inputs have to wait for accounts that would else wait for ever. */
  get holdsInputs(): boolean {
    return this.clock() < this.heldUntilMs;
  }

  /** How long nobody can be evaluated, unless rows or inputs come; 0 where somebody can. */
  get waitMs(): number {
    if (!this.passedOverAll) return 0;
    return Math.max(0, this.queue.patientUntilMs - this.clock());
  }

  /** Rows came: somebody may be ready. */
  takeRows(): void {
    this.passedOverAll = false;
  }

  /**
   * Evaluates who is next in a session of its own, for as long as a slice takes, at least one account
   * if any is ready.
   * @param isQuiet whether no input waits
   */
  evaluate(session: DecisionSession, isQuiet = true): EvaluationOutcome {
    const { house, engine } = session;
    const keptMs = isQuiet ? EVALUATION_ORDER_MS : EVALUATION_WAIT_MS_MAX;
    const { queue } = this;
    const isOld = queue.isEmpty || queue.isOutdated(house) || this.queueAgeMs >= keptMs;
    let evaluations = this.evaluateNext(house, engine, isOld);
    // Who came to attention since may be ready where all of the others wait for rows.
    if (evaluations.length === 0 && !isOld && queue.hasNews(house))
      evaluations = this.evaluateNext(house, engine, true);
    this.passedOverAll = evaluations.length === 0 && !this.queue.isEmpty;
    this.queue.remove(house, new Set(evaluations.map(({ account }) => account)));
    const calls = decideCalls(house, evaluations);
    const ends = this.queue.hasFinishedCycle ? endOfCycle(house, calls) : [];
    const outcome = this.outcomeOf(house, evaluations);
    session.emit([...calls, ...ends], 'policy/margin-calls');
    return outcome;
  }

  private get queueAgeMs(): number {
    return this.queue.ageMs(this.clock());
  }

  private evaluateNext(
    house: HouseState,
    engine: MarginEngine,
    inNewOrder: boolean,
  ): AccountEvaluation[] {
    if (inNewOrder) this.queue.renew(house, this.clock());
    this.wants.look(house, engine, this.queue.accounts);
    const evaluations: AccountEvaluation[] = [];
    const nowMs = this.clock();
    const { willCome } = this.wants;
    for (const account of this.queue.accounts) {
      if (this.wants.isMissingRows(account)) {
        const isLate = this.queue.hasWaitedTooLong(account, nowMs);
        if (willCome && !isLate) continue;
        // Were inputs decided meanwhile, a burst of prices would undo what is computed now.
        if (isLate && !this.holdsInputs) this.heldUntilMs = nowMs + INPUTS_HELD_MS_MAX;
      }
      evaluations.push(evaluateAccount(house, engine, account));
      if (this.clock() - nowMs >= EVALUATION_SLICE_MS) break;
    }
    return evaluations;
  }

  private outcomeOf(
    house: HouseState,
    evaluations: readonly AccountEvaluation[],
  ): EvaluationOutcome {
    const requirements: RequirementRow[] = [];
    const failed = new Map<string, string>();
    for (const evaluation of evaluations) {
      const { account, failure } = evaluation;
      if (failure) failed.set(account, failure.code);
      const content = this.contentOf(house, evaluation);
      this.queue.note(account, content);
      const contentText = JSON.stringify(content);
      if (this.lastContent.get(account) === contentText) continue;
      this.lastContent.set(account, contentText);
      const payloadText = JSON.stringify(requirementMessage(house, content));
      requirements.push({ account, position: house.position, payloadText });
    }
    return { requirements, failed };
  }

  /** What is to be said of an account; where it cannot be evaluated, what was last said, and why. */
  private contentOf(house: HouseState, evaluation: AccountEvaluation): Content {
    const { account, failure } = evaluation;
    if (!failure) return requirementContent(house, evaluation);
    const lastText = this.lastContent.get(account);
    if (lastText === undefined)
      return notComputableContent(requirementContent(house, evaluation), failure);
    return notComputableContent(JSON.parse(lastText) as Content, failure);
  }
}
