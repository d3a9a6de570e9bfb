import { unsigned, type Code, type WasmFunction } from './wasm-code.js';

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const FUNCTION_TYPE = 0x60;
const KIND_FUNCTION = 0;
const KIND_MEMORY = 2;
const END = 0x0b;

/** What the memory of a module is imported as. */
export const MEMORY_IMPORT = { module: 'host', name: 'memory' } as const;

/** The bytes of a module with these functions, which work on an imported memory of at least a page. */
export function wasmModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const { module, name } = MEMORY_IMPORT;
  return Uint8Array.from([
    ...MAGIC_AND_VERSION,
    ...section(
      SECTION.type,
      functions.map(({ parameters }) => [FUNCTION_TYPE, ...list(parameters.map((p) => [p])), 0]),
    ),
    ...section(SECTION.import, [[...text(module), ...text(name), KIND_MEMORY, 0, 1]]),
    ...section(
      SECTION.function,
      functions.map((_, i) => unsigned(i)),
    ),
    ...section(
      SECTION.export,
      functions.map((each, i) => [...text(each.name), KIND_FUNCTION, ...unsigned(i)]),
    ),
    ...section(SECTION.code, functions.map(bodyOf)),
  ]);
}

function bodyOf({ locals, body }: WasmFunction): number[] {
  const bytes = [...list(locals.map((type) => [1, type])), ...body, END];
  return [...unsigned(bytes.length), ...bytes];
}

function section(id: number, entries: readonly Code[]): number[] {
  const bytes = list(entries);
  return [id, ...unsigned(bytes.length), ...bytes];
}

const list = (entries: readonly Code[]): number[] => [
  ...unsigned(entries.length),
  ...entries.flat(),
];

/** A name of ASCII letters. */
const text = (name: string): number[] =>
  list(Array.from({ length: name.length }, (_, i) => [name.charCodeAt(i)]));
