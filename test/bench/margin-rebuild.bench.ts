import fs from 'node:fs';
import path from 'node:path';
import { accountRequirement } from '#libs/domain/margin-model/account-requirement.js';
import type { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { cubeMarket, type CubeMarket } from './margin-cube-market.js';
import { findNumpy, INSTALL_COMMAND, installNumpy, runPython } from './numpy.js';
import { rowOf, writeRebuildBook } from './rebuild-book.js';
import { median } from './statistics.js';

export interface Rebuild {
  readonly source: string;
  /** Milliseconds of one thread, median: 10,000 requirements from rows that are there. */
  readonly programMs: number;
  /** The rows themselves: 200 instruments over all scenarios. */
  readonly rowsMs: number;
  /** Absent where there is no numpy; `missing` then says how to get it. */
  readonly numpy?: {
    readonly ms: number;
    readonly versions: string;
    /** The same requirements to the minor unit, both rounded up. */
    readonly differing: number;
  };
  readonly missing?: string;
  readonly memory: {
    readonly residentMb: number;
    readonly heapMb: number;
    readonly externalMb: number;
  };
}

const ACCOUNTS = 10_000;
const MB = 1_048_576;
/** Double precision against exact fractions: below this nothing is rounded up. */
const ROUNDING = 1e-4;

/** Requirements of 10,000 accounts with 20 positions each, from rows, beside numpy on the same book. */
export async function rebuildAccounts(runs: number, install: boolean): Promise<Rebuild> {
  const market = cubeMarket(ACCOUNTS);
  const rowsMs = elapsed(() => {
    for (const instrument of market.underlyingOf.keys()) rowOf(market, instrument);
  });
  let requirements = requirementsOf(market, market.newBooks());
  const times = Array.from({ length: runs }, () => {
    // From rows means from rows: a book that was measured before knows its measures.
    const books = market.newBooks();
    return elapsed(() => {
      requirements = requirementsOf(market, books);
    });
  });
  const memory = memoryOf(market);
  const numpy = await besideNumpy(market, requirements, runs, install);
  return {
    source: market.source,
    programMs: median(times),
    rowsMs,
    ...numpy,
    memory,
  };
}

/** What the process holds with all rows, and all books measured. */
function memoryOf(market: CubeMarket): Rebuild['memory'] {
  const books = market.newBooks();
  requirementsOf(market, books);
  const { rss, heapUsed, external } = process.memoryUsage();
  const inMb = (bytes: number): number => Math.round(bytes / MB);
  return { residentMb: inMb(rss), heapMb: inMb(heapUsed), externalMb: inMb(external) };
}

function requirementsOf({ cube }: CubeMarket, books: readonly MarginBook[]): Float64Array {
  return Float64Array.from(books, (book) => {
    const result = accountRequirement(book, cube);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return Number(result.value.requirementMinor);
  });
}

async function besideNumpy(
  market: CubeMarket,
  requirements: Float64Array,
  runs: number,
  install: boolean,
): Promise<Pick<Rebuild, 'numpy' | 'missing'>> {
  if (install && (await findNumpy()) === undefined) await installNumpy();
  const python = await findNumpy();
  if (python === undefined)
    return { missing: `no numpy: run with --install, or ${INSTALL_COMMAND}` };
  const folder = path.join(PROJECT_ROOT, '.data', `bench-rebuild-${process.pid}`);
  fs.mkdirSync(folder, { recursive: true });
  try {
    writeRebuildBook(folder, market);
    const script = path.join(PROJECT_ROOT, 'test/bench/rebuild-floor.py');
    const stdout = await runPython(python, [script, folder, String(runs)]);
    const said = JSON.parse(stdout) as { ms: number[]; versions: string };
    const theirs = readDoubles(path.join(folder, 'requirements.f64'));
    const differing = requirements.filter(
      (ours, i) => Math.abs(ours - Math.ceil((theirs[i] ?? Number.NaN) - ROUNDING)) !== 0,
    ).length;
    return { numpy: { ms: median(said.ms), versions: said.versions, differing } };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function readDoubles(file: string): Float64Array {
  const bytes = fs.readFileSync(file);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

function elapsed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
