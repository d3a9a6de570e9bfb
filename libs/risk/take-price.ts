import type { DecisionSession } from '#libs/decider/decision-session.js';
import type { PriceObservation } from '#libs/domain/inputs/inputs.js';
import { decidePrice } from '#libs/domain/market/decide-price.js';
import { decideFeedAfterOfficial } from '#libs/domain/market/feed-due.js';
import { judgeObservation } from '#libs/domain/market/feed-judge.js';

/**
 * Takes a price whose time the clock can take: as it comes, through the gates of its feed, or as an
 * official one.
 * @returns why it is quarantined, if it is
 */
export function takePrice(
  session: DecisionSession,
  observation: PriceObservation,
  causation: string,
): string | undefined {
  const { house, engine } = session;
  const verdict = decidePrice(house, observation);
  if (!verdict.ok) return verdict.error;
  const { value } = verdict;
  // Asked for where it is decided: what came before it in its batch may have moved the clock.
  const nowMs = (): number => session.timeIfAccepted(Date.parse(observation.observedAt));
  switch (value.kind) {
    case 'old-news':
      return undefined;
    case 'observation':
      session.observe(value.price, causation);
      return undefined;
    case 'official':
      session.decide(
        () => [value.event, ...decideFeedAfterOfficial(house, value.official, nowMs())],
        causation,
      );
      return undefined;
    case 'gated': {
      const { terms, price } = value;
      let refusal: string | undefined;
      session.decide(() => {
        const scenarioVolatility = engine.scenarioVolatility(terms.underlying.id);
        const time = { nowMs: nowMs(), scenarioVolatility };
        const judged = judgeObservation(house, terms, price, time);
        refusal = judged.refusal;
        return judged.events;
      }, causation);
      return refusal;
    }
  }
}
