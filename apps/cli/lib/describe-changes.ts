import { table } from './table.js';

/** A change of the reference data as the back office answers it. */
export interface Change {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

interface Amounts {
  readonly requirement: string;
  readonly deficit: string;
}

/** What a change does to one account. */
export interface AccountEffect {
  readonly account: string;
  readonly before: Amounts | { readonly notComputable: string };
  readonly after: Amounts | { readonly notComputable: string };
  readonly difference: string | null;
}

export interface Effects {
  readonly currency: string;
  readonly accounts: readonly AccountEffect[];
  readonly total: { readonly before: string; readonly after: string; readonly difference: string };
}

const SHOWN_MAX = 40;
const VALUE_LENGTH_MAX = 60;

/** Changes, one a line; the rest of many is counted. */
export function changeLines(changes: readonly Change[]): string[] {
  const lines = changes.slice(0, SHOWN_MAX).map(describeChange);
  if (changes.length > SHOWN_MAX) lines.push(`  … and ${changes.length - SHOWN_MAX} more`);
  return lines;
}

function describeChange({ path, before, after }: Change): string {
  if (before === undefined) return `  + ${path}: ${short(after)}`;
  if (after === undefined) return `  - ${path}`;
  return `  ~ ${path}: ${short(before)} -> ${short(after)}`;
}

/** A JSON value, cut where it is long. */
export function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}

/** The effect on every account as a table: those that move most first, and all of them in the sum. */
export function effectLines({ currency, accounts, total }: Effects): string[] {
  const order = [...accounts].sort((a, b) => size(b.difference) - size(a.difference));
  const rows = order.slice(0, SHOWN_MAX);
  const shown = table(
    [...rows.map(rowOf), { account: `all ${accounts.length}`, ...total, deficit: '' }],
    [
      { title: 'account', value: (row) => row.account },
      { title: `before ${currency}`, value: (row) => row.before, right: true },
      { title: 'after', value: (row) => row.after, right: true },
      { title: 'difference', value: (row) => row.difference, right: true },
      { title: 'deficit after', value: (row) => row.deficit, right: true },
    ],
    '',
  );
  const more =
    accounts.length > SHOWN_MAX ? [`… and ${accounts.length - SHOWN_MAX} more accounts`] : [];
  return ['', 'requirements', shown, ...more];
}

function rowOf({ account, before, after, difference }: AccountEffect) {
  const then = 'requirement' in after;
  return {
    account,
    before: 'requirement' in before ? before.requirement : before.notComputable,
    after: then ? after.requirement : after.notComputable,
    difference: difference ?? '',
    deficit: then ? after.deficit : '',
  };
}

/** For the order alone; what cannot be computed comes first. */
const size = (difference: string | null): number =>
  difference === null ? Number.POSITIVE_INFINITY : Math.abs(Number(difference));
