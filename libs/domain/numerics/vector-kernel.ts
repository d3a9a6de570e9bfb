import { invariant } from '#libs/domain/kernel/assert.js';
import { addRowsCode, selectCode, STEP_NUMBERS } from './vector-kernel-code.js';
import { MEMORY_IMPORT, wasmModule } from './wasm-module.js';

/** What the engine offers of WebAssembly, as far as it is used here. */
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Functions };
  readonly Memory: new (limits: { initial: number }) => Memory;
};
interface Functions {
  add1(target: number, end: number, factor: number, row: number): void;
  add4(target: number, end: number, ...factorsAndRows: FourRows): void;
  select(from: number, steps: number, to: number, first: number, last: number): void;
}
/** A factor and an address, four times. */
type FourRows = [
  ...[first: number, row: number],
  ...[second: number, row: number],
  ...[third: number, row: number],
  ...[fourth: number, row: number],
];

/** A vector that does not change, of the length of the kernel it is used with. */
export interface KernelRow {
  readonly pnl: Float64Array;
  /** Rows of one name follow each other: the newer takes the place of the older. */
  readonly name: string;
  /** The kernel's own note of where the row lies. */
  place: Place | undefined;
}

/** Room for a row in the memory of one kernel. */
interface Place {
  readonly kernel: VectorKernel;
  readonly address: number;
  /** Whose numbers are there now. */
  owner: KernelRow;
}

/** So many of a row. */
export interface WeightedRow {
  readonly lots: number;
  readonly row: KernelRow;
}

const PAGE_BYTES = 65_536;
const BYTES = 8;
/** Smallest numbers that are kept at most: beyond it a partition is faster (margin-model.md e.4). */
export const SMALLEST_MAX = 64;
/** Rows that lie in the kernel at most: some 360 MB of 2,748 scenarios. The oldest make room. */
const ROWS_MAX = 16_384;
const ROWS_AT_FIRST = 64;

/** Compiled once; every kernel has a memory of its own. */
let compiled: object | undefined;

/**
 * Sums of rows and their smallest numbers, two numbers at a time: WebAssembly has the vector
 * instructions that JavaScript lacks. Only + and * on binary64 and comparisons are used, which are
 * exact on integers below 2^53 and otherwise rounded as IEEE 754 says, so the bits are the same on every
 * machine. A kernel serves one computation at a time.
 */
export class VectorKernel {
  private readonly memory: Memory;
  private readonly functions: Functions;
  private readonly stride: number;
  /** The sum, then the smallest numbers, then the rows. */
  private readonly smallestAt: number;
  private readonly rowsAt: number;
  private numbers: Float64Array;
  /** By the name of the rows, the place that was taken first at the front. */
  private readonly places = new Map<string, Place>();

  /** @param length of every vector */
  constructor(readonly length: number) {
    this.stride = Math.ceil(length / STEP_NUMBERS) * STEP_NUMBERS * BYTES;
    this.smallestAt = this.stride;
    this.rowsAt = this.smallestAt + SMALLEST_MAX * BYTES;
    const initial = pagesOf(this.rowsAt + ROWS_AT_FIRST * this.stride);
    this.memory = new WebAssembly.Memory({ initial });
    const imports = { [MEMORY_IMPORT.module]: { [MEMORY_IMPORT.name]: this.memory } };
    this.functions = new WebAssembly.Instance(compiledModule(), imports).exports;
    this.numbers = new Float64Array(this.memory.buffer);
  }

