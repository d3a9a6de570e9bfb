import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TradeSubmission } from '#libs/domain/inputs/inputs.js';
import { booksOf, fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';
import { GROSS, HOUSE, NET, omnibusMembers } from '#libs/domain/testing/omnibus-members.js';
import { bookClientLots } from './client-positions.js';

const BETA = 'BETA/HOUSE';

let play: HousePlay;
beforeEach(() => {
  play = HousePlay.open(omnibusMembers());
  play.price(price());
});

function send(given: Partial<TradeSubmission>): unknown {
  const [event] = play.trade(trade({ tradeId: `T-${play.events.length}`, ...given }));
  return event?.payload;
}

/** A trade of the gross account for a client: lots above zero are bought. */
function deal(client: string, lots: number, effect: 'OPEN' | 'CLOSE', given = {}): unknown {
  const quantity = String(Math.abs(lots));
  return lots > 0
    ? send({
        buyer: GROSS,
        seller: BETA,
        buyerClient: client,
        buyerEffect: effect,
        quantity,
        ...given,
      })
    : send({
        buyer: BETA,
        seller: GROSS,
        sellerClient: client,
        sellerEffect: effect,
        quantity,
        ...given,
      });
}

const heldBy = (client: string, instrument = 'SPX-FUT'): unknown =>
  play.house.trading.clients.get(GROSS)?.get(client)?.get(instrument);
const accountLots = (): number | undefined =>
  play.house.trading.holdings.get(GROSS)?.get('SPX-FUT')?.lots;

describe('a side of a gross omnibus account', () => {
  it('has to name its client and say whether it opens or closes', () => {
    expect(send({ buyer: GROSS })).toMatchObject({
      code: 'MISSING_FIELD',
      field: 'buyerClient',
      reason: expect.stringContaining('positions of ALPHA/GROSS are kept gross') as string,
    });
    expect(send({ buyer: GROSS, buyerClient: 'F1' })).toMatchObject({
      code: 'MISSING_FIELD',
      field: 'buyerEffect',
    });
    expect(send({ seller: GROSS, sellerEffect: 'OPEN' })).toMatchObject({
      code: 'MISSING_FIELD',
      field: 'sellerClient',
    });
    expect(play.house.trading.clients.size).toBe(0);
  });

  it.each([HOUSE, NET, 'ALPHA/SEG'])('is the only one that may: %s is refused', (buyer) => {
    expect(send({ buyer, buyerClient: 'F1', buyerEffect: 'OPEN' })).toMatchObject({
      code: 'INVALID_FIELD',
      field: 'buyerClient',
    });
    expect(send({ buyer, buyerEffect: 'OPEN' })).toMatchObject({
      code: 'INVALID_FIELD',
      field: 'buyerEffect',
    });
  });

  it('is told of a missing client before any other fault, as of the shape of a message', () => {
    const faults = { instrument: 'NO-SUCH', quantity: '0', price: '1.13' };
    expect(send({ buyer: GROSS, ...faults })).toMatchObject({ code: 'MISSING_FIELD' });
    const named = { buyerClient: 'F1', buyerEffect: 'OPEN' } as const;
    expect(send({ buyer: GROSS, ...named, ...faults })).toMatchObject({
      code: 'UNKNOWN_INSTRUMENT',
    });
  });

  it('is answered again where it is the same, and is a conflict with another client', () => {
    const first = deal('F1', 3, 'OPEN', { tradeId: 'X' });
    expect(first).toMatchObject({ buyerClient: 'F1', buyerEffect: 'OPEN' });
    expect(first).not.toHaveProperty('sellerClient');
    expect(deal('F1', 3, 'OPEN', { tradeId: 'X' })).toMatchObject({ identity: 'trade/XSIM/X' });
    expect(deal('F2', 3, 'OPEN', { tradeId: 'X' })).toMatchObject({
      code: 'CONFLICTING_DUPLICATE',
    });
    expect(send({ tradeId: 'X', buyer: GROSS, quantity: '3' })).toMatchObject({
      code: 'MISSING_FIELD',
    });
    expect(heldBy('F1')).toEqual({ long: 3, short: 0, lots: 3 });
    expect(heldBy('F2')).toBeUndefined();
  });
});

describe('a client of a gross omnibus account', () => {
  it('is long and short beside each other: what opens adds to its side, what closes takes from it', () => {
    deal('F1', 10, 'OPEN');
    deal('F1', -4, 'OPEN');
    expect(heldBy('F1')).toEqual({ long: 10, short: 4, lots: 6 });
    deal('F1', -3, 'CLOSE');
    deal('F1', 4, 'CLOSE');
    expect(heldBy('F1')).toEqual({ long: 7, short: 0, lots: 7 });
    expect(accountLots()).toBe(7);
    deal('F1', -7, 'CLOSE');
    expect(play.house.trading.clients.has(GROSS)).toBe(false);
  });

  it('closes no more than it holds on that side, whatever others hold', () => {
    deal('F1', 10, 'OPEN');
    deal('F2', -10, 'OPEN');
    expect(deal('F1', -11, 'CLOSE')).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      field: 'quantity',
      reason:
        'F1 of ALPHA/GROSS is long 10 lots of SPX-FUT and cannot close 11; close no more than it holds, and trade the rest with the effect OPEN',
    });
    expect(deal('F1', 1, 'CLOSE')).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(deal('F3', -1, 'CLOSE')).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(heldBy('F1')).toEqual({ long: 10, short: 0, lots: 10 });
    expect(deal('F1', -10, 'CLOSE')).not.toHaveProperty('code');
  });

  it('that closes more than it holds in an event is a bug that throws', () => {
    const side = { client: 'F1', effect: 'CLOSE' } as const;
    expect(() => bookClientLots(new Map(), GROSS, side, 'SPX-FUT', 1)).toThrow(
      'closes more of SPX-FUT than it holds',
    );
  });

  it('keeps its position over a cycle, also where the account is flat', () => {
    deal('F1', 5, 'OPEN');
    deal('F2', -5, 'OPEN');
    const cycle = { type: 'SETTLE', cycleType: 'EOD', date: '2026-11-20' } as const;
    play.price(settlementPrice('2026-11-20', { price: '5010.00' }));
    play.command(cycle, '2026-11-20T21:00:00.000Z');
    expect(accountLots()).toBe(0);
    expect(play.house.trading.holders.get('SPX-FUT')?.has(GROSS)).toBe(true);
    expect([heldBy('F1'), heldBy('F2')]).toMatchObject([{ lots: 5 }, { lots: -5 }]);
    deal('F1', -5, 'CLOSE', { executedAt: '2026-11-23T14:00:00.000Z', price: '5010.00' });
    deal('F2', 5, 'CLOSE', { executedAt: '2026-11-23T14:00:01.000Z', price: '5010.00' });
    const next = { symbol: 'SPX-FUT', observedAt: '2026-11-23T14:00:00.000Z' };
    play.price(settlementPrice('2026-11-23', { ...next, price: '5020.00' }));
    play.command({ ...cycle, date: '2026-11-23' }, '2026-11-23T21:00:00.000Z');
    expect(play.of('SettlementCycleCompleted')).toHaveLength(2);
    expect(play.house.trading.holdings.get(GROSS)?.size).toBe(0);
    expect(play.house.trading.holders.get('SPX-FUT')?.has(GROSS)).toBe(false);
  });

  it('holds within the limit of its account, long and short each added up over clients', () => {
    const limits = { maxLots: { 'SPX-FUT': 12 } };
    const { members } = omnibusMembers() as {
      members: { id: string; accounts: { id: string }[] }[];
    };
    const limited = members.map((member) => ({
      ...member,
      accounts: member.accounts.map((account) =>
        account.id === 'GROSS' ? { ...account, limits } : account,
      ),
    }));
    play = HousePlay.open({ members: limited });
    play.price(price());
    deal('F1', 8, 'OPEN');
    deal('F2', -8, 'OPEN');
    const beyond = {
      code: 'LIMIT_EXCEEDED',
      limit: { now: '8', would: '13', passes: '4' },
    };
    expect(deal('F3', 5, 'OPEN')).toMatchObject(beyond);
    expect(deal('F3', 4, 'OPEN')).not.toHaveProperty('code');
    expect(deal('F1', -8, 'CLOSE')).not.toHaveProperty('code');
    expect(deal('F2', -4, 'OPEN')).not.toHaveProperty('code');
    expect(deal('F2', -1, 'OPEN')).toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });
});

