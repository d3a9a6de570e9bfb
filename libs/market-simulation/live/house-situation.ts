import type { OperatorClient } from '#libs/operator-client/operator-client.js';
import type { CallMessage } from '../link/open-calls.js';
import { CYCLE_PAGES_MAX } from '../limits.js';

/** Where a clearing house stands, so that a market can go on where it was. */
export interface HouseSituation {
  /** Of the last end-of-day cycle; undefined before the first. */
  readonly lastEndOfDay: string | undefined;
  /** The latest settlement price of each instrument that has one. */
  readonly lastPrices: ReadonlyMap<string, string>;
  readonly positions: readonly { account: string; instrument: string; net: string }[];
  readonly openCalls: readonly CallMessage[];
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

interface CycleItem {
  readonly type: 'EOD' | 'INTRADAY';
  readonly businessDate: string;
  readonly status: 'BLOCKED' | 'BOOKED' | 'SETTLED';
  readonly prices?: readonly { readonly instrument: string; readonly settlementPrice: string }[];
}

const PAGE = 1_000;
const OPEN_STATUSES = ['ISSUED', 'PARTIALLY_MET', 'OVERDUE'] as const;

/** Asks over HTTP where a clearing house stands. @throws OperatorProblem, UnreachableError */
export async function readSituation(client: OperatorClient): Promise<HouseSituation> {
  const lastPrices = new Map<string, string>();
  let lastEndOfDay: string | undefined;
  await eachItem<CycleItem>(client, 'settlement-cycles', {}, (cycle) => {
    if (cycle.status === 'BLOCKED') return;
    if (cycle.type === 'EOD') lastEndOfDay = cycle.businessDate;
    for (const { instrument, settlementPrice } of cycle.prices ?? []) {
      lastPrices.set(instrument, settlementPrice);
    }
  });
  const positions: { account: string; instrument: string; net: string }[] = [];
  await eachItem<{ account: string; instrument: string; net: string }>(
    client,
    'positions',
    {},
    (position) => positions.push(position),
  );
  const openCalls: CallMessage[] = [];
  for (const status of OPEN_STATUSES) {
    await eachItem<CallMessage>(client, 'margin-calls', { status }, (call) => openCalls.push(call));
  }
  return { lastEndOfDay, lastPrices, positions, openCalls };
}

async function eachItem<Item>(
  client: OperatorClient,
  path: string,
  query: Record<string, string>,
  take: (item: Item) => void,
): Promise<void> {
  let cursor: string | undefined;
  for (let page = 0; page < CYCLE_PAGES_MAX; page++) {
    const answer = (await client.get(path, { ...query, limit: PAGE, cursor })) as Page<Item>;
    for (const item of answer.items) take(item);
    if (answer.nextCursor === null) return;
    cursor = answer.nextCursor;
  }
}
