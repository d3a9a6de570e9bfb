import { expect, it } from 'vitest';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { emptyHouse, evolve } from '#libs/domain/house/index.js';
import { endDay, payIn, settleNow, tradeOf } from '#libs/domain/testing/charged-house.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price } from '#libs/domain/testing/inputs.js';
import { Findings, type Finding } from './finding.js';
import { FundingTally } from './funding-tally.js';
import { SettlementCheck } from './settlement-check.js';

function findingsOn(events: readonly RecordedEvent[]): readonly Finding[] {
  const findings = new Findings('main');
  const check = new SettlementCheck(findings, new FundingTally());
  const house = emptyHouse('main');
  for (const event of events) {
    check.take(house, event);
    evolve(house, event);
  }
  check.finish();
  return findings.all;
}

/** Three ends of a day and a cycle between, with fees, interest and variation margin. */
function threeDays(): HousePlay {
  const play = HousePlay.open({
    fees: [{ accountType: 'house', perLot: '0.50' }],
    cashInterest: { USD: '0.03', EUR: '-0.01' },
    priceAlignment: { enabled: true, rates: { USD: '0.0525' } },
  });
  play.price(price({ observedAt: '2026-11-19T12:00:00.000Z' }));
  payIn(play, 'ALPHA/HOUSE', '1000000.00');
  payIn(play, 'BETA/HOUSE', '700000.00', 'EUR');
  tradeOf(play, 'ALPHA/HOUSE', 'BETA/HOUSE', '3');
  endDay(play, '2026-11-19', '5001.00');
  tradeOf(play, 'ALPHA/HOUSE', 'GAMMA/HOUSE', '5', '5001.25');
  settleNow(play, '2026-11-20', '4999.00');
  endDay(play, '2026-11-20', '4998.00');
  endDay(play, '2026-11-23', '5010.00');
  return play;
}

it('the audit comes to the same fees and interest', () => {
  expect(findingsOn(threeDays().events)).toEqual([]);
});

it.each([
  ['AccountSettled', '"kind":"FEE","amount":"-2.50"', '"kind":"FEE","amount":"-2.00"'],
  ['AccountSettled', '"kind":"INTEREST","amount":"83', '"kind":"INTEREST","amount":"84'],
  [
    'AccountSettled',
    '"kind":"PRICE_ALIGNMENT","amount":"-',
    '"kind":"PRICE_ALIGNMENT","amount":"-1',
  ],
  ['SettlementCycleCompleted', '"journal":[', '"scheduled":['],
] as const)('the audit finds in %s what became of %s', (type, before, after) => {
  const play = threeDays();
  const changed = play.events.findIndex(
    (event) => event.type === type && JSON.stringify(event).includes(before),
  );
  expect(changed).toBeGreaterThan(0);
  const events = play.events.map((event, i) =>
    i === changed
      ? (JSON.parse(JSON.stringify(event).replace(before, after)) as RecordedEvent)
      : event,
  );
  expect(findingsOn(events).map(({ position }) => position)).toContain(changed + 1);
});

it('the audit recounts a corrected price, and finds an amount of it that was changed', () => {
  const play = threeDays();
  const date = '2026-11-23';
  tradeOf(play, 'BETA/HOUSE', 'GAMMA/HOUSE', '2', '5010.00');
  play.command({
    type: 'CORRECT_SETTLEMENT_PRICE',
    instrument: 'SPX-FUT',
    date,
    price: '5012.00',
    reason: 'notice',
  });
  endDay(play, '2026-11-24', '5011.00');
  expect(findingsOn(play.events)).toEqual([]);
  const at = play.events.findIndex(
    (event) => event.type === 'AccountSettled' && event.payload.cycleId.includes('CORRECTION'),
  );
  const text = JSON.stringify(play.events[at]).replaceAll(
    /"amount":"(-?\d+)\.00"/g,
    '"amount":"$1.01"',
  );
  const events = play.events.with(at, JSON.parse(text) as RecordedEvent);
  expect(findingsOn(events).map(({ position }) => position)).toContain(at + 1);
});
