import { beforeAll, expect, it } from 'vitest';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { emptyHouse, evolve } from '#libs/domain/house/index.js';
import {
  deal,
  endDay,
  expiringHouse,
  final,
  official,
} from '#libs/domain/testing/expiring-house.js';
import { GROSS } from '#libs/domain/testing/omnibus-members.js';
import { positionChanges, PositionTally } from '#libs/projections/positions/position-changes.js';
import { Findings, type Finding } from './finding.js';
import { FundingTally } from './funding-tally.js';
import { checkSums } from './journal-check.js';
import { expectedPositions } from './read-model-expectations.js';
import { SettlementCheck } from './settlement-check.js';

let events: readonly RecordedEvent[];
beforeAll(() => {
  const play = expiringHouse();
  const seller = { sellerClient: 'F2', sellerEffect: 'OPEN' } as const;
  for (const id of ['CALL', 'PUT', 'STYLED', 'RATED', 'SERIAL', 'SERIAL-PUT']) {
    deal(play, id, 5, { buyer: 'GAMMA/HOUSE', price: '3.00' });
    deal(play, id, 4, { price: '2.00', buyerClient: 'F1', buyerEffect: 'OPEN', buyer: GROSS });
    deal(play, id, 2, { price: '2.00', buyer: 'BETA/HOUSE', seller: GROSS, ...seller });
    const instruction = {
      type: 'EXERCISE',
      choice: 'ABANDON',
      instructionId: `E-${id}`,
      member: 'GAMMA',
      account: 'GAMMA/HOUSE',
      instrument: id,
      quantity: '2',
    } as const;
    play.member(instruction);
  }
  deal(play, 'SPX-FUT', 3, { price: '5000.00' });
  deal(play, 'SPX-MAR', 3, { price: '5000.00' });
  final(play, 'SPX-FUT', '5020.00');
  official(play, 'SPX-MAR', '5021.00');
  endDay(play);
  official(play, 'SPX-MAR', '5022.00', '2026-12-21');
  endDay(play, '2026-12-21');
  events = play.events;
});

function findingsOn(read: readonly RecordedEvent[]): readonly Finding[] {
  const findings = new Findings('main');
  const check = new SettlementCheck(findings, new FundingTally());
  const house = emptyHouse('main');
  for (const event of read) {
    check.take(house, event);
    evolve(house, event);
  }
  check.finish();
  checkSums(house, findings);
  return findings.all;
}

it('the audit comes to the same exercise, assignment and final settlement', () => {
  expect(findingsOn(events)).toEqual([]);
  const cycle = events.find(({ type }) => type === 'SettlementCycleCompleted');
  // Gross and net accounts, a lottery, a share and a delivery are among them.
  expect(JSON.stringify(cycle)).toMatch(/"seed":"main RATED.*"delivered":"SPX-MAR"/);
});

it.each([
  ['SettlementCycleCompleted', '"exercised":"7"', '"exercised":"6"'],
  ['SettlementCycleCompleted', '"seed":"main', '"seed":"other'],
  ['SettlementCycleCompleted', '"delivered":"SPX-MAR"', '"exercise":"SPX-MAR"'],
  ['AccountSettled', '"exercisedQuantity":"3"', '"exercisedQuantity":"4"'],
  ['AccountSettled', '"kind":"EXERCISE"', '"kind":"PREMIUM"'],
  ['AccountSettled', '"kind":"FINAL_SETTLEMENT"', '"kind":"VARIATION_MARGIN"'],
])('the audit finds in %s what became of %s', (type, before, after) => {
  const at = events.findIndex(
    (event) => event.type === type && JSON.stringify(event).includes(before),
  );
  expect(at).toBeGreaterThan(0);
  const text = JSON.stringify(events[at]).replace(before, after);
  const forged = events.with(at, JSON.parse(text) as RecordedEvent);
  expect(findingsOn(forged).map(({ position }) => position)).toContain(events[at]?.position);
});

it('positions that are read follow the events alone, of accounts and of clients', () => {
  const house = emptyHouse('main');
  const tally = new PositionTally();
  for (const event of events) {
    evolve(house, event);
    for (const change of positionChanges(event)) tally.add(change);
  }
  const read = new Map<string, string>();
  const put = (name: string, long: bigint, short: bigint): void => {
    if (long !== 0n || short !== 0n) read.set(name, `long ${long}, short ${short}`);
  };
  for (const { account, instrument, long, short } of tally.ofNetAccounts()) {
    const net = long - short;
    put(`${account} ${instrument}`, net > 0n ? net : 0n, net < 0n ? -net : 0n);
  }
  for (const { account, client, instrument, long, short } of tally.ofClients())
    put(`${account} ${client} ${instrument}`, long, short);
  for (const { account, instrument, long, short } of tally.ofGrossAccounts())
    put(`${account} ${instrument}`, long, short);
  expect(read).toEqual(expectedPositions(house));
  expect([...read.keys()]).toContain(`${GROSS} F1 SPX-MAR`);
  expect([...read.keys()].some((name) => name.includes('CALL'))).toBe(false);
});
