import { setTimeout as sleep } from 'node:timers/promises';
import type { DefaultStep } from '#libs/domain/events/default-events.js';
import type { RawEvent } from '#libs/ledger/index.js';
import { BenchHouse } from './bench-house.js';
import type { BenchServers } from './bench-servers.js';
import { CycleFloor } from './cycle-floor.js';
import {
  CLOSED_OUT_AT,
  counterpartyOf,
  DATE,
  DEFAULTER,
  defaultDeposits,
  defaultMarket,
  defaultTrades,
  probingTrade,
  settlementPrices,
  type DefaultSize,
} from './default-market.js';
import { KafkaRoundTrip } from './kafka-round-trip.js';
import { messagesOf } from './settlement-cycle.bench.js';
import { median } from './statistics.js';
import { waitFor } from './wait-for.js';

/** One default of the largest member, in ms. */
export interface DefaultRun {
  /** From the confirmation's send to the first trade that a consumer sees refused. */
  readonly suspendedMs: number;
  /** The same with nothing decided: command there, its rows copied, answer back. */
  readonly suspensionFloorMs: number;
  /** From the close-out's send to the last message of the closing published. */
  readonly waterfallMs: number;
  /** Of that the decisions, until each was durable: close-out, loss, layers, closing. */
  readonly stepsMs: readonly number[];
  /** The same rows copied and messages sent, with a round trip for each command. */
  readonly waterfallFloorMs: number;
  readonly fills: number;
  readonly events: number;
  readonly layers: readonly string[];
}

const PROBE_EVERY_MS = 2;
const TRIPS = 15;

/** Opens a house, lets its largest member fail and takes the default to its closing. */
export async function measureDefault(
  servers: BenchServers,
  size: DefaultSize,
  say: (text: string) => void,
): Promise<DefaultRun> {
  const house = await BenchHouse.open(servers, defaultMarket(size));
  const floor = await CycleFloor.open(servers, house.kafka);
  const trip = await KafkaRoundTrip.open(house.kafka, 'floor.trade-status');
  try {
    await house.start('publisher');
    await openBook(house, size, say);
    const trips: number[] = [];
    for (let i = 0; i < TRIPS; i++) trips.push(await trip.measure());
    const tripMs = median(trips);
    const suspended = await suspend(house, size);
    await house.quiet();
    const waterfall = await runWaterfall(house, size);
    const suspensionFloorMs = 2 * tripMs + (await floor.copy(suspended.rows));
    const waterfallFloorMs =
      waterfall.stepsMs.length * tripMs +
      (await floor.copy(waterfall.rows)) +
      (await floor.send(messagesOf(waterfall.rows)));
    const { waterfallMs, stepsMs, fills, rows, layers } = waterfall;
    const { suspendedMs } = suspended;
    const floors = { suspensionFloorMs, waterfallFloorMs };
    return { suspendedMs, waterfallMs, stepsMs, fills, events: rows.length, layers, ...floors };
  } finally {
    await trip.close();
    await floor.close();
    await house.close();
  }
}

/** Deposits, trades, and an end of day at which everything is settled. */
async function openBook(
  house: BenchHouse,
  size: DefaultSize,
  say: (text: string) => void,
): Promise<void> {
  const trades = defaultTrades(size);
  const deposits = defaultDeposits(size);
  say(`  ${trades.length} trades`);
  const { position } = await house.reader.head();
  await house.send('collateral', deposits);
  await house.send('trades', trades);
  await house.reached(position + deposits.length + trades.length);
  await house.send('prices', settlementPrices(size));
  await house.quiet();
  await house.command({ type: 'SETTLE', cycleType: 'EOD', date: DATE });
  await house.quiet();
}

interface Suspended {
  readonly suspendedMs: number;
  readonly rows: readonly RawEvent[];
}

