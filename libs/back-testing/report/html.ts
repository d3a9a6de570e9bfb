/** Text made safe for HTML and SVG. */
export function escapeText(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

export interface HtmlColumn<Row> {
  readonly title: string;
  /** What the column means, shown where the pointer rests on the title. */
  readonly hint?: string;
  readonly cell: (row: Row) => string;
  /** Words stand to the left, numbers to the right. */
  readonly words?: boolean;
  /** A class of the cell, such as the colour of a traffic light. */
  readonly mark?: (row: Row) => string | undefined;
}

/** A table; cells are text and escaped here. */
export function htmlTable<Row>(rows: readonly Row[], columns: readonly HtmlColumn<Row>[]): string {
  const head = columns.map(({ title, hint, words }) => {
    const about = hint === undefined ? '' : ` title="${escapeText(hint)}"`;
    return `<th${words ? ' class="words"' : ''}${about}>${escapeText(title)}</th>`;
  });
  const body = rows.map((row) => {
    const cells = columns.map(({ cell, words, mark }) => {
      const classes = [words ? 'words' : undefined, mark?.(row)].filter((name) => name);
      const attribute = classes.length > 0 ? ` class="${classes.join(' ')}"` : '';
      return `<td${attribute}>${escapeText(cell(row))}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="wide"><table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

export function section(id: string, title: string, ...parts: readonly string[]): string {
  return `<section id="${id}"><h2>${escapeText(title)}</h2>\n${parts.join('\n')}\n</section>`;
}

export function paragraph(text: string): string {
  return `<p>${escapeText(text)}</p>`;
}

export function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escapeText(item)}</li>`).join('\n')}</ul>`;
}
