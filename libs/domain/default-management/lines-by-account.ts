import type { CycleLine } from '#libs/domain/settlement/lines/cycle-line.js';

/** The lines of a cycle, by account and then in all its currencies. */
export type LinesByAccount = ReadonlyMap<string, readonly CycleLine[]>;
