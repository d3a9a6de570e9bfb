import type { EvaluationFailure } from '#libs/domain/margin-calls/evaluation-failure.js';
import type { ScenarioFailure } from '#libs/domain/margin-model/margin-failure.js';

/** A failure of the margin model or of an evaluation, as a clause that says what to mend. */
export function describeMarginFailure(failure: EvaluationFailure): string {
  switch (failure.code) {
    case 'UNKNOWN_INSTRUMENT':
      return `${failure.instrument} is not listed`;
    case 'NO_PRICE':
      return `${failure.instrument} has no price; send one to the topic of prices`;
    case 'NO_VOLATILITY':
      return `${failure.underlying} has no volatility that counts; send one to the topic of volatilities`;
    case 'NO_EXCHANGE_RATE':
      return `there is no rate for ${failure.currency}; send a price of its currency pair`;
    case 'LOSS_WITHOUT_EXCHANGE_RATE':
      return `a loss in ${failure.currency} cannot be weighed without a rate; send a price of its currency pair`;
    case 'CLASS_WITHOUT_METHOD':
      return `${failure.underlying} can be margined neither from history (${failure.reason ? describeScenarioFailure(failure.reason) : 'it has none'}) nor by scan`;
    case 'BEYOND_EXACT_INTEGERS':
      return `the positions in ${failure.liquidationGroup} are too large to be added up exactly`;
  }
}

function describeScenarioFailure(failure: ScenarioFailure): string {
  switch (failure.code) {
    case 'NO_HISTORY':
      return `${failure.factor} has no price history; import it`;
    case 'TOO_LITTLE_HISTORY':
      return `${failure.factor} has ${failure.returns} returns on the joint dates, ${failure.required} are needed`;
    case 'CLOSE_NOT_POSITIVE':
      return `the close of ${failure.factor} on ${failure.date} is not above zero`;
  }
}
