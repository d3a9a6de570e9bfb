import { QUOTED_LENGTH_MAX } from './reference-data-limits.js';

/** A value as an error message shows it: texts in quotes and cut, structures by their kind only. */
export function quoteValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') {
    const cut = value.length > QUOTED_LENGTH_MAX;
    return JSON.stringify(cut ? `${value.slice(0, QUOTED_LENGTH_MAX)}...` : value);
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
