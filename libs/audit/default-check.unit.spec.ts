import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { emptyHouse, evolve } from '#libs/domain/house/index.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';
import { DefaultCheck } from './default-check.js';
import { Findings, type Finding } from './finding.js';
import { FundingTally } from './funding-tally.js';
import { SettlementCheck } from './settlement-check.js';

function findingsOn(events: readonly RecordedEvent[]): readonly Finding[] {
  const findings = new Findings('main');
  const settlements = new SettlementCheck(findings, new FundingTally());
  const defaults = new DefaultCheck(findings);
  const house = emptyHouse('main');
  for (const event of events) {
    settlements.take(house, event);
    defaults.take(house, event);
    evolve(house, event);
    defaults.takeFolded(house, event);
  }
  settlements.finish();
  return findings.all;
}

/** A default of 1500 with a cycle that cuts gains, and a recovery. */
function largeLoss(): HouseOfFive {
  const house = new HouseOfFive();
  const id = house.lose(1500);
  house.bear(id);
  house.settle('2026-11-23', { FUT: '100' });
  house.ask({ type: 'CLOSE_DEFAULT', defaultId: id });
  for (const [member, amount] of Object.entries({ B: '145', C: '116', D: '69', E: '46' }))
    house.deposit(member, amount, 'DEFAULT_FUND_DEPOSIT');
  const recovered = { type: 'RECOVER', defaultId: id, amount: '100', reason: 'dividend' } as const;
  expect(house.ask(recovered)).toMatchObject({ outcome: 'DONE' });
  return house;
}

/** The events with what `change` makes of the payload of those that `where` accepts. */
function altered(
  events: readonly RecordedEvent[],
  where: (text: string) => boolean,
  change: (text: string) => string,
): RecordedEvent[] {
  return events.map((event) => {
    const text = JSON.stringify(event);
    return where(text) ? (JSON.parse(change(text)) as RecordedEvent) : event;
  });
}

const layer =
  (name: string) =>
  (text: string): boolean =>
    text.includes(`"step":"LAYER_APPLIED"`) && text.includes(`"layer":"${name}"`);

describe('the audit of a default', () => {
  it('finds nothing in a default through all layers, a cycle that cuts gains, and a recovery', () => {
    const { play } = largeLoss();
    expect(play.of('SettlementCycleCompleted').at(-1)?.defaults?.[0]?.cuts).not.toEqual([]);
    expect(findingsOn(play.events)).toEqual([]);
  });

  it.each([
    [
      'an available amount that its book does not hold',
      layer('CCP_FIRST_LOSS'),
      '"available":"25"',
      '"available":"26"',
      'CCP_FIRST_LOSS: what it had',
    ],
    [
      'a survivor that bears another share',
      layer('SURVIVORS_DEFAULT_FUND'),
      '"member":"B","amount":"145"',
      '"member":"B","amount":"144"',
      'SURVIVORS_DEFAULT_FUND: who bears it',
    ],
    [
      'parts that do not add up to what is used',
      layer('ASSESSMENTS'),
      '"member":"E","amount":"46"',
      '"member":"E","amount":"47"',
      'ASSESSMENTS: its parts',
    ],
    [
      'a layer in another place',
      layer('CCP_SECOND_LOSS'),
      '"order":5',
      '"order":4',
      'CCP_SECOND_LOSS: its place',
    ],
    [
      'a loss that the layers before did not leave',
      layer('CCP_SECOND_LOSS'),
      '"lossBefore":"625"',
      '"lossBefore":"624"',
      'CCP_SECOND_LOSS: the loss before',
    ],
    [
      'a loss that is not the sum of its parts',
      (text: string) => text.includes('"step":"LOSS_DETERMINED"'),
      '"closeOut":"1500"',
      '"closeOut":"1499"',
      'the sum of its parts',
    ],
    [
      'a recovery whose parts are not its amount',
      (text: string) => text.includes('"step":"RECOVERED"'),
      '"toEstate":"0"',
      '"toEstate":"1"',
      'its parts',
    ],
  ])('finds %s', (_what, where, from, to, found) => {
    const events = altered(largeLoss().play.events, where, (text) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    });
    expect(findingsOn(events).map(({ what }) => what)).toEqual(
      expect.arrayContaining([expect.stringContaining(found)]),
    );
  });

  it('finds a gain that is cut by another part than the others', () => {
    const { play } = largeLoss();
    const cycle = play.of('SettlementCycleCompleted').at(-1);
    const [cut] = cycle?.defaults?.[0]?.cuts ?? [];
    const events = altered(
      play.events,
      (text) => text.includes('"kind":"GAINS_HAIRCUT"'),
      (text) => text.replace(`"amount":"-${cut?.amount}"`, '"amount":"-1"'),
    );
    const found = findingsOn(events).map(({ what }) => what);
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining('lines of')]));
  });

  it('finds a cycle that brings a default other money than its layers had paid in', () => {
    const { play } = largeLoss();
    const carried = play.of('SettlementCycleCompleted').at(-1)?.defaults?.[0]?.carried;
    const events = altered(
      play.events,
      (text) => text.includes('"type":"SettlementCycleCompleted"'),
      (text) => text.replace(`"carried":"${carried}"`, '"carried":"1"'),
    );
    expect(findingsOn(events).map(({ what }) => what)).toEqual(
      expect.arrayContaining(['what 2026-11-23-EOD brings to defaults']),
    );
  });
});
