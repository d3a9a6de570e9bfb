import { entryPath, namePath } from './document-path.js';
import type { ReferenceData } from './model.js';

/**
 * One difference between two documents. Entries of lists are named by their identity, not by their
 * place: `members[ALPHA].accounts[C1].marginMode`. `before` is absent for what is new, `after` for
 * what was removed; an entry that is new or gone is one change with the whole entry as its value.
 * Values are JSON values.
 */
export interface ReferenceDataChange {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What an entry of a list is known by; a list whose entries have none of these is one value. */
const IDENTITIES = ['id', 'name', 'accountType'] as const;

/**
 * The differences between two normalised documents, in the order of the names in `after`, then what
 * was removed in the order of `before`; none when they say the same, so that applying a file twice
 * changes nothing. The order of entries in a list that is matched by identity means nothing and is
 * no change; the order of plain values (the waterfall) is one.
 * @param before the document in force; undefined when there is none yet: then everything is new
 */
export function changesBetween(
  before: ReferenceData | undefined,
  after: ReferenceData,
): ReferenceDataChange[] {
  const changes: ReferenceDataChange[] = [];
  compareRecords('', before === undefined ? {} : { ...before }, { ...after }, changes);
  return changes;
}

type JsonRecord = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(record: JsonRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function compareRecords(
  path: string,
  before: JsonRecord,
  after: JsonRecord,
  changes: ReferenceDataChange[],
): void {
  for (const name of Object.keys(after)) {
    compareValues(namePath(path, name), own(before, name), after[name], changes);
  }
  for (const name of Object.keys(before)) {
    if (Object.hasOwn(after, name)) continue;
    compareValues(namePath(path, name), before[name], undefined, changes);
  }
}

function compareValues(
  path: string,
  before: unknown,
  after: unknown,
  changes: ReferenceDataChange[],
): void {
  if (isRecord(before) && isRecord(after)) {
    compareRecords(path, before, after, changes);
    return;
  }
  const entriesBefore = entriesByIdentity(before);
  const entriesAfter = entriesByIdentity(after);
  if (entriesBefore !== undefined && entriesAfter !== undefined) {
    compareEntries(path, entriesBefore, entriesAfter, changes);
    return;
  }
  if (!sameValue(before, after)) changes.push(change(path, before, after));
}

function compareEntries(
  path: string,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  changes: ReferenceDataChange[],
): void {
  for (const [identity, entry] of after) {
    compareValues(entryPath(path, identity), before.get(identity), entry, changes);
  }
  for (const [identity, entry] of before) {
    if (!after.has(identity)) changes.push(change(entryPath(path, identity), entry, undefined));
  }
}

/**
 * The entries of a list by what they are known by; undefined for what is no such list. A list that
 * is missing or empty is one without entries, whatever it would hold.
 */
export function entriesByIdentity(list: unknown): ReadonlyMap<string, unknown> | undefined {
  if (list === undefined) return new Map();
  if (!Array.isArray(list)) return undefined;
  const entries = new Map<string, unknown>();
  for (const entry of list) {
    const identity = identityOf(entry);
    if (identity === undefined || entries.has(identity)) return undefined;
    entries.set(identity, entry);
  }
  return entries;
}

/** A collateral asset is known by `asset`; a collateral limit, which may name one, by nothing. */
function identityOf(entry: unknown): string | undefined {
  if (!isRecord(entry)) return undefined;
  for (const name of IDENTITIES) {
    const identity = own(entry, name);
    if (typeof identity === 'string') return identity;
  }
  const asset = own(entry, 'asset');
  return typeof asset === 'string' && Object.hasOwn(entry, 'haircut') ? asset : undefined;
}

function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((each, at) => sameValue(each, right[at]));
  }
  if (!isRecord(left) || !isRecord(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && sameValue(left[name], right[name]))
  );
}

function change(path: string, before: unknown, after: unknown): ReferenceDataChange {
  return {
    path,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}
