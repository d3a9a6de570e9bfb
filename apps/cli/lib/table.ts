export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number | null | undefined;
  /** Numbers stand to the right. */
  readonly right?: boolean;
}

/** A table for people: titles, a line, rows; a sentence when there are none. */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  nothing: string,
): string {
  if (rows.length === 0) return nothing;
  const cells = rows.map((row) => columns.map(({ value }) => String(value(row) ?? '')));
  const widths = columns.map(({ title }, i) =>
    cells.reduce((width, row) => Math.max(width, row[i]?.length ?? 0), title.length),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => {
        const width = widths[i] ?? 0;
        return columns[i]?.right ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [
    line(columns.map(({ title }) => title)),
    line(widths.map((width) => '-'.repeat(width))),
    ...cells.map(line),
  ].join('\n');
}

/** Names and values, one a line. */
export function fields(
  entries: readonly (readonly [string, string | number | undefined])[],
): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries
    .map(([name, value]) => `${name.padEnd(width)}  ${value ?? ''}`.trimEnd())
    .join('\n');
}
