import { InvalidArgumentError } from 'commander';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** Reads 500ms, 30s or 2m; a bare number is seconds. @returns milliseconds */
export function parseDuration(text: string): number {
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m)?$/.exec(text) ?? [];
  if (number === undefined)
    throw new InvalidArgumentError('it is not a duration such as 30s or 2m');
  return Math.round(Number(number) * (UNIT_MS[unit ?? 's'] ?? 0));
}
