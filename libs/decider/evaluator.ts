import { accountsToEvaluate, decideEvaluation } from '#libs/domain/house/evaluate.js';
import type { RequirementRow } from '#libs/ledger/index.js';
import { requirementContent, requirementMessage } from '#libs/domain/risk/requirement-message.js';
import type { DecisionSession } from './decision-session.js';

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
      const { position, calculatedAt, ...content } = JSON.parse(payloadText) as Record<
        string,
        unknown
      >;
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
      const { account, requirement } = evaluation;
      if (requirement.kind === 'failed') {
        failed.set(account, requirement.failure.code);
        continue;
      }
      const content = requirementContent(house, evaluation);
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
}
