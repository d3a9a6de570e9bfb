import type { ReferenceData } from './model.js';

/** A JSON value, as a normalised document consists of them. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * One difference between two documents. Entries of lists are named by their identity, not by their
 * place: `members[ALPHA].accounts[C1].marginMode`. `before` is absent for what is new, `after` for
 * what was removed; an entry that is new or gone is one change with the whole entry as its value.
 */
export interface ReferenceDataChange {
  readonly path: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

type JsonRecord = { readonly [key: string]: JsonValue };

/** What an entry of a list is known by; a list whose entries have none of these is one value. */
const IDENTITIES = ['id', 'asset', 'name', 'accountType'] as const;

/** Lists without identities in their entries, although a field of them may look like one. */
const LISTS_AS_ONE_VALUE: ReadonlySet<string> = new Set(['collateralLimits']);

/**
 * The differences between two normalised documents, in the order of the names in `after`, then what
 * was removed in the order of `before`; none when they say the same, so that applying a file twice
 * changes nothing. The order of entries in a list that is matched by identity means nothing and is
 * no change; the order of plain values (the waterfall) is.
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
