import { entryPath, namePath } from './document-path.js';
import type { Findings } from './findings.js';
import { quoteValue } from './quote-value.js';
import { suggestName } from './suggest-name.js';

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value under the document's own name; never one inherited, such as `constructor`. */
export function ownValue(record: JsonRecord, name: string): unknown {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  return value ?? undefined;
}

/**
 * One object of the document while it is read: names are taken one by one, and what nobody took is
 * an unknown name. A name with nothing behind it (null) counts as left out.
 */
export class PartReader {
  private readonly taken = new Set<string>();

  constructor(
    readonly path: string,
    private readonly record: JsonRecord,
    readonly findings: Findings,
  ) {}

  take(name: string): unknown {
    this.taken.add(name);
    return ownValue(this.record, name);
  }

  has(name: string): boolean {
    return ownValue(this.record, name) !== undefined;
  }

  /** All names that are there, known or not. */
  names(): string[] {
    return Object.keys(this.record);
  }

  pathOf(name: string): string {
    return namePath(this.path, name);
  }

  error(name: string, message: string): void {
    this.findings.add(this.pathOf(name), message);
  }

  /** Takes every name: for a part of unknown kind, of which it cannot be said what it may have. */
  takeAll(): void {
    for (const name of this.names()) this.taken.add(name);
  }

  /** Reports the names that were not taken; to be called when everything known has been read. */
  refuseUnknownNames(): void {
    for (const name of this.names()) {
      if (this.taken.has(name)) continue;
      if (this.findings.isEnded) return;
      const suggestion = suggestName(name, this.taken);
      const known = suggestion === '' ? `; known are ${[...this.taken].join(', ')}` : '';
      this.error(name, `is not a known name here${suggestion}${known}`);
    }
  }
}

/** Reads the object at `path` with `read`; undefined, with an error, when it is none. */
export function readPart<T>(
  value: unknown,
  path: string,
  findings: Findings,
  read: (part: PartReader) => T,
): T | undefined {
  if (!findings.countEntry()) return undefined;
  if (!isRecord(value)) {
    findings.add(path, `${quoteValue(value)} is not an object with names and values`);
    return undefined;
  }
  const part = new PartReader(path, value, findings);
  const result = read(part);
  part.refuseUnknownNames();
  return result;
}

/** Reads the block `name` where it is there. */
export function optionalBlock<T>(
  part: PartReader,
  name: string,
  read: (block: PartReader) => T,
): T | undefined {
  const value = part.take(name);
  if (value === undefined) return undefined;
  return readPart(value, part.pathOf(name), part.findings, read);
}

/** Reads the block `name`, which counts with its defaults also when it is left out. */
export function blockThatIsOn<T>(
  part: PartReader,
  name: string,
  read: (block: PartReader) => T,
): T {
  const path = part.pathOf(name);
  const value = part.take(name) ?? {};
  return (
    readPart(value, path, part.findings, read) ?? read(new PartReader(path, {}, part.findings))
  );
}

/** Reads each entry of the list `name`; a list that is left out is empty. */
export function readList<T>(
  part: PartReader,
  name: string,
  countMax: number,
  read: (value: unknown, path: string) => T | undefined,
): T[] {
  const value = part.take(name);
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    part.error(name, `${quoteValue(value)} is not a list`);
    return [];
  }
  if (value.length > countMax) {
    part.error(name, `has ${value.length} entries; at most ${countMax} are allowed`);
    return [];
  }
  const entries: T[] = [];
  for (const [at, entry] of value.entries()) {
    if (!part.findings.countEntry()) break;
    const result = read(entry, entryPath(part.pathOf(name), at));
    if (result !== undefined) entries.push(result);
  }
  return entries;
}

/** Reads each value of the map `name`, whose keys are the document's own; left out, it is empty. */
export function readMap<T>(
  part: PartReader,
  name: string,
  countMax: number,
  read: (key: string, map: PartReader) => T | undefined,
): Record<string, T> {
  const result: Record<string, T> = {};
  optionalBlock(part, name, (map) => {
    const keys = map.names();
    if (keys.length > countMax) {
      part.error(name, `has ${keys.length} entries; at most ${countMax} are allowed`);
    }
    for (const key of keys) {
      map.take(key);
      if (keys.length > countMax || !part.findings.countEntry()) continue;
      const entry = read(key, map);
      if (entry !== undefined) define(result, key, entry);
    }
  });
  return result;
}

/** Sets an own property whatever its name is: `__proto__` would otherwise change the prototype. */
function define<T>(record: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(record, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
