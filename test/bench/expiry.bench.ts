import { createHash } from 'node:crypto';
import { collectGarbage } from './collect-garbage.js';
import {
  contraryInstructions,
  endOfDay,
  expiryOpening,
  expiryTrades,
  finalPrice,
  type ExpirySize,
} from './expiry-market.js';
import { MemoryHouse } from './memory-house.js';

/** One expiry, in the core alone. */
export interface ExpiryRun {
  /** From the order to end the day until every event is decided, folded, encoded and hashed. */
  readonly cycleMs: number;
  /** Writing the same events as JSON and hashing them, nothing else. */
  readonly floorMs: number;
  /** Evaluating every account after it. */
  readonly evaluateMs: number;
  readonly events: number;
  readonly bytes: number;
  /** In use before the cycle, at most during it (no garbage collected), and after it. */
  readonly heapMb: { readonly before: number; readonly during: number; readonly after: number };
  /** Positions that are left. */
  readonly left: number;
}

const BATCH = 2_000;

/** Everything expires in one cycle: exercise, assignment drawn for every series, positions gone. */
export function expireAll(size: ExpirySize): ExpiryRun {
  const lines: string[] = [];
  let isCycle = false;
  const core = new MemoryHouse((line) => {
    if (isCycle) lines.push(line);
  });
  core.batch(expiryOpening(size));
  const trades = expiryTrades(size);
  for (let from = 0; from < trades.length; from += BATCH)
    core.batch(trades.slice(from, from + BATCH));
  trades.length = 0;
  core.batch([...contraryInstructions(size), finalPrice]);
  collectGarbage();
  const before = heapMb();
  isCycle = true;
  const started = performance.now();
  core.batch([endOfDay]);
  const cycleMs = performance.now() - started;
  const during = heapMb();
  isCycle = false;
  const bytes = lines.reduce((sum, line) => sum + line.length, 0);
  const floorMs = bareWriting(lines);
  const events = lines.length;
  lines.length = 0;
  collectGarbage();
  const after = heapMb();
  const evaluating = performance.now();
  core.evaluate();
  const evaluateMs = performance.now() - evaluating;
  let left = 0;
  for (const holdings of core.house.trading.holdings.values()) left += holdings.size;
  return { cycleMs, floorMs, evaluateMs, events, bytes, heapMb: { before, during, after }, left };
}

const heapMb = (): number => process.memoryUsage().heapUsed / 1024 ** 2;

/** What it takes to write the payloads as JSON and to hash them. */
function bareWriting(lines: readonly string[]): number {
  const payloads = lines.map((line) => JSON.parse(payloadOf(line)) as unknown);
  const started = performance.now();
  let hash = '';
  for (const payload of payloads)
    hash = createHash('sha256').update(hash).update(JSON.stringify(payload)).digest('hex');
  return performance.now() - started;
}

/** The payload of an event as it would be copied; those of a cycle have nothing to escape. */
const payloadOf = (line: string): string =>
  line.split('\t').find((each) => each.startsWith('{')) ?? '{}';
