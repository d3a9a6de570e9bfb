export { emptyHouse, referenceOf, type HouseState } from './house-state.js';
export { evolve } from './evolve.js';
export {
  accountsInUse,
  accountsThatNeed,
  accountsToEvaluate,
  decideCalls,
  decideEvaluation,
  endOfCycle,
  type EvaluationDecision,
} from './evaluate.js';
export { decideDue, decideWaiting, nextDeadlineMs } from './due.js';
export {
  evaluateAccount,
  type AccountEvaluation,
} from '#libs/domain/margin-calls/account-evaluation.js';
export { MarginEngine } from '#libs/domain/risk/margin-engine.js';
export {
  notComputableContent,
  requirementContent,
  requirementMessage,
} from '#libs/domain/risk/requirement-message.js';
