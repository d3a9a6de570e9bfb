import { readFileSync } from 'node:fs';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { validateReferenceData } from '#libs/domain/reference-data/validate-reference-data.js';

const DOCUMENT = new URL('./reference-document.json', import.meta.url);

/** What a test may put in place of a part of the document, or add to it. */
export type DocumentChanges = Readonly<Record<string, unknown>>;

/**
 * A ledger as a file would define it: USD and EUR, four members, futures that are margined by scan, every
 * kind of collateral. The parts that a test names replace those of the document.
 */
export function referenceDocument(changes: DocumentChanges = {}): Record<string, unknown> {
  const document = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as Record<string, unknown>;
  return { ...document, ...changes };
}

/** The same, validated and with its defaults filled in. */
export function referenceData(changes: DocumentChanges = {}): ReferenceData {
  const validated = validateReferenceData(referenceDocument(changes));
  if (!validated.ok) throw new Error(JSON.stringify(validated.error, undefined, 2));
  return validated.value;
}
