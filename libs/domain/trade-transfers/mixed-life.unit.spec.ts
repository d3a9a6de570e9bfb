import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TransferRequest } from '#libs/domain/inputs/transfer-requests.js';
import { booksOf, fold, HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { omnibusMembers } from '#libs/domain/testing/omnibus-members.js';

const DAY = '2026-11-20';
const START_MS = Date.parse(`${DAY}T08:00:00.000Z`);
const timeAt = (i: number): string => new Date(START_MS + i * 60_000).toISOString();

const ACCOUNTS = ['ALPHA/HOUSE', 'ALPHA/SEG', 'ALPHA/GROSS', 'BETA/HOUSE', 'GAMMA/HOUSE'] as const;
const PRICES = ['4990.25', '5000.00', '5003.75'] as const;
/** What comes at a step; some of it answers what is pending then. */
type Step = (i: number, play: HousePlay) => PlayInput;

const account = fc.constantFrom(...ACCOUNTS);
const effect = fc.constantFrom('OPEN' as const, 'CLOSE' as const);
const client = fc.constantFrom('F1', 'F2');
const lots = fc.integer({ min: 1, max: 12 });
/** One of what came before, by how long ago. */
const back = fc.integer({ min: 1, max: 8 });
const memberOf = (of: string): string => of.slice(0, of.indexOf('/'));
const isGross = (of: string): boolean => of.endsWith('/GROSS');

const trades: fc.Arbitrary<Step> = fc
  .record({ sides: fc.shuffledSubarray([...ACCOUNTS], { minLength: 2, maxLength: 2 }), lots })
  .chain(({ sides: [buyer = '', seller = ''], lots: size }) =>
    fc.record({ client, effect, at: fc.constantFrom(...PRICES) }).map((given) => (i: number) => ({
      kind: 'trade' as const,
      trade: trade({
        tradeId: `T-${i}`,
        executedAt: timeAt(i),
        quantity: String(size),
        price: given.at,
        buyer,
        seller,
        ...(isGross(buyer) ? { buyerClient: given.client, buyerEffect: given.effect } : {}),
        ...(isGross(seller) ? { sellerClient: given.client, sellerEffect: given.effect } : {}),
      }),
    })),
  );
const prices: fc.Arbitrary<Step> = fc
  .constantFrom(...PRICES)
  .map((at) => (i) => ({ kind: 'price', price: price({ price: at, observedAt: timeAt(i) }) }));
const cycles: fc.Arbitrary<Step> = fc.constant((i: number) => {
  const body = { type: 'SETTLE', cycleType: 'INTRADAY', date: DAY } as const;
  const command = { commandId: `S-${i}`, ledger: 'main', by: 'op', at: timeAt(i), body };
  return { kind: 'command', command };
});
const corrections: fc.Arbitrary<Step> = fc
  .record({ back, isBust: fc.boolean(), lots, at: fc.constantFrom(...PRICES) })
  .map((given) => (i) => ({
    kind: 'correction',
    correction: {
      type: given.isBust ? 'BUST' : 'CORRECT',
      tradeId: `T-${i - given.back}`,
      venue: 'XSIM',
      correctionId: `K-${i}`,
      reason: 'a test',
      requestedAt: timeAt(i),
      ...(given.isBust ? {} : { quantity: String(given.lots), price: given.at }),
    },
  }));

const request =
  (member: string, given: object): Step =>
  (i) => ({
    kind: 'member',
    instruction: {
      member,
      instructionId: `I-${i}`,
      requestedAt: timeAt(i),
      ...given,
    } as TransferRequest,
  });
const ofClient = (of: string, given: { client: string; effect: string }) =>
  isGross(of) ? { client: given.client, effect: given.effect } : {};

/** Takes, declines or withdraws one of the offers that are pending; of none, one that nobody made. */
function answerTo(
  i: number,
  play: HousePlay,
  g: { back: number; isSome: boolean; client: string; effect: string; more: number },
): PlayInput {
  const pending = [...play.house.offers.pending.values()];
  const found = pending[g.back % Math.max(1, pending.length)];
  const { member = 'ALPHA', instructionId = 'NONE', type = 'GIVE_UP' } = found?.request ?? {};
  const [to, offer] = [found?.to ?? 'BETA', { member, instructionId }];
  if (g.more % 3 === 0)
    return request(g.isSome ? to : member, {
      type: g.isSome ? 'DECLINE' : 'WITHDRAW_OFFER',
      offer,
    })(i, play);
  if (type !== 'GIVE_UP') return request(to, { type: 'ACCEPT_TRANSFER', offer })(i, play);
  const into = to === 'ALPHA' && g.isSome ? 'ALPHA/GROSS' : `${to}/HOUSE`;
  const given = { type: 'TAKE_UP', offer, account: into, ...ofClient(into, g) };
  return request(to, given)(i, play);
}

/** Offers the leg that the buyer or the seller of some trade had to another member. */
function giveUp(
  i: number,
  play: HousePlay,
  g: { back: number; lots: number; isSome: boolean; to: string },
): PlayInput {
  const trade = play.of('TradeNovated').at(-g.back);
  const of = trade?.[g.isSome ? 'buyer' : 'seller'] ?? 'ALPHA/HOUSE';
  const idOf = { tradeId: trade?.tradeId ?? 'NONE', venue: 'XSIM' };
  const quantity = g.lots > 6 ? {} : { quantity: String(g.lots) };
  const given = { type: 'GIVE_UP', ...idOf, account: of, to: memberOf(g.to), ...quantity };
  return request(memberOf(of), given)(i, play);
}

/** Spreads the leg that the buyer or the seller of some trade had, or averages it with an older one. */
function allocate(
  i: number,
  play: HousePlay,
  g: { back: number; more: number; isSome: boolean; client: string; effect: string },
): PlayInput {
  const novated = play.of('TradeNovated');
  const [last, older] = [novated.at(-g.back), novated.at(-g.back - g.more)];
  const side = g.isSome ? 'buyer' : 'seller';
  const of = last?.[side] ?? 'ALPHA/HOUSE';
  const member = memberOf(of);
  const into = member === 'ALPHA' ? 'ALPHA/GROSS' : of;
  const target = (quantity: number) => [
    { account: into, quantity: String(quantity), ...ofClient(into, g) },
  ];
  const [one, two] = [Number(last?.quantity ?? 1), Number(older?.quantity ?? 1)];
  const idOf = (each: typeof last) => ({ tradeId: each?.tradeId ?? 'NONE', venue: 'XSIM' });
  const isAveraged = older !== undefined && older[side] === of;
  return request(member, {
    account: of,
    ...(isAveraged
      ? {
          type: 'ALLOCATE_AVERAGE',
          trades: [idOf(last), idOf(older)],
          allocations: target(one + two),
        }
      : { type: 'ALLOCATE', ...idOf(last), allocations: target(one) }),
  })(i, play);
}

/** Moves lots of a position that somebody has, with some cash or none. */
function transfer(
  i: number,
  play: HousePlay,
  g: { back: number; to: string; lots: number; isSome: boolean; client: string },
): PlayInput {
  const holders = [...play.house.trading.holdings].filter(([, held]) => held.get('SPX-FUT')?.lots);
  const [of = 'ALPHA/HOUSE', held] = holders[g.back % Math.max(1, holders.length)] ?? [];
  const isShort = (held?.get('SPX-FUT')?.lots ?? 1) < 0;
  return request(memberOf(of), {
    type: 'TRANSFER_POSITION',
    account: of,
    ...(isGross(of) ? { client: g.client } : {}),
    toAccount: g.to,
    ...(isGross(g.to) ? { toClient: g.client } : {}),
    instrument: 'SPX-FUT',
    quantity: `${isShort ? '-' : ''}${1 + (g.lots % 2)}`,
    ...(g.isSome ? { collateral: [{ asset: 'USD', quantity: '1.00' }] } : {}),
  })(i, play);
}

const requests: fc.Arbitrary<Step> = fc
  .record({
    from: account,
    to: account,
    back,
    more: back,
    lots,
    client,
    effect,
    isSome: fc.boolean(),
  })
  .chain((g) => {
    const given: Step[] = [
      (i, play) => giveUp(i, play, g),
      (i, play) => giveUp(i, play, g),
      (i, play) => answerTo(i, play, g),
      (i, play) => answerTo(i, play, g),
      (i, play) => allocate(i, play, g),
      (i, play) => allocate(i, play, g),
      (i, play) => transfer(i, play, g),
      (i, play) => transfer(i, play, g),
      request('ALPHA', {
        type: 'ADJUST',
        account: 'ALPHA/GROSS',
        client: g.client,
        instrument: 'SPX-FUT',
        quantity: '1',
      }),
    ];
    return fc.constantFrom(...given);
  });

/** What counts as one for the guard below: single ones of them may be rare. */
const TRANSFERS: Readonly<Record<string, string>> = {
  TRANSFER_POSITION: 'a transfer',
  ACCEPT_TRANSFER: 'a transfer',
  ALLOCATE: 'an allocation',
  ALLOCATE_AVERAGE: 'an allocation',
};

/** Lots per instrument, and cash per currency, over everybody; both have to be nothing. */
function sumsOf({ house }: HousePlay): [lots: number, ticks: bigint, cash: bigint] {
  let [lotsSum, ticks, cash] = [0, 0n, 0n];
  for (const held of house.trading.holdings.values())
    for (const holding of held.values()) {
      lotsSum += holding.lots;
      ticks += holding.tradedTicks;
    }
  for (const held of house.books.values()) for (const minor of held.values()) cash += minor;
  return [lotsSum, ticks, cash];
}

/** What each gross account's clients hold adds up to what it holds. */
function clientsAddUp({ house: { trading } }: HousePlay): boolean {
  let net = 0;
  for (const held of trading.clients.get('ALPHA/GROSS')?.values() ?? [])
    net += held.get('SPX-FUT')?.lots ?? 0;
  return net === (trading.holdings.get('ALPHA/GROSS')?.get('SPX-FUT')?.lots ?? 0);
}

const mixtures = fc.array(
  fc.oneof(trades, trades, requests, requests, corrections, prices, cycles),
  { minLength: 20, maxLength: 60, size: 'max' },
);

/** Plays a mixture and sees that nothing is lost or made by it. */
function expectSound(steps: readonly Step[]): HousePlay {
  const play = HousePlay.open({
    ...omnibusMembers(),
    marginCalls: { minimumTransferAmount: '1000000000000.00' },
  });
  play.price(price({ observedAt: timeAt(0) }));
  for (const [i, of] of ['ALPHA/HOUSE', 'BETA/HOUSE'].entries())
    play.collateral(deposit({ instructionId: `D-${i}`, account: of }));
  steps.forEach((step, i) => {
    play.batch([step(i + 1, play)]);
    expect(sumsOf(play)).toEqual([0, 0n, 0n]);
    expect(clientsAddUp(play)).toBe(true);
  });
  expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
  expect(play.quarantined).toEqual([]);
  // No trade has more or fewer lots on one side than on the other.
  for (const { buyer, seller, quantity, state } of play.house.amendedTrades.values()) {
    if (state !== 'AMENDED') continue;
    for (const side of [buyer, seller])
      expect(side.reduce((sum, part) => sum + part.lots, 0)).toBe(Number(quantity));
  }
  return play;
}

/** What a play was made of, by the names that the guard below has for it. */
const madeOf = (play: HousePlay): string[] => [
  ...play.events.map(({ type }) => type),
  ...play
    .of('LotsTransferred')
    .map(({ request: { type }, collateral }) =>
      collateral ? 'a transfer with collateral' : (TRANSFERS[type] ?? type),
    ),
];

describe('through any mixture of trades, corrections, give-ups, allocations, transfers and cycles', () => {
  it('positions and books add up to nothing, and the ledger alone gives the same', () => {
    fc.assert(
      fc.property(mixtures, (steps) => void expectSound(steps)),
      { numRuns: 60 },
    );
  });

  it('of which each kind comes about', () => {
    const given = fc.sample(mixtures, { numRuns: 60, seed: 4 });
    const seen = new Set(given.flatMap((steps) => madeOf(expectSound(steps))));
    const kinds = [
      'TAKE_UP',
      'a transfer',
      'a transfer with collateral',
      'an allocation',
      'ADJUST',
    ];
    const events = ['TradeBusted', 'TradeCorrected', 'OfferClosed'];
    expect([...kinds, ...events].filter((kind) => !seen.has(kind))).toEqual([]);
  });
});
