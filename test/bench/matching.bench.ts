import { BenchHouse } from './bench-house.js';
import type { BenchServers } from './bench-servers.js';
import type { BenchMessage } from './opening-market.js';
import { runFloor } from './run-floor.js';
import type { Comparison } from './statistics.js';

const MEMBERS = ['M0', 'M1'] as const;
/** Of each two sides there are three events: both sides, and the novation. */
const EVENTS_PER_PAIR = 3;

/**
 * Sides decided and durable, the core alone: all of one member's wait before the other's come, which match in
 * another order. The floor writes one row a side.
 * @param perMember sides that each of two members sends; no more than a member may have pending
 */
export async function matchAlone(servers: BenchServers, perMember: number): Promise<Comparison> {
  const house = await BenchHouse.open(servers);
  try {
    await house.untilTopic(house.topic(`trades.${MEMBERS[1]}`));
    await house.stop('core');
    const { position } = await house.reader.head();
    for (const [side, member] of MEMBERS.entries())
      await house.send(`trades.${member}`, sidesOf(side, perMember));
    const floor = await runFloor(servers, house.topic(`trades.${MEMBERS[0]}`), perMember);
    await house.start('core');
    const first = await house.reached(position + 1);
    const counted = (await house.reader.head()).position;
    const events = perMember * EVENTS_PER_PAIR;
    const last = await house.reached(position + events);
    const eventsPerSecond = ((position + events - counted) / (last - first)) * 1000;
    return { floor, program: (eventsPerSecond * MEMBERS.length) / EVENTS_PER_PAIR };
  } finally {
    await house.close();
  }
}

/** Each side has one that fits among those of the other member, which stands elsewhere in their order. */
function sidesOf(member: number, count: number): BenchMessage[] {
  return Array.from({ length: count }, (_, k) => {
    const i = member === 0 ? k : (k * 7_919) % count;
    const sideId = `S-${i}`;
    return {
      key: sideId,
      value: {
        type: 'SIDE',
        sideId,
        side: member === 0 ? 'BUY' : 'SELL',
        account: `${MEMBERS[member]}/A0`,
        counterparty: MEMBERS[1 - member],
        instrument: 'IDX-FUT',
        quantity: String(1 + (i % 9)),
        price: `${5000 + (i % 40)}.00`,
        executedAt: '2026-11-20T14:00:00.000Z',
        reference: `R-${i}`,
      },
    };
  });
}
