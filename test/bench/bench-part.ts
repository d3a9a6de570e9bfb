import type { BenchServers } from './bench-servers.js';
import { median, type Comparison } from './statistics.js';

/** A line of the table. */
export interface Line {
  readonly what: string;
  readonly figure: string;
}

/** What a measurement is given; it adds its lines to the table. */
export interface Bench {
  readonly quick: boolean;
  readonly install: boolean;
  readonly say: (text: string) => void;
  readonly lines: Line[];
}

/** A figure of the bench: what `--only` calls it, and how it is measured; the answer goes into the JSON. */
export type BenchPart = { readonly name: string; readonly what: string } & (
  | { readonly kind: 'memory'; measure(bench: Bench): Promise<object> | object }
  | {
      readonly kind: 'servers';
      measure(bench: Bench & { readonly servers: BenchServers }): Promise<object>;
    }
);

/** A number without decimals, its thousands apart. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
const RUNS = 3;
/** How often a measurement is repeated. */
export const runsOf = ({ quick }: Bench): number => (quick ? 1 : RUNS);

/** Measures as often as is asked for. */
export async function pairs(
  bench: Bench,
  measure: () => Promise<Comparison>,
): Promise<Comparison[]> {
  const measured: Comparison[] = [];
  for (let run = 1; run <= runsOf(bench); run++) {
    bench.say(`  run ${run} of ${runsOf(bench)}`);
    measured.push(await measure());
  }
  return measured;
}

/** Adds the medians of program and floor to the table, and of what one is of the other. */
export function comparison(
  { lines }: Bench,
  what: string,
  beside: string,
  runs: readonly Comparison[],
): object {
  const floor = median(runs.map((run) => run.floor));
  const program = median(runs.map((run) => run.program));
  const ratio = median(runs.map((run) => run.program / run.floor));
  lines.push(
    { what: `${what}: ${beside} (median of ${runs.length})`, figure: whole(floor) },
    { what: `${what}: program`, figure: whole(program) },
    { what: `${what}: program / ${beside} (median of pairs)`, figure: ratio.toFixed(2) },
  );
  return { floor, program, ratio, runs };
}
