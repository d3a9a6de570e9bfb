import type { LedgerReader, RawEvent } from '#libs/ledger/index.js';

/** Pages of a ledger in order; while one is being sent the next is read already. */
export class EventFeed {
  private ahead: { readonly after: number; readonly page: Promise<RawEvent[]> } | undefined;

  constructor(
    private readonly reader: LedgerReader,
    private readonly pageSize: number,
  ) {}

  /** The events after a position, at most a page of them. */
  async next(after: number): Promise<RawEvent[]> {
    const { ahead } = this;
    this.ahead = undefined;
    const page =
      ahead?.after === after ? await ahead.page : await this.reader.rawPage(after, this.pageSize);
    const last = page.at(-1);
    if (last && page.length === this.pageSize) this.readAhead(last.position);
    return page;
  }

  /** Forgets what was read ahead. */
  reset(): void {
    this.ahead = undefined;
  }

  private readAhead(after: number): void {
    const page = this.reader.rawPage(after, this.pageSize);
    // A failure shows when the page is asked for; until then nobody waits for it.
    page.catch(() => undefined);
    this.ahead = { after, page };
  }
}
