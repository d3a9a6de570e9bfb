import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SMALLEST_MAX, VectorKernel, type KernelRow } from './vector-kernel.js';

const rowOf = (name: string, pnl: readonly number[]): KernelRow => ({
  name,
  pnl: Float64Array.from(pnl),
  place: undefined,
});

const QUANTA_MAX = 2 ** 40;
const quanta = fc.integer({ min: -QUANTA_MAX, max: QUANTA_MAX });
const lots = fc.integer({ min: -500, max: 500 });

/** Rows of one length with lots; now and then two rows of one name. */
const weightedRows = fc.integer({ min: 1, max: 40 }).chain((length) =>
  fc
    .array(
      fc.record({
        lots,
        name: fc.integer({ min: 0, max: 30 }).map((n) => `R${n}`),
        pnl: fc.array(quanta, { minLength: length, maxLength: length }),
      }),
      { minLength: 0, maxLength: 14 },
    )
    .map((rows) => ({ length, rows })),
);

describe('the kernel that adds up rows', () => {
  it('gives the exact sum of lots times row, whatever rows it held before', () => {
    const kernels = new Map<number, VectorKernel>();
    fc.assert(
      fc.property(weightedRows, ({ length, rows }) => {
        const kernel = kernels.get(length) ?? new VectorKernel(length);
        kernels.set(length, kernel);
        const given = rows.map((each) => ({ lots: each.lots, row: rowOf(each.name, each.pnl) }));
        const expected = Array.from({ length }, (_, s) =>
          rows.reduce((sum, each) => sum + BigInt(each.lots) * BigInt(each.pnl[s]!), 0n),
        );
        for (let again = 0; again < 2; again++)
          expect([...kernel.sum(given)].map(BigInt)).toEqual(expected);
      }),
    );
  });

  it('holds more rows than it has room for at first, and still knows each', () => {
    const kernel = new VectorKernel(3_000);
    const rows = Array.from({ length: 200 }, (_, i) =>
      rowOf(
        `R${i}`,
        Array.from({ length: 3_000 }, (__, s) => i * s),
      ),
    );
    for (let round = 0; round < 2; round++)
      for (const [i, row] of rows.entries()) {
        const sum = kernel.sum([{ lots: 2, row }]);
        expect([sum[1], sum[2_999]]).toEqual([2 * i, 2 * i * 2_999]);
      }
  });

  it('refuses a row of another length', () => {
    const kernel = new VectorKernel(8);
    expect(() => kernel.sum([{ lots: 1, row: rowOf('R', [1, 2]) }])).toThrow(/one length/);
  });
});

describe('the kernel that selects the smallest numbers', () => {
  it('finds those that sorting finds, in any part of the vector', () => {
    const vectors = fc.array(fc.oneof(quanta, fc.integer({ min: -3, max: 3 })), {
      minLength: 1,
      maxLength: 400,
    });
    const parts = fc.record({ vector: vectors, a: fc.nat(), b: fc.nat(), k: fc.nat() });
    fc.assert(
      fc.property(parts, ({ vector, a, b, k }) => {
        const from = a % vector.length;
        const to = from + 1 + (b % (vector.length - from));
        const count = 1 + (k % Math.min(SMALLEST_MAX, to - from));
        const kernel = new VectorKernel(vector.length);
        kernel.sum([{ lots: 1, row: rowOf('R', vector) }]);
        const found = new Float64Array(count);
        kernel.smallest(from, to, count, found);
        const sorted = Float64Array.from(vector.slice(from, to)).sort();
        expect([...found]).toEqual([...sorted.subarray(0, count)]);
      }),
    );
  });

  it('refuses more numbers than it keeps', () => {
    const kernel = new VectorKernel(100);
    const into = new Float64Array(100);
    expect(() => kernel.smallest(0, 100, SMALLEST_MAX + 1, into)).toThrow(/too many/);
    expect(() => kernel.smallest(0, 2, 3, into)).toThrow(/too many/);
  });
});
