import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { AuctionClosed } from '#libs/domain/events/auction-events.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { canonicalBid } from '#libs/domain/default-management/auction/bid-content.js';
import { emptyHouse, evolve } from '#libs/domain/house/index.js';
import { AuctionHouse } from '#libs/domain/testing/auction-house.js';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import { createTestDatabase } from '#libs/platform/test-servers.js';
import { AuctionCheck } from './auction-check.js';
import { Findings } from './finding.js';

let house: AuctionHouse;
let pool: pg.Pool;

beforeAll(async () => {
  const url = await createTestDatabase(inject('databaseUrl'));
  await runMigrations(url);
  pool = createPool(url);
});

afterAll(() => pool?.end());

/** What is kept behind the hashes, as the core writes it, of a ledger of its own. */
async function keep(ledgerId: string): Promise<void> {
  for (const [hash, { salt, content }] of house.play.sealed)
    await pool.query(
      'INSERT INTO sealed_bid (ledger_id, hash, salt, content) VALUES ($1, $2, $3, $4)',
      [ledgerId, hash, salt, canonicalBid(content)],
    );
}

async function findingsOf(
  ledgerId: string,
  events: readonly RecordedEvent[],
): Promise<readonly { what: string; expected: string; found: string }[]> {
  const findings = new Findings(ledgerId);
  const check = new AuctionCheck(pool, ledgerId, findings);
  const folded = emptyHouse('main');
  for (const event of events) {
    check.take(folded, event);
    evolve(folded, event);
  }
  await check.finish(events.length);
  return findings.all;
}

/** The ledger with another closing than the one that was decided. */
const withClosing = (change: (closed: AuctionClosed) => Partial<AuctionClosed>): RecordedEvent[] =>
  house.play.events.map((event): RecordedEvent => {
    if (event.type !== 'DefaultStepTaken' || event.payload.step !== 'AUCTION_CLOSED') return event;
    return { ...event, payload: { ...event.payload, ...change(event.payload) } };
  });

describe('the audit of sealed bids', () => {
  beforeEach(() => {
    house = new AuctionHouse();
    house.open(['L1: FUT -60', 'L2: FUT -40'], '500');
    house.bid('B', 'B-1', '400');
    house.bid('C', 'C-1', '300');
    house.bid('B', 'B-2', '350');
    house.bid('C', 'C-2', '900', { lot: 'L2' });
    house.close();
  });

  it('finds nothing where each is what its hash says and the best won', async () => {
    await keep('good');
    expect(await findingsOf('good', house.play.events)).toEqual([]);
  });

  it.each([
    [
      'a bid that is shown with another price',
      ({ bids }: AuctionClosed) => ({
        bids: bids.map((bid) => (bid.bidId === 'C-1' ? { ...bid, price: '360' } : bid)),
      }),
      ['bid C C-1', 'winner of lot L1'],
    ],
    [
      'a bid that is not shown',
      ({ bids }: AuctionClosed) => ({ bids: bids.filter(({ bidId }) => bidId !== 'B-2') }),
      ['bid B B-2'],
    ],
    [
      'a standing bid that is shown as replaced',
      ({ bids }: AuctionClosed) => ({
        bids: bids.map((bid) =>
          bid.bidId === 'C-1' ? { ...bid, outcome: 'REPLACED' as const } : bid,
        ),
      }),
      ['bid C C-1', 'winner of lot L1'],
    ],
    [
      'a lot that did not go to the best',
      ({ lots, bids }: AuctionClosed) => ({
        lots: lots.map((lot) => {
          const {
            bidder = '',
            bidId = '',
            account = '',
            price = '',
          } = bids.find((bid) => bid.bidId === 'B-2') ?? {};
          return lot.lot === 'L1' ? { ...lot, winner: { bidder, bidId, account, price } } : lot;
        }),
      }),
      ['winner of lot L1', 'sum of the prices of an auction'],
    ],
  ])('finds %s', async (name, change, found) => {
    await keep(name);
    const findings = await findingsOf(name, withClosing(change));
    expect(findings.map(({ what }) => what)).toEqual(found);
  });

  it('finds what is kept and was altered, or is lost', async () => {
    const [altered = '', lost = ''] = house.play.sealed.keys();
    const kept = house.play.sealed.get(altered)!;
    const content = { ...kept.content, price: '1' };
    house.play.sealed.set(altered, { ...kept, content });
    house.play.sealed.delete(lost);
    await keep('altered');
    const findings = await findingsOf('altered', house.play.events);
    expect(findings).toMatchObject([
      { what: `sealed bid ${altered}`, found: 'something else' },
      { what: `sealed bid ${lost}`, found: 'nothing' },
    ]);
  });
});