  /** The sum of lots * row over all rows. What is returned is valid until the next call. */
  sum(rows: readonly WeightedRow[]): Float64Array {
    const { functions, stride: end } = this;
    this.numbers.fill(0, 0, end / BYTES);
    for (let i = 0; i < rows.length;) {
      const [a, b, c, d] = [rows[i], rows[i + 1], rows[i + 2], rows[i + 3]];
      if (b && c && d && a) {
        const [p, q] = [this.addressOf(a.row), this.addressOf(b.row)];
        const [r, s] = [this.addressOf(c.row), this.addressOf(d.row)];
        if (this.isIn(a.row) && this.isIn(b.row) && this.isIn(c.row)) {
          functions.add4(0, end, a.lots, p, b.lots, q, c.lots, r, d.lots, s);
          i += 4;
          continue;
        }
      }
      // The last ones, or one that took the place of another of its name.
      if (a) functions.add1(0, end, a.lots, this.addressOf(a.row));
      i += 1;
    }
    return this.numbers.subarray(0, this.length);
  }

  /**
   * Puts the `count` smallest numbers of [from, to) of the last sum into `into`, the largest of them last.
   * @param count at least 1, at most {@link SMALLEST_MAX} and `to - from`
   */
  smallest(from: number, to: number, count: number, into: Float64Array): void {
    invariant(
      count > 0 && count <= SMALLEST_MAX && count <= to - from,
      'too many smallest numbers',
    );
    const { numbers, smallestAt } = this;
    const first = smallestAt / BYTES;
    for (let i = 0; i < count; i++) numbers[first + i] = Infinity;
    const [start, end] = [from * BYTES, to * BYTES];
    const steps = start + Math.floor((to - from) / STEP_NUMBERS) * STEP_NUMBERS * BYTES;
    this.functions.select(start, steps, end, smallestAt, smallestAt + (count - 1) * BYTES);
    for (let i = 0; i < count; i++) into[i] = numbers[first + i]!;
  }

  private addressOf(row: KernelRow): number {
    const { place } = row;
    if (place && place.kernel === this && place.owner === row) return place.address;
    return this.takeIn(row);
  }

  private isIn(row: KernelRow): boolean {
    return row.place?.kernel === this && row.place.owner === row;
  }

  private takeIn(row: KernelRow): number {
    invariant(row.pnl.length === this.length, 'rows of one kernel have one length');
    let place = this.places.get(row.name);
    if (!place) {
      place = { kernel: this, address: this.freeAddress(), owner: row };
      this.places.set(row.name, place);
    }
    place.owner = row;
    row.place = place;
    this.numbers.set(row.pnl, place.address / BYTES);
    return place.address;
  }

  private freeAddress(): number {
    const taken = this.places.size;
    if (taken === ROWS_MAX) {
      const [oldest] = this.places;
      invariant(oldest, 'a full kernel has rows');
      const [name, place] = oldest;
      this.places.delete(name);
      place.owner.place = undefined;
      return place.address;
    }
    const address = this.rowsAt + taken * this.stride;
    this.makeRoom(address + this.stride);
    return address;
  }

  private makeRoom(bytes: number): void {
    const { byteLength } = this.memory.buffer;
    if (bytes <= byteLength) return;
    // Twice as much, so that growing does not happen with every row.
    this.memory.grow(Math.max(pagesOf(bytes - byteLength), byteLength / PAGE_BYTES));
    this.numbers = new Float64Array(this.memory.buffer);
  }
}

/** Kernels that are kept: scenario sets of one length share theirs, and few lengths are in use. */
const KERNELS_MAX = 4;
const kernels = new Map<number, VectorKernel>();

/**
 * The kernel for vectors of a length. Rows of several owners may meet in it; each is known by itself,
 * so they only take each other's places.
 */
export function kernelOf(length: number): VectorKernel {
  let kernel = kernels.get(length);
  if (!kernel) {
    const [oldest] = kernels.keys();
    if (kernels.size === KERNELS_MAX && oldest !== undefined) kernels.delete(oldest);
    kernel = new VectorKernel(length);
    kernels.set(length, kernel);
  }
  return kernel;
}

const pagesOf = (bytes: number): number => Math.ceil(bytes / PAGE_BYTES);

function compiledModule(): object {
  compiled ??= new WebAssembly.Module(wasmModule([addRowsCode(1), addRowsCode(4), selectCode()]));
  return compiled;
}
