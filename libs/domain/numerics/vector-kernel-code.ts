import {
  block,
  branch,
  branchIf,
  code,
  F64X2_ADD,
  F64X2_LESS,
  F64X2_MINIMUM,
  F64X2_MULTIPLY,
  F64X2_SPLAT,
  F64_LESS,
  F64_NOT_GREATER,
  f64Load,
  f64Store,
  getLocal,
  I32_ADD,
  I32_LESS,
  I32_NOT_GREATER,
  I32_NOT_LESS,
  I32_SUB,
  i32Const,
  ifThen,
  loop,
  setLocal,
  teeLocal,
  V128_ANY,
  v128Load,
  v128Store,
  WASM_TYPE,
  type Code,
  type WasmFunction,
} from './wasm-code.js';

const { i32, f64, v128 } = WASM_TYPE;
const NUMBER = 8;
/** Two numbers go at once, and four pairs make a step. */
const PAIR = 2 * NUMBER;
/** Numbers that vectors are padded to a multiple of. */
export const STEP_NUMBERS = 8;
const STEP = STEP_NUMBERS * NUMBER;

const advance = (pointer: number, by: number): Code =>
  code(getLocal(pointer), i32Const(by), I32_ADD, setLocal(pointer));

/**
 * `add1`, `add4`: (target, end of target, then for each row a factor and its address)
 * target += the sum of factor * row, number by number in the order of the rows.
 */
export function addRowsCode(rows: number): WasmFunction {
  const [target, end] = [0, 1];
  const factor = (row: number): number => 2 + 2 * row;
  const pointer = (row: number): number => 3 + 2 * row;
  const splat = (row: number): number => 2 + 2 * rows + row;
  const each = Array.from({ length: rows }, (_, row) => row);
  const pair = (offset: number): Code =>
    code(
      getLocal(target),
      getLocal(target),
      v128Load(offset),
      ...each.map((row) =>
        code(
          getLocal(splat(row)),
          getLocal(pointer(row)),
          v128Load(offset),
          F64X2_MULTIPLY,
          F64X2_ADD,
        ),
      ),
      v128Store(offset),
    );
  return {
    name: `add${rows}`,
    parameters: [i32, i32, ...each.flatMap(() => [f64, i32])],
    locals: each.map(() => v128),
    body: code(
      ...each.map((row) => code(getLocal(factor(row)), F64X2_SPLAT, setLocal(splat(row)))),
      loop(
        ...[0, PAIR, 2 * PAIR, 3 * PAIR].map(pair),
        advance(target, STEP),
        ...each.map((row) => advance(pointer(row), STEP)),
        getLocal(target),
        getLocal(end),
        I32_LESS,
        branchIf(0),
      ),
    ),
  };
}

/**
 * `select`: (from, end of the whole steps, to, first and last number of a sorted buffer)
 * Puts every number of [from, to) that is below the last of the buffer into its place there, so that
 * the buffer holds the smallest of what it held and what was read.
 */
export function selectCode(): WasmFunction {
  const [from, steps, to, first, last] = [0, 1, 2, 3, 4] as const;
  const [largest, value, at, largestPair] = [5, 6, 7, 8] as const;
  const before = code(getLocal(at), i32Const(NUMBER), I32_SUB);
  const insert = code(
    getLocal(last),
    setLocal(at),
    block(
      loop(
        code(getLocal(at), getLocal(first), I32_NOT_GREATER, branchIf(1)),
        code(before, f64Load(0), getLocal(value), F64_NOT_GREATER, branchIf(1)),
        code(getLocal(at), before, f64Load(0), f64Store(0)),
        code(before, setLocal(at), branch(0)),
      ),
    ),
    code(getLocal(at), getLocal(value), f64Store(0)),
    code(getLocal(last), f64Load(0), setLocal(largest)),
  );
  const take = (offset: number): Code =>
    code(
      getLocal(from),
      f64Load(offset),
      teeLocal(value),
      getLocal(largest),
      F64_LESS,
      ifThen(insert),
    );
  const pair = (i: number): Code => code(getLocal(from), v128Load(i * PAIR));
  const smallestOfStep = code(
    code(pair(0), pair(1), F64X2_MINIMUM, pair(2), pair(3), F64X2_MINIMUM, F64X2_MINIMUM),
  );
  const spread = code(getLocal(largest), F64X2_SPLAT, setLocal(largestPair));
  return {
    name: 'select',
    parameters: [i32, i32, i32, i32, i32],
    locals: [f64, f64, i32, v128],
    body: code(
      code(getLocal(last), f64Load(0), setLocal(largest), spread),
      block(
        loop(
          code(getLocal(from), getLocal(steps), I32_NOT_LESS, branchIf(1)),
          // One branch for eight numbers: nearly all lie above the buffer.
          code(smallestOfStep, getLocal(largestPair), F64X2_LESS, V128_ANY),
          ifThen(...Array.from({ length: STEP_NUMBERS }, (_, i) => take(i * NUMBER)), spread),
          code(advance(from, STEP), branch(0)),
        ),
      ),
      block(
        loop(
          code(getLocal(from), getLocal(to), I32_NOT_LESS, branchIf(1)),
          code(take(0), advance(from, NUMBER), branch(0)),
        ),
      ),
    ),
  };
}
