import type { Queryable } from '#libs/ledger/index.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { identityOfEvent } from '#libs/domain/house/identity-of-event.js';
import type { Findings } from './finding.js';

/** No identity is made final twice, and the index of identities holds those of the events alone. */
export class IdentityCheck {
  private seen = 0;
  private page: { readonly key: string; readonly position: number }[] = [];

  constructor(
    private readonly database: Queryable,
    private readonly ledgerId: string,
    private readonly findings: Findings,
  ) {}

  take(event: RecordedEvent): void {
    const key = identityOfEvent(event);
    if (key !== undefined) this.page.push({ key, position: event.position });
  }

  /** Compares the identities of a page with the index. */
  async endOfPage(): Promise<void> {
    const page = this.page;
    this.page = [];
    this.seen += page.length;
    if (page.length === 0) return;
    const { rows } = await this.database.query<{ key: string; position: string }>({
      name: 'audit-identities',
      text: 'SELECT key, position FROM identity WHERE ledger_id = $1 AND key = ANY($2::text[])',
      values: [this.ledgerId, page.map(({ key }) => key)],
    });
    const indexed = new Map(rows.map(({ key, position }) => [key, Number(position)]));
    for (const { key, position } of page) {
      const other = indexed.get(key);
      if (other === position) continue;
      // The first event of an identity is indexed: a second one finds the first one's position.
      const what =
        other === undefined ? `identity ${key} is not indexed` : `identity ${key} is not unique`;
      this.findings.add(position, what, String(position), String(other ?? 'nothing'));
    }
  }

  async finish(): Promise<void> {
    const { rows } = await this.database.query<{ count: string }>(
      'SELECT count(*) FROM identity WHERE ledger_id = $1',
      [this.ledgerId],
    );
    const indexed = Number(rows[0]?.count ?? 0);
    if (indexed === this.seen) return;
    this.findings.add(undefined, 'number of identities', String(this.seen), String(indexed));
  }
}
