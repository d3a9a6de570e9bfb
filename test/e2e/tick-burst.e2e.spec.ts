import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { walkedCloses } from '#libs/domain/testing/historical-house.js';
import { fold } from '#libs/domain/testing/house-play.js';
import { REFERENCE_DOCUMENT } from '../support/reference-document.js';
import { SeededRandom } from '../bench/seeded-random.js';
import type { ServiceProcess } from '../support/service-process.js';
import { TestHouse, type TestMessage } from '../support/test-house.js';
import { waitUntil } from '../support/wait-until.js';

const MEMBERS = 20;
const ACCOUNTS_PER_MEMBER = 20;
const OPTIONS = 50;
const BURST = 5_000;
const START_MS = Date.parse('2026-11-20T14:00:00.000Z');
const SOURCE = { source: 'XSIM' };

/** The house of the tests with options on SPX, which is margined from history, and many accounts. */
const DOCUMENT = {
  ...REFERENCE_DOCUMENT,
  members: Array.from({ length: MEMBERS }, (_, m) => ({
    id: `M${m}`,
    name: `Member ${m}`,
    accounts: Array.from({ length: ACCOUNTS_PER_MEMBER }, (__, a) => ({
      id: `A${a}`,
      type: 'house',
      marginMode: 'portfolio',
    })),
  })),
  underlyings: REFERENCE_DOCUMENT.underlyings.map((each) =>
    each.id === 'SPX' ? { ...each, method: 'fhs', minimumHistory: 100 } : each,
  ),
  instruments: [
    ...REFERENCE_DOCUMENT.instruments,
    ...Array.from({ length: OPTIONS }, (_, i) => ({
      id: `SPX-O${i}`,
      type: 'option',
      underlying: 'SPX',
      currency: 'USD',
      tickSize: '0.05',
      tickValueMinor: 250,
      expiry: '2027-12-17T21:00:00.000Z',
      forward: 'SPX-FUT',
      right: i % 2 === 0 ? 'call' : 'put',
      strike: String(4_500 + 20 * i),
      premiumStyle: 'premium',
    })),
  ],
};

let house: TestHouse;
let core: ServiceProcess;
let millis = 0;
/** The time of the next message: a millisecond after the last. */
const nextTime = (): string => new Date(START_MS + millis++).toISOString();

const random = new SeededRandom(11);
const accountOf = (i: number): string =>
  `M${Math.floor(i / ACCOUNTS_PER_MEMBER)}/A${i % ACCOUNTS_PER_MEMBER}`;

const command = (id: string, body: object): TestMessage => ({
  topic: 'commands',
  key: 'main',
  value: { commandId: id, ledger: 'main', by: 'op', body },
});
const tick = (symbol: string, points: string): TestMessage => ({
  topic: 'prices',
  key: symbol,
  value: { symbol, price: points, observedAt: nextTime(), ...SOURCE },
});

function trade(id: string, instrument: string, buyer: number, seller: number): TestMessage {
  const legs = { buyer: accountOf(buyer), seller: accountOf(seller), executedAt: nextTime() };
  const given = { tradeId: id, venue: 'XSIM', instrument, quantity: '2', price: '100.00' };
  return { topic: 'trades', key: instrument, value: { ...given, ...legs } };
}

/** Every account holds ten of the options. */
function positions(): TestMessage[] {
  const accounts = MEMBERS * ACCOUNTS_PER_MEMBER;
  return Array.from({ length: (accounts / 2) * 10 }, (_, i) => {
    const [buyer, by] = [(2 * i) % accounts, 1 + 2 * random.whole(accounts / 2)];
    return trade(`T-${i}`, `SPX-O${i % OPTIONS}`, buyer, (buyer + by) % accounts);
  });
}

/** What the core last wrote of each account. */
async function requirements(): Promise<Map<string, { requirement: string; position: number }>> {
  const { rows } = await house.pool.query<{ account: string; payload: string }>(
    "SELECT account, payload FROM margin_requirement WHERE ledger_id = 'main'",
  );
  return new Map(
    rows.map(({ account, payload }) => [
      account,
      JSON.parse(payload) as { requirement: string; position: number },
    ]),
  );
}

