import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import {
  CONDITIONS,
  type Conditions,
  INSTRUMENTS,
  mixedMarket,
} from '#libs/domain/margin-model/mixed-market.fixture.js';
import type { UnitRow } from '#libs/domain/margin-model/unit-row.js';
import { readSmile } from '#libs/domain/volatility/read-smile.js';
import { CHUNK_ROWS_MAX, CHUNKS_PER_THREAD_MAX, FAILURES_MAX } from './limits.js';
import { RowPool, type RowPoolOptions } from './row-pool.js';
import { compileModules, POOL } from './testing/compiled-modules.js';
import { workerProgram } from './testing/worker-program.js';

const program = workerProgram();
const workerHref = program.href;
const pools: RowPool[] = [];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'margin-pool-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

function poolOf(given: Partial<RowPoolOptions> = {}): RowPool {
  const pool = new RowPool({
    threads: 2,
    onRows: () => undefined,
    onLost: () => undefined,
    program,
    ...given,
  });
  pools.push(pool);
  return pool;
}

const OPTIONS = INSTRUMENTS.filter(({ type }) => type === 'option').map(({ id }) => id);

/** The rows of all options that are over scenarios; they are not computed yet. */
function openRows(cube: MarginCube): UnitRow[] {
  return OPTIONS.flatMap((id) => {
    const row = cube.row(id);
    if (!row.ok) throw new Error(row.error.code);
    return row.value.task ? [row.value] : [];
  });
}

const until = (what: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(what()).toBe(true), { timeout: 15_000, interval: 1 });

const bitsOf = (row: UnitRow): Buffer => {
  const { buffer, byteOffset, byteLength } = row.pnl;
  return Buffer.from(buffer, byteOffset, byteLength);
};

const volatility = fc.double({ min: 0.01, max: 4.9, noNaN: true });
const smiles = fc
  .uniqueArray(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 })
  .chain((at) =>
    fc.tuple(...at.toSorted((a, b) => a - b).map((k) => fc.tuple(fc.constant(k), volatility))),
  )
  .map((nodes) => {
    const smile = readSmile(
      nodes.map(([logMoneyness, level]) => ({ logMoneyness, volatility: level })),
    );
    if (!smile.ok) throw new Error(smile.error.code);
    return smile.value;
  });
const surfaces = fc.tuple(smiles, smiles).map(
  ([near, far]) =>
    [
      { years: 0.02, smile: near },
      { years: 0.4, smile: far },
    ] as const,
);

/** Prices of every sign, smiles and levels of every shape, long before and after expiries. */
const conditions: fc.Arbitrary<Conditions> = fc
  .record({
    near: fc.integer({ min: 1, max: 40_000 }),
    oil: fc.integer({ min: -4_000, max: 9_000 }),
    spot: fc.double({ min: 0.01, max: 400, noNaN: true }),
    surface: surfaces,
    other: surfaces,
    yen: fc.integer({ min: 1, max: 99 }),
    quarters: fc.integer({ min: 0, max: 6_000 }),
    rung: fc.constantFrom(1, 1.5),
  })
  .map(({ near, oil, spot, surface, other, yen, quarters, rung }) => ({
    ticks: { ...CONDITIONS.ticks, 'A-NEAR': near, 'C-FUT': oil },
    spots: { ...CONDITIONS.spots, A: spot, B: spot * 1.1, C: oil / 100 },
    surfaces: { ...CONDITIONS.surfaces, A: surface, B: other, C: surface },
    rates: { EUR: '1.0842', JPY: `0.00${yen}` },
    nowMs: CONDITIONS.nowMs + quarters * 900_000,
    regimes: { A: rung },
  }));

