import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';
import { PositionTally, positionChanges } from '../positions/position-changes.js';
import type { DefaultContent } from './default-content.js';
import { takeDefaultEvent } from './defaults.projection.js';

function contentAfter(events: readonly RecordedEvent[]): DefaultContent[] {
  const cases = new Map<string, DefaultContent>();
  for (const event of events) takeDefaultEvent(cases, event);
  return [...cases.values()];
}

describe('a default as it stands', () => {
  it('knows what is still to be cut from gains, and what came back of each layer', () => {
    const house = new HouseOfFive();
    const id = house.lose(1500);
    house.bear(id);
    expect(contentAfter(house.play.events)[0]).toMatchObject({ isPaid: true, reserved: '239' });
    house.settle('2026-11-23', { FUT: '100' });
    expect(contentAfter(house.play.events)[0]).toMatchObject({ status: 'DECLARED', reserved: '0' });
    for (const [member, amount] of Object.entries({ B: '145', C: '116', D: '69', E: '46' }))
      house.deposit(member, amount, 'DEFAULT_FUND_DEPOSIT');
    house.ask({ type: 'CLOSE_DEFAULT', defaultId: id });
    house.ask({ type: 'RECOVER', defaultId: id, amount: '300', reason: 'dividend' });
    expect(contentAfter(house.play.events)[0]).toMatchObject({
      status: 'CLOSED',
      recovered: '300',
      layers: expect.arrayContaining([
        { layer: 'GAINS_HAIRCUT', used: '239', returned: '239' },
        { layer: 'ASSESSMENTS', used: '376', returned: '61' },
        { layer: 'CCP_FIRST_LOSS', used: '25', returned: '0' },
      ]) as unknown,
    });
  });

  it('has no proposer where the call policy declared it', () => {
    const house = new HouseOfFive();
    house.declare();
    const declared = house.play.events.filter(({ type }) => type !== 'DefaultProposed');
    const text = JSON.stringify(declared).replace(/"proposedBy":"op1",/, '');
    const events = JSON.parse(text) as RecordedEvent[];
    expect(contentAfter(events)).toMatchObject([
      { defaultId: 'main-D1', member: 'A', status: 'DECLARED', proposedBy: null },
    ]);
  });

  it('that was withdrawn leaves the next one its own number', () => {
    const house = new HouseOfFive();
    house.ask({ type: 'DECLARE_DEFAULT', member: 'A', reason: 'x' });
    house.ask({ type: 'WITHDRAW_DEFAULT', defaultId: 'main-D1' }, 'op3');
    house.ask({ type: 'DECLARE_DEFAULT', member: 'B', reason: 'y' });
    expect(contentAfter(house.play.events)).toMatchObject([
      { defaultId: 'main-D1', status: 'WITHDRAWN', endedBy: 'op3' },
      { defaultId: 'main-D2', member: 'B', status: 'PROPOSED', endedBy: null },
    ]);
  });
});

describe('positions', () => {
  it('of a client that is ported are those of the account that receives it', () => {
    const house = new HouseOfFive();
    house.deposit('A/C1', '500');
    house.trade('A/C1', 'D/HOUSE', 7, 100);
    const defaultId = house.declare();
    const port = { type: 'PORT_CLIENT', defaultId, account: 'A/C1', toAccount: 'B/C2' } as const;
    expect(house.ask(port)).toMatchObject({ outcome: 'DONE' });
    const tally = new PositionTally();
    for (const event of house.play.events)
      positionChanges(event).forEach((change) => tally.add(change));
    const found = tally
      .ofNetAccounts()
      .filter(({ long, short }) => long !== short)
      .map(({ account, instrument, long, short }) => `${account} ${long - short} ${instrument}`);
    const held = [...house.play.house.trading.holdings].flatMap(([account, holdings]) =>
      [...holdings]
        .filter(([, { lots }]) => lots !== 0)
        .map(([instrument, { lots }]) => `${account} ${lots} ${instrument}`),
    );
    expect(found.toSorted()).toEqual(held.toSorted());
    expect(found).toContain('B/C2 7 FUT');
  });
});
