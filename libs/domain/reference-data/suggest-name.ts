import { SUGGESTION_CANDIDATES_MAX, SUGGESTION_LENGTH_MAX } from './reference-data-limits.js';

/** Edits beyond which a name is another name and not a slip of the pen: a third of its letters. */
const LETTERS_PER_EDIT = 3;

/**
 * ` (did you mean X?)` with the candidate nearest to `name` in edits of one letter, case aside, or
 * nothing when none is near. At most {@link SUGGESTION_CANDIDATES_MAX} candidates are looked at.
 */
export function suggestName(name: string, candidates: Iterable<string>): string {
  if (name.length > SUGGESTION_LENGTH_MAX) return '';
  const wanted = name.toLowerCase();
  const editsMax = Math.max(1, Math.floor(name.length / LETTERS_PER_EDIT));
  let nearest: string | undefined;
  let editsLeast = editsMax + 1;
  let lookedAt = 0;
  for (const candidate of candidates) {
    lookedAt += 1;
    if (lookedAt > SUGGESTION_CANDIDATES_MAX) break;
    if (Math.abs(candidate.length - name.length) > editsMax) continue;
    const edits = editDistance(wanted, candidate.toLowerCase());
    if (edits >= editsLeast) continue;
    editsLeast = edits;
    nearest = candidate;
  }
  return nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
}

/** Letters to insert, remove or replace to get from `from` to `to`, one table row at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
