import { CloudEventHeaderBuilder } from '#libs/contracts/cloud-events.js';
import type { RawEvent } from '#libs/ledger/index.js';
import type { OutgoingMessage } from '#libs/messaging/outgoing-message.js';
import { ledgerMessage, noticeOf } from '#libs/publishing/messages-of-event.js';
import { BenchHouse } from './bench-house.js';
import type { BenchServers } from './bench-servers.js';
import { CycleFloor } from './cycle-floor.js';
import {
  dateOf,
  officialPrices,
  settlementDeposits,
  settlementMarket,
  settlementTrades,
  type SettlementSize,
} from './settlement-market.js';

/** One cycle, in ms from its command on. */
export interface CycleRun {
  readonly durableMs: number;
  readonly publishedMs: number;
  /** Until requirements of all accounts with their new balances are published too. */
  readonly requirementsMs: number;
  /** Copying the same rows into Postgres, nothing else. */
  readonly copyMs: number;
  /** Sending the same messages with bare kafkajs, nothing else. */
  readonly sendMs: number;
}

export interface Cycles {
  readonly accounts: number;
  readonly lines: number;
  readonly rowBytes: number;
  readonly messageBytes: number;
  readonly runs: readonly CycleRun[];
}

/** So many cycles are run before it counts. */
const WARM_UP = 1;

/** Ends of day for accounts that all hold every instrument, each beside its floor. */
export async function measureCycles(
  servers: BenchServers,
  size: SettlementSize,
  runs: number,
  say: (text: string) => void,
): Promise<Cycles> {
  const house = await BenchHouse.open(servers, settlementMarket(size));
  const floor = await CycleFloor.open(servers, house.kafka);
  try {
    await house.start('publisher');
    const trades = settlementTrades(size);
    say(`  ${trades.length} trades`);
    const { position } = await house.reader.head();
    await house.send('collateral', settlementDeposits(size));
    await house.send('trades', trades);
    await house.reached(position + trades.length + size.accounts);
    const measured: CycleRun[] = [];
    let [rowBytes, messageBytes] = [0, 0];
    for (let day = 1; day <= runs + WARM_UP; day++) {
      say(`  cycle ${day} of ${runs + WARM_UP}`);
      const { rows, ...times } = await runCycle(house, size, day);
      const messages = messagesOf(rows);
      rowBytes = sum(rows.map(({ payloadText }) => Buffer.byteLength(payloadText)));
      messageBytes = sum(messages.map(({ value }) => Buffer.byteLength(value ?? '')));
      const copyMs = await floor.copy(rows);
      const sendMs = await floor.send(messages);
      if (day > WARM_UP) measured.push({ ...times, copyMs, sendMs });
    }
    const lines = size.accounts * size.instruments;
    return { accounts: size.accounts, lines, rowBytes, messageBytes, runs: measured };
  } finally {
    await floor.close();
    await house.close();
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);

type Times = Pick<CycleRun, 'durableMs' | 'publishedMs' | 'requirementsMs'>;

async function runCycle(
  house: BenchHouse,
  size: SettlementSize,
  day: number,
): Promise<Times & { readonly rows: readonly RawEvent[] }> {
  const { position } = await house.reader.head();
  await house.send('prices', officialPrices(size, day));
  await house.reached(position + size.instruments);
  await house.quiet();
  const before = (await house.reader.head()).position;
  // The cycle, each account's part, that it is settled, and the answer to the command.
  const parts = before + 1 + size.accounts;
  const startedMs = await house.order({ type: 'SETTLE', cycleType: 'EOD', date: dateOf(day) });
  const durableMs = (await house.reached(parts)) - startedMs;
  const publishedMs = (await house.published(parts)) - startedMs;
  const requirementsMs = (await house.quiet()) - startedMs;
  const rows = await house.reader.rawPage(before, size.accounts + 1);
  const settled = rows.filter(({ type }) => type === 'AccountSettled').length;
  if (settled !== size.accounts) throw new Error(`${settled} accounts were settled`);
  return { durableMs, publishedMs, requirementsMs, rows };
}

/** What the publisher sends of events. */
export function messagesOf(rows: readonly RawEvent[]): OutgoingMessage[] {
  const headers = new CloudEventHeaderBuilder('main');
  const context = { ledgerId: 'main', topicPrefix: 'floor', headers };
  return rows.flatMap((row) => {
    const notice = noticeOf(context, row);
    return notice ? [ledgerMessage(context, row), notice] : [ledgerMessage(context, row)];
  });
}