/** Confirms a declaration while trades of the member come in. */
async function suspend(house: BenchHouse, size: DefaultSize): Promise<Suspended> {
  await house.command({ type: 'DECLARE_DEFAULT', member: DEFAULTER, reason: 'INSOLVENCY' });
  const consumer = house.kafka.consumer({ groupId: 'suspension', maxWaitTimeInMs: 20 });
  const producer = house.kafka.producer();
  let [refusedMs, answered] = [Number.NaN, 0];
  try {
    await Promise.all([consumer.connect(), producer.connect()]);
    await consumer.subscribe({ topic: house.topic('trade-status'), fromBeginning: false });
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ message }) => {
        if (String(message.key).startsWith('P-')) answered += 1;
        const isRefused = String(message.value).includes('MEMBER_IN_DEFAULT');
        if (isRefused && Number.isNaN(refusedMs)) refusedMs = performance.now();
        return Promise.resolve();
      },
    });
    let probes = 0;
    const probe = async (): Promise<void> => {
      const { key, value } = probingTrade(size, probes++);
      const messages = [{ key, value: JSON.stringify(value) }];
      await producer.send({ topic: house.topic('trades'), messages });
    };
    // A consumer that was just made may not read yet.
    await waitFor('the answer to a trade', async () => {
      await probe();
      return answered > 0 || undefined;
    });
    const { position } = await house.reader.head();
    const order = house.order({ type: 'CONFIRM_DEFAULT', defaultId: 'main-D1' }, 'another');
    while (Number.isNaN(refusedMs)) {
      await probe();
      await sleep(PROBE_EVERY_MS);
    }
    const suspendedMs = refusedMs - (await order);
    await house.quiet();
    return { suspendedMs, rows: await decisionOf(house, position, 'DECLARED') };
  } finally {
    await producer.disconnect();
    await consumer.disconnect();
  }
}

/** The step and what its decision wrote beside it. */
async function decisionOf(
  house: BenchHouse,
  after: number,
  step: DefaultStep['step'],
): Promise<readonly RawEvent[]> {
  const { position } = await house.reader.head();
  const rows = await house.reader.rawPage(after, position - after);
  const taken = rows.find(
    ({ type, payloadText }) =>
      type === 'DefaultStepTaken' && payloadText.includes(`"step":"${step}"`),
  );
  if (!taken) throw new Error(`${step} was not taken`);
  return rows.filter(({ causation }) => causation === taken.causation);
}

interface WaterfallRun {
  readonly waterfallMs: number;
  readonly stepsMs: readonly number[];
  readonly fills: number;
  readonly rows: readonly RawEvent[];
  readonly layers: readonly string[];
}

/** From the close-out to the closing, one command after the other. */
async function runWaterfall(house: BenchHouse, size: DefaultSize): Promise<WaterfallRun> {
  const fills = await fillsOf(house, size);
  const defaultId = 'main-D1';
  const before = (await house.reader.head()).position;
  const startedMs = performance.now();
  const stepsMs: number[] = [];
  for (const body of [
    { type: 'CLOSE_OUT_DEFAULT', defaultId, fills, fees: '0.00' },
    { type: 'DETERMINE_LOSS', defaultId },
    { type: 'APPLY_LAYERS', defaultId },
    { type: 'CLOSE_DEFAULT', defaultId },
  ]) {
    const stepMs = performance.now();
    await house.command(body);
    stepsMs.push(performance.now() - stepMs);
  }
  const { position } = await house.reader.head();
  const waterfallMs = (await house.published(position)) - startedMs;
  const rows = await house.reader.rawPage(before, position - before);
  const steps = await house.payloads<DefaultStep>('DefaultStepTaken');
  const layers = steps.flatMap((step) => (step.step === 'LAYER_APPLIED' ? [step.layer] : []));
  return { waterfallMs, stepsMs, fills: fills.length, rows, layers };
}

/** Fills for all that was frozen. */
async function fillsOf(house: BenchHouse, size: DefaultSize): Promise<object[]> {
  const steps = await house.payloads<DefaultStep>('DefaultStepTaken');
  const declared = steps.find((step) => step.step === 'DECLARED');
  if (declared?.step !== 'DECLARED') throw new Error('nothing is declared');
  return declared.accounts.flatMap(({ account, positions }) =>
    positions.map(({ instrument, quantity }) => ({
      account,
      instrument,
      quantity: String(-Number(quantity)),
      price: CLOSED_OUT_AT,
      counterparty: counterpartyOf(size),
    })),
  );
}
