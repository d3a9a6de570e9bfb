/** Postgres' COPY text format: tab between columns, backslash escapes, `\N` for NULL. */
const SPECIAL = /[\\\t\n\r]/;

/** A column's value, escaped. JSON text has no raw control characters, but backslashes. */
export function copyText(value: string | undefined): string {
  if (value === undefined) return '\\N';
  if (!SPECIAL.test(value)) return value;
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}

/** A bytea column's value in COPY text format. */
export function copyBytes(value: Uint8Array | null): string {
  return value === null ? '\\N' : `\\\\x${Buffer.from(value).toString('hex')}`;
}
