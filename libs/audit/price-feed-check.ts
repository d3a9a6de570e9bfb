import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { isEventClock } from '#libs/domain/house/clock.js';
import type { HouseState, MarginEngine } from '#libs/domain/house/index.js';
import { judgeObservation } from '#libs/domain/market/feed-judge.js';
import { feedTermsOf } from '#libs/domain/market/feed-terms.js';
import type { Findings } from './finding.js';

/** Judges every gated observation again, on the house as it stood. */
export class PriceFeedCheck {
  constructor(private readonly findings: Findings) {}

  /** Takes the next event before it is folded. */
  take(house: HouseState, engine: MarginEngine, event: RecordedEvent): void {
    if (event.type !== 'PriceJudged') return;
    const { symbol, source, price, observedAt } = event.payload;
    const what = `verdict on ${symbol} ${price} from ${source}`;
    const found = JSON.stringify(event.payload);
    const terms = feedTermsOf(house, symbol);
    if (!terms) {
      this.findings.add(event.position, what, 'none, since the symbol has no gates', found);
      return;
    }
    const observedAtMs = Date.parse(observedAt);
    const ledgerTimeMs = event.ledgerTimeMs ?? observedAtMs;
    // A held observation moves no clock, but was weighed at the time that it would have brought.
    const nowMs = isEventClock(house) ? Math.max(ledgerTimeMs, observedAtMs) : ledgerTimeMs;
    const scenarioVolatility = engine.scenarioVolatility(terms.underlying.id);
    const observed = { symbol, price, source, observedAt };
    const judged = judgeObservation(house, terms, observed, { nowMs, scenarioVolatility });
    const [again] = judged.events;
    const expected = again ? JSON.stringify(again.payload) : (judged.refusal ?? 'none');
    if (!isSame(again?.payload, event.payload))
      this.findings.add(event.position, what, expected, found);
  }
}

/** The order of the fields of a payload says nothing. */
function isSame(one: object | undefined, other: object): boolean {
  if (one === undefined) return false;
  const text = (payload: object): string => JSON.stringify(Object.entries(payload).sort(byName));
  return text(one) === text(other);
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
