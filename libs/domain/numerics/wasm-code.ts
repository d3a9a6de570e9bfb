/**
 * The part of WebAssembly's binary format that {@link VectorKernel} is written in: instructions as bytes
 * under the names of the text format. Every function takes locals by index, parameters first.
 */
export type Code = readonly number[];

export const WASM_TYPE = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const;
export type WasmType = (typeof WASM_TYPE)[keyof typeof WASM_TYPE];

/** A function without results; its name is what the module exports it by. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly WasmType[];
  readonly locals: readonly WasmType[];
  readonly body: Code;
}

const EMPTY_BLOCK = 0x40;
const END = 0x0b;
const SIMD = 0xfd;
/** Addresses are multiples of 8 bytes. */
const ALIGNMENT = 3;

/** An unsigned integer in LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

/** A small non-negative integer in signed LEB128: the sign bit of its last byte stays clear. */
const signed = (value: number): number[] => {
  const bytes = unsigned(value);
  const last = bytes.at(-1) ?? 0;
  return last < 0x40 ? bytes : [...bytes.slice(0, -1), last | 0x80, 0];
};

export const code = (...parts: readonly Code[]): Code => parts.flat();
export const getLocal = (index: number): Code => [0x20, ...unsigned(index)];
export const setLocal = (index: number): Code => [0x21, ...unsigned(index)];
export const teeLocal = (index: number): Code => [0x22, ...unsigned(index)];
export const i32Const = (value: number): Code => [0x41, ...signed(value)];

const memory =
  (opcode: Code) =>
  (offset: number): Code => [...opcode, ALIGNMENT, ...unsigned(offset)];
export const f64Load = memory([0x2b]);
export const f64Store = memory([0x39]);
export const v128Load = memory([SIMD, 0x00]);
export const v128Store = memory([SIMD, 0x0b]);

export const I32_ADD: Code = [0x6a];
export const I32_SUB: Code = [0x6b];
export const I32_LESS: Code = [0x49];
export const I32_NOT_LESS: Code = [0x4f];
export const I32_NOT_GREATER: Code = [0x4d];
export const F64_LESS: Code = [0x63];
export const F64_NOT_GREATER: Code = [0x65];
export const F64X2_SPLAT: Code = [SIMD, 0x14];
export const F64X2_LESS: Code = [SIMD, 0x49];
export const F64X2_ADD: Code = [SIMD, ...unsigned(0xf0)];
export const F64X2_MULTIPLY: Code = [SIMD, ...unsigned(0xf2)];
/** The smaller by lane, without the care for NaN and -0 that a vector of integers needs none of. */
export const F64X2_MINIMUM: Code = [SIMD, ...unsigned(0xf6)];
export const V128_ANY: Code = [SIMD, 0x53];

const structure =
  (opcode: number) =>
  (...body: readonly Code[]): Code => [opcode, EMPTY_BLOCK, ...body.flat(), END];
export const block = structure(0x02);
export const loop = structure(0x03);
export const ifThen = structure(0x04);
export const branch = (depth: number): Code => [0x0c, depth];
export const branchIf = (depth: number): Code => [0x0d, depth];
