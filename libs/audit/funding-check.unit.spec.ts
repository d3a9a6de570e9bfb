import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import {
  at,
  exampleTrades,
  fundedDocument,
  fundedHouse,
  indexInput,
  markInput,
} from '#libs/domain/testing/funded-house.js';
import { history, played } from '#libs/domain/testing/funded-market.js';
import { emptyHouse, evolve } from '#libs/domain/house/index.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import { Findings, type Finding } from './finding.js';
import { FundingCheck } from './funding-check.js';
import { FundingTally } from './funding-tally.js';
import { SettlementCheck } from './settlement-check.js';

function findingsOn(events: readonly RecordedEvent[]): readonly Finding[] {
  const findings = new Findings('main');
  const tally = new FundingTally();
  const [funding, settlements] = [
    new FundingCheck(findings, tally),
    new SettlementCheck(findings, tally),
  ];
  const house = emptyHouse('main');
  for (const event of events) {
    settlements.take(house, event);
    funding.take(house, event);
    evolve(house, event);
    funding.takeFolded(house, event);
  }
  settlements.finish();
  return findings.all;
}

/** Three intervals of worked example f, with a cycle after the second. */
function exampleDay(): HousePlay {
  const play = fundedHouse({}, { cap: '0.0003' });
  play.batch([indexInput('61234.57', '08:00:00'), markInput('61300', '08:00:00')]);
  play.batch(exampleTrades('09:00:00'));
  play.batch([markInput('61290', '25:00:00')]);
  play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-21' }, at('26:00:00'));
  play.batch([markInput('61300', '33:00:00')]);
  return play;
}

/** The events with what `change` makes of their text. */
const altered = (
  play: HousePlay,
  type: RecordedEvent['type'],
  change: (text: string) => string,
): RecordedEvent[] =>
  play.events.map((event) =>
    event.type === type ? (JSON.parse(change(JSON.stringify(event))) as RecordedEvent) : event,
  );

describe('the audit of funding', () => {
  it('comes to the same figures in any history, and to the same lines in its cycles', () => {
    fc.assert(
      fc.property(history, (inputs) => {
        expect(findingsOn(played(inputs).events)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('follows terms that change and a perpetual that pays no funding for a while', () => {
    const play = exampleDay();
    const apply = (funding: object, index: string, time: string): void => {
      const document = referenceDocument(fundedDocument({}, funding));
      const text = JSON.stringify(document).replace('"index":"BTCUSD",', index);
      play.command(
        { type: 'APPLY_REFERENCE_DATA', document: JSON.parse(text) as object },
        at(time),
      );
    };
    apply({ intervalHours: 1, interestRate: '0.0000000000015' }, '"index":"BTCUSD",', '34:30:00');
    play.batch([markInput('61270', '37:10:00'), indexInput('61200.123456789', '37:10:01')]);
    apply({ intervalHours: 24 }, '"index":"BTCUSD",', '37:30:00');
    play.batch([markInput('61280', '49:00:00')]);
    expect(play.of('FundingAccrued').length).toBeGreaterThan(5);
    expect(findingsOn(play.events)).toEqual([]);
  });

  it.each([
    ['"amount":"-0.13"', '"amount":"-0.12"'],
    ['"rate":"0.000300000000"', '"rate":"0.000300000001"'],
    ['"premium":"0.00106', '"premium":"0.00107'],
    ['"index":"61234.57"', '"index":"61234.58"'],
  ])('finds %s that became %s', (before, after) => {
    const events = altered(exampleDay(), 'FundingAccrued', (text) => {
      const both = text.replace(before, after);
      // What an account lost another gained: a sum that is not zero would not fold at all.
      return before.includes('amount') ? both.replace('"0.06"', '"0.05"') : both;
    });
    const [first] = findingsOn(events);
    expect(first?.what).toBe(`funding of BTC-PERP until ${at('16:00:00')}`);
  });

  it('finds an interval of another length, and one that is missing', () => {
    const shifted = altered(exampleDay(), 'FundingAccrued', (text) =>
      text.replace(`"intervalEnd":"${at('24:00:00')}"`, `"intervalEnd":"${at('23:00:00')}"`),
    );
    expect(findingsOn(shifted).map(({ what }) => what)).toContain(
      `funding of BTC-PERP until ${at('23:00:00')}`,
    );
    const events = exampleDay().events;
    const missing = events.findLastIndex(({ type }) => type === 'FundingAccrued');
    const rest = events
      .filter((_, i) => i !== missing)
      .map((event, i): RecordedEvent => ({ ...event, position: i + 1 }));
    expect(findingsOn(rest)).toContainEqual(
      expect.objectContaining({
        what: `funding of BTC-PERP until ${at('32:00:00')}`,
        found: 'nothing',
      }),
    );
  });

  it('finds a line of funding that is not what accrued, and a cycle that settles none', () => {
    const line = altered(exampleDay(), 'AccountSettled', (text) =>
      text.replace(
        '"kind":"FUNDING","instrument":"BTC-PERP","amount":"-0.26"',
        '"kind":"FUNDING","instrument":"BTC-PERP","amount":"-0.16"',
      ),
    );
    expect(findingsOn(line).map(({ what }) => what)).toEqual([
      expect.stringMatching(/^lines of .* in 2026-11-21-INTRADAY-1$/),
    ]);
    const none = altered(exampleDay(), 'SettlementCycleCompleted', (text) =>
      text.replace('"funding":["BTC-PERP"],', ''),
    );
    expect(findingsOn(none).map(({ what }) => what)).toContain(
      'funding settled in 2026-11-21-INTRADAY-1',
    );
  });
});