describe('rows that other threads compute', () => {
  it('are those that are computed in place, bit for bit, whatever is priced', async () => {
    const pool = poolOf();
    await fc.assert(
      fc.asyncProperty(conditions, async (given) => {
        const rows = openRows(mixedMarket({}, {}, given));
        const inPlace = openRows(mixedMarket({}, {}, given));
        expect(rows.length).toBeGreaterThan(6);
        pool.want(rows);
        await until(() => rows.every(({ task }) => task === undefined));
        rows.forEach((row, i) => {
          expect(inPlace[i]!.task).toBeDefined();
          expect(bitsOf(row).equals(bitsOf(inPlace[i]!))).toBe(true);
          expect(row.peak).toBe(inPlace[i]!.peak);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('come in the order in which they are wanted, and are told of', async () => {
    const come: string[][] = [];
    // Those of one liquidation group: rows over different scenarios go in messages of their own.
    const rows = openRows(mixedMarket())
      .filter(({ values }) => values.underlying !== 'E')
      .toReversed();
    const there = (): string[] =>
      rows.filter(({ task }) => !task).map(({ values }) => values.instrument);
    const onRows = (): void => void come.push(there());
    const pool = poolOf({ threads: 1, onRows });
    pool.want(rows);
    await until(() => there().length === rows.length);
    expect(come[0]).toEqual(rows.slice(0, CHUNK_ROWS_MAX).map(({ values }) => values.instrument));
    expect(come.length).toBe(Math.ceil(rows.length / CHUNK_ROWS_MAX));
  });

  it('do not replace what was computed in place meanwhile', async () => {
    const pool = poolOf();
    const rows = openRows(mixedMarket());
    pool.want(rows);
    const built = rows.map(({ pnl }) => pnl);
    await new Promise((resolve) => setTimeout(resolve, 50));
    rows.forEach((row, i) => expect(row.pnl).toBe(built[i]));
  });
});

describe('a burst of prices', () => {
  it('leaves no queue: only the rows wanted last wait, and those that were begun are finished', async () => {
    const pool = poolOf({ threads: 1 });
    let last: UnitRow[] = [];
    const asked: UnitRow[][] = [];
    for (let tick = 0; tick < 80; tick++) {
      const spots = { ...CONDITIONS.spots, B: 100 + tick / 10 };
      last = openRows(mixedMarket({}, {}, { ...CONDITIONS, spots }));
      asked.push(last);
      pool.want(last);
      expect(pool.waitingRows).toBeLessThanOrEqual(last.length);
    }
    await until(() => last.every(({ task }) => !task));
    const computed = asked.flat().filter(({ task }) => !task).length;
    const begun = CHUNK_ROWS_MAX * CHUNKS_PER_THREAD_MAX;
    expect(computed).toBeLessThanOrEqual(last.length + begun);
  });
});

describe('a thread that ends', () => {
  /** A program that ends as soon as it is asked for rows, with or without a reason. */
  function failing(text: string): URL {
    const file = path.join(fs.mkdtempSync(path.join(folder, 'failing-')), 'worker.mjs');
    fs.writeFileSync(file, text);
    return pathToFileURL(file);
  }

  it.each([
    ['an error', "throw new Error('out of order')", 'out of order'],
    ['its exit', 'process.exit(3)', 'ended with 3'],
  ])('by %s takes no row with it: they are computed in place', async (_, what, message) => {
    const program = failing(
      `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { ${what} });`,
    );
    const lost: [string, boolean][] = [];
    let told = 0;
    const onLost: RowPoolOptions['onLost'] = (error, replaced) =>
      void lost.push([String(error), replaced]);
    const pool = poolOf({ threads: 1, program, onLost, onRows: () => (told += 1) });
    const rows = openRows(mixedMarket());
    pool.want(rows);
    expect(rows.every((row) => pool.willCome(row))).toBe(true);
    await until(() => rows.every((row) => !pool.willCome(row)));
    expect(lost[0]?.[0]).toContain(message);
    expect(lost[0]?.[1]).toBe(true);
    expect(told).toBeGreaterThan(0);
    const inPlace = openRows(mixedMarket());
    rows.forEach((row, i) => expect(bitsOf(row).equals(bitsOf(inPlace[i]!))).toBe(true));
  });

  it('is replaced, and its place computes what is wanted next', async () => {
    const flag = path.join(folder, 'failed-once');
    const program = failing(`import fs from 'node:fs';
      if (!fs.existsSync(${JSON.stringify(flag)})) { fs.writeFileSync(${JSON.stringify(flag)}, ''); throw new Error('once'); }
      await import(${JSON.stringify(workerHref)});`);
    const onLost = vi.fn<RowPoolOptions['onLost']>();
    const pool = poolOf({ threads: 1, program, onLost });
    pool.want(openRows(mixedMarket()));
    await until(() => onLost.mock.calls.length > 0);
    const rows = openRows(mixedMarket());
    pool.want(rows);
    await until(() => rows.every(({ task }) => !task));
    expect(onLost).toHaveBeenCalledTimes(1);
  });

  it('again and again is not replaced any more, and nothing waits for it', async () => {
    const onLost = vi.fn<RowPoolOptions['onLost']>();
    const pool = poolOf({ threads: 1, program: new URL('file:///no/such/worker.js'), onLost });
    await until(() => onLost.mock.calls.length === FAILURES_MAX);
    const [row] = openRows(mixedMarket());
    expect(pool.willCome(row!)).toBe(false);
    pool.want([row!]);
    expect(pool.waitingRows).toBe(0);
    expect(onLost.mock.calls.map(([, replaced]) => replaced)).toEqual([
      ...Array.from({ length: FAILURES_MAX - 1 }, () => true),
      false,
    ]);
  });

  it('because the pool is closed is no failure, and rows of a closed pool do not come', async () => {
    const onLost = vi.fn<RowPoolOptions['onLost']>();
    const pool = poolOf({ onLost });
    const rows = openRows(mixedMarket());
    pool.want(rows);
    await pool.close();
    expect(rows.some((row) => pool.willCome(row))).toBe(false);
    expect(onLost).not.toHaveBeenCalled();
  });
});

describe('a process', () => {
  it('ends by itself while threads still wait for work', () => {
    const pool = compileModules(folder, [POOL]).get(POOL)!;
    const script = `import { RowPool } from ${JSON.stringify(pool.href)};
      new RowPool({ threads: 2, onRows() {}, onLost() {}, program: new URL(${JSON.stringify(program.href)}) });
      setTimeout(() => console.log('over'), 200);`;
    const file = path.join(folder, 'script.mjs');
    fs.writeFileSync(file, script);
    const ended = spawnSync(process.execPath, [file], { timeout: 10_000, encoding: 'utf8' });
    expect(ended).toMatchObject({ status: 0, signal: null, stdout: 'over\n' });
  });
});