const deals = fc.array(
  fc.record({
    client: fc.constantFrom('F1', 'F2', 'F3'),
    lots: fc.integer({ min: -20, max: 20 }).filter((lots) => lots !== 0),
    effect: fc.constantFrom('OPEN' as const, 'CLOSE' as const),
    instrument: fc.constantFrom('SPX-FUT', 'OIL-FUT'),
  }),
  { maxLength: 40 },
);

describe('positions by client', () => {
  it('add up to the account’s, none is below zero, no trade moves another client’s', () => {
    fc.assert(
      fc.property(deals, (given) => {
        play = HousePlay.open(omnibusMembers());
        for (const { client, lots, effect, instrument } of given) {
          const before = structuredClone(play.house.trading.clients.get(GROSS) ?? new Map());
          const at = instrument === 'SPX-FUT' ? '5000.00' : '70.00';
          deal(client, lots, effect, { instrument, price: at });
          const after = play.house.trading.clients.get(GROSS) ?? new Map();
          for (const other of ['F1', 'F2', 'F3'])
            if (other !== client) expect(after.get(other)).toEqual(before.get(other));
        }
        const sums = new Map<string, number>();
        for (const held of play.house.trading.clients.get(GROSS)?.values() ?? [])
          for (const [instrument, { long, short, lots }] of held) {
            expect(Math.min(long, short)).toBeGreaterThanOrEqual(0);
            expect(lots).toBe(long - short);
            sums.set(instrument, (sums.get(instrument) ?? 0) + lots);
          }
        for (const [instrument, { lots }] of play.house.trading.holdings.get(GROSS) ?? [])
          expect(sums.get(instrument) ?? 0).toBe(lots);
        expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
      }),
      { numRuns: 40 },
    );
  });
});