beforeAll(async () => {
  const databaseUrl = inject('databaseUrl');
  house = await TestHouse.open({ databaseUrl, kafkaBrokers: inject('kafkaBrokers') });
  core = await house.start('core').ready();
  await house.send([
    command('apply', { type: 'APPLY_REFERENCE_DATA', document: DOCUMENT }),
    command('closes', { type: 'IMPORT_HISTORY', symbol: 'SPX', closes: walkedCloses(7, 4800) }),
  ]);
  await house.decided();
  const level = { underlying: 'SPX', volatility: '0.18', tenorDays: 30, ...SOURCE };
  await house.send([
    tick('SPX-FUT', '5000.00'),
    tick('NDX-FUT', '100.00'),
    { topic: 'volatilities', key: 'SPX', value: { ...level, observedAt: nextTime() } },
  ]);
  await house.decided();
  await house.send(positions());
  await house.decided(60_000);
  const refused = (await house.events()).find(
    (event) =>
      event.type === 'TradeRejected' ||
      event.type === 'MessageQuarantined' ||
      (event.type === 'CommandAnswered' && event.payload.outcome !== 'DONE'),
  );
  if (refused) throw new Error(`the market does not open: ${refused.payloadText}`);
});

afterAll(() => house?.close());

describe('a burst of prices of an underlying with options', () => {
  it('leaves no queue, and every requirement is that of the last price', async () => {
    const { evaluationSeq: before } = await house.reader.head();
    const last = '5042.25';
    await house.send(
      Array.from({ length: BURST }, (_, i) =>
        tick('SPX-FUT', i === BURST - 1 ? last : (4_990 + (i % 80) * 0.25).toFixed(2)),
      ),
    );
    await house.decided(60_000);
    const { evaluationSeq: after } = await house.reader.head();
    // Coalesced: nothing like one evaluation for each price.
    expect(after - before).toBeLessThan(BURST / 5);
    const folded = fold('main', await house.events());
    const engine = new MarginEngine(folded);
    const written = await requirements();
    expect(written.size).toBe(MEMBERS * ACCOUNTS_PER_MEMBER);
    for (const [account, { requirement }] of written)
      expect(requirement, account).toBe(formatUnits(engine.requirement(account).totalMinor, 2));
    expect(folded.market.prices.get('SPX-FUT')?.price).toBe(last);
    expect(core.hasEnded, core.tail()).toBe(false);
    expect(core.hasLogged(/a thread that revalues options ended/)).toBe(false);
  });

  it('does not hold up trades: they are decided while accounts are still evaluated', async () => {
    let isBetween = false;
    for (let attempt = 0; attempt < 5 && !isBetween; attempt++) {
      const { evaluationSeq: before } = await house.reader.head();
      await house.send([tick('SPX-FUT', `${5_000 + attempt}.00`)]);
      const isBegun = async (): Promise<boolean> =>
        (await house.reader.head()).evaluationSeq > before;
      await waitUntil('the evaluation has begun', isBegun);
      await house.send([trade(`LIVE-${attempt}`, 'NDX-FUT', attempt, 399 - attempt)]);
      await house.decided();
      const novated = (await house.events()).findLast(({ type }) => type === 'TradeNovated');
      const positionOf = [...(await requirements()).values()].map(({ position }) => position);
      const at = novated?.position ?? 0;
      // Two accounts are evaluated for the trade itself, all others for the price.
      isBetween =
        positionOf.some((position) => position < at) &&
        positionOf.filter((position) => position >= at).length > 2;
    }
    expect(isBetween).toBe(true);
  });

  it('ends with the process: threads do not keep a core that is told to stop', async () => {
    await house.send([tick('SPX-FUT', '5100.00')]);
    expect(await core.stop()).toBe(0);
  });
});
