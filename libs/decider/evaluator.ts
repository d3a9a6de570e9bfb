import { accountsToEvaluate, decideEvaluation } from '#libs/domain/house/evaluate.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { AccountEvaluation } from '#libs/domain/margin-calls/account-evaluation.js';
import {
  notComputableContent,
  requirementContent,
  requirementMessage,
} from '#libs/domain/risk/requirement-message.js';
import type { RequirementRow } from '#libs/ledger/index.js';
import type { DecisionSession } from './decision-session.js';

type Content = Record<string, unknown>;

/** What an evaluation leaves besides its events. */
export interface EvaluationOutcome {
  /** Requirements that are not what was last written. */
  readonly requirements: readonly RequirementRow[];
  /** Accounts whose requirement cannot be computed, with the reason. */
  readonly failed: ReadonlyMap<string, string>;
}

/** Evaluates requirements and decides calls; remembers what was last said of each account. */
export class Evaluator {
  private readonly lastContent = new Map<string, string>();

  /** @param written the requirements as they were last written, so that a restart repeats nothing */
  constructor(written: readonly { readonly account: string; readonly payloadText: string }[]) {
    for (const { account, payloadText } of written) {
      const { position, calculatedAt, ...content } = JSON.parse(payloadText) as Content;
      void [position, calculatedAt];
      this.lastContent.set(account, JSON.stringify(content));
    }
  }

  /** Evaluates what needs it, in a session of its own. */
  evaluate(session: DecisionSession): EvaluationOutcome {
    const { house, engine } = session;
    const accounts = accountsToEvaluate(house);
    const { evaluations, events } = decideEvaluation(house, engine, accounts);
    const requirements: RequirementRow[] = [];
    const failed = new Map<string, string>();
    for (const evaluation of evaluations) {
      const { account, failure } = evaluation;
      if (failure) failed.set(account, failure.code);
      const content = this.contentOf(house, evaluation);
      const contentText = JSON.stringify(content);
      if (this.lastContent.get(account) === contentText) continue;
      this.lastContent.set(account, contentText);
      const payloadText = JSON.stringify(requirementMessage(house, content));
      requirements.push({ account, position: house.position, payloadText });
    }
    house.attention.accounts.clear();
    house.attention.everyone = false;
    session.emit(events, 'policy/margin-calls');
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
