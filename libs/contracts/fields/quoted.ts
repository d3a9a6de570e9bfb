import { QUOTED_LENGTH_MAX } from './bounds.js';

const HIGH_SURROGATE_FIRST = 0xd800;
const HIGH_SURROGATE_LAST = 0xdbff;

/**
 * What a reason shows of an offending value: short, in one line, and safe to print and to store
 * whatever was sent. Objects and lists are named, not shown: they may be nested without end.
 */
export function quoted(value: unknown): string {
  if (typeof value === 'string') return quotedText(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

function quotedText(text: string): string {
  if (text.length <= QUOTED_LENGTH_MAX) return JSON.stringify(text);
  const last = text.charCodeAt(QUOTED_LENGTH_MAX - 1);
  const splitsPair = last >= HIGH_SURROGATE_FIRST && last <= HIGH_SURROGATE_LAST;
  const shown = text.slice(0, splitsPair ? QUOTED_LENGTH_MAX - 1 : QUOTED_LENGTH_MAX);
  return `${JSON.stringify(shown)}... (${text.length} characters)`;
}
