import { beforeEach, describe, expect, it } from 'vitest';
import { DecisionSession } from '#libs/decider/decision-session.js';
import { Intake } from '#libs/decider/intake.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { AuctionHouse } from '#libs/domain/testing/auction-house.js';
import { eventOfCopyLine } from '#libs/domain/testing/event-of-copy-line.js';
import { bidInput } from './bid-input.js';

const BID = {
  bidId: 'B-1',
  defaultId: 'main-D1',
  lot: 'L1',
  account: 'B/C2',
  price: '-98765',
  submittedAt: '2026-11-20T02:00:00.000Z',
};
const SECRETS = /98765|B\/C2/;

let house: AuctionHouse;

beforeEach(() => {
  house = new AuctionHouse();
  house.open(['L1: FUT -100']);
});

/** Takes a message of a member's topic as the decider does. */
async function take(value: unknown, member?: string): Promise<DecisionSession> {
  const intake = new Intake(10);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const bytes = Buffer.from(text);
  const message = { offset: '7', key: bytes, value: bytes, headers: { said: text } };
  const batch = {
    topic: `ccp.auction-bids.${member}`,
    partition: 0,
    ...(member === undefined ? {} : { member }),
    messages: [message],
    nextOffset: 8n,
    clusterId: 'c',
    lastDigest: '',
  };
  await intake.submit(batch, bidInput);
  const { house: state, engine, wallClockMs } = house.play;
  const session = new DecisionSession({ house: state, engine, hash: 'before', wallClockMs });
  for (const { input, kind } of intake.take(1).waiting) kind.decide(session, input, undefined);
  session.finish();
  return session;
}

const eventsOf = ({ events }: DecisionSession): RecordedEvent[] =>
  events.map(({ copyLine }) => eventOfCopyLine(copyLine));

const said = ({ events, quarantined }: DecisionSession): string =>
  `${events.map(({ copyLine }) => copyLine).join('')} ${JSON.stringify(quarantined)}`;

describe('a message on the bid topic of a member', () => {
  it('is received with a hash, and what it says is kept apart under a salt of its own', async () => {
    const session = await take(BID, 'B');
    expect(eventsOf(session)).toMatchObject([
      { type: 'DefaultStepTaken', payload: { step: 'BID_RECEIVED', bidder: 'B', bidId: 'B-1' } },
    ]);
    expect(session.identities.map(({ key }) => key)).toEqual(['bid/B/B-1']);
    expect(said(session)).not.toMatch(SECRETS);
    const [sealed] = session.sealed;
    expect(JSON.parse(sealed?.content ?? '')).toEqual({ bidder: 'B', ...BID });
    const [other] = (await take({ ...BID, bidId: 'B-2' }, 'B')).sealed;
    expect(sealed?.salt).toMatch(/^[0-9a-f]{32}$/);
    expect(other?.salt).not.toBe(sealed?.salt);
  });

  it.each([
    ['that is not JSON', '{"price":"-98765"'],
    ['without an id', { ...BID, bidId: undefined }],
    ['on a topic of no member', BID],
  ])('%s goes to quarantine, without a byte of it', async (_, value) => {
    const session = await take(value, value === BID ? undefined : 'B');
    expect(eventsOf(session)).toMatchObject([{ type: 'MessageQuarantined' }]);
    expect(session.quarantined).toMatchObject([
      { offset: '7', key: null, value: null, headers: '{}' },
    ]);
    expect(said(session)).not.toMatch(SECRETS);
  });

  it('that is misshapen is answered, and nothing of it is kept', async () => {
    const session = await take({ ...BID, price: -98_765 }, 'B');
    expect(eventsOf(session)).toMatchObject([
      {
        type: 'AuctionBidRejected',
        payload: { bidId: 'B-1', lot: 'L1', code: 'DECIMAL_AS_NUMBER' },
      },
    ]);
    expect(said(session)).not.toMatch(SECRETS);
    expect(session.sealed).toEqual([]);
  });

  it('from ahead of a wall clock is refused', async () => {
    house = new AuctionHouse({ clock: 'wall' });
    house.open(['L1: FUT -100']);
    const submittedAt = new Date(house.play.wallClockMs + 5_001).toISOString();
    expect(eventsOf(await take({ ...BID, submittedAt }, 'B'))).toMatchObject([
      { type: 'AuctionBidRejected', payload: { code: 'INVALID_FIELD', field: 'submittedAt' } },
    ]);
  });
});
