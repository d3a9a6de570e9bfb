import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { emptyHouse, evolve, MarginEngine } from '#libs/domain/house/index.js';
import { gatedHouse, observe, passUntil } from '#libs/domain/testing/gated-market.js';
import { Findings } from './finding.js';
import { PriceFeedCheck } from './price-feed-check.js';

/** A feed of three sources with a spike, a disagreement, a jump, a silence and a return. */
function eventful(): readonly RecordedEvent[] {
  const play = gatedHouse({ sources: { A: '1', B: '2', C: '1', D: '1' }, quorum: 3 });
  for (const source of ['A', 'B', 'C', 'D']) observe(play, 0, '100.00', source);
  observe(play, 1, '130.00', 'A');
  passUntil(play, 20);
  observe(play, 21, '100.10', 'A');
  observe(play, 22, '103.00', 'B');
  for (let s = 23; s < 30; s++) observe(play, s, '108.00', s % 2 === 0 ? 'A' : 'B');
  passUntil(play, 300);
  observe(play, 301, '108.00', 'C');
  return play.events;
}

function findingsOn(events: readonly RecordedEvent[]): Findings {
  const findings = new Findings('main');
  const check = new PriceFeedCheck(findings);
  const house = emptyHouse('main');
  const engine = new MarginEngine(house);
  for (const event of events) {
    check.take(house, engine, event);
    evolve(house, event);
  }
  return findings;
}

describe('the verdicts of price feeds', () => {
  it('are given again as they are recorded', () => {
    const events = eventful();
    const verdicts = new Set(
      events.flatMap(({ type, payload }) => (type === 'PriceJudged' ? [payload.verdict] : [])),
    );
    expect([...verdicts].sort()).toEqual([
      'ACCEPTED',
      'JUMP_ACCEPTED',
      'QUARANTINED',
      'SOURCES_DISAGREE',
    ]);
    expect(findingsOn(events).all).toEqual([]);
  });

  it('that were altered are found, whatever was altered', () => {
    const events = eventful();
    const at = events.findIndex(
      ({ type, payload }) => type === 'PriceJudged' && payload.verdict === 'QUARANTINED',
    );
    for (const change of [{ width: '0.5' }, { dailyVolatility: '0.04' }, { verdict: 'ACCEPTED' }]) {
      const altered = events
        .slice(0, at + 1)
        .map((event, i) =>
          i === at
            ? ({ ...event, payload: { ...event.payload, ...change } } as RecordedEvent)
            : event,
        );
      expect(findingsOn(altered).all).toMatchObject([
        { position: at + 1, what: expect.stringContaining('verdict on SPX-FUT') as string },
      ]);
    }
  });
});
