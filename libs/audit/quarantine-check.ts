import type { Queryable } from '#libs/ledger/index.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { Findings } from './finding.js';

/** Every quarantined message is kept, with the place that its event names, and no other. */
export class QuarantineCheck {
  private readonly expected = new Map<string, string>();

  constructor(
    private readonly database: Queryable,
    private readonly ledgerId: string,
    private readonly findings: Findings,
  ) {}

  take(event: RecordedEvent): void {
    if (event.type !== 'MessageQuarantined') return;
    const { topic, partition, offset, reason } = event.payload;
    this.expected.set(String(event.position), `${topic}/${partition}/${offset}: ${reason}`);
  }

  async finish(head: number): Promise<void> {
    const { rows } = await this.database.query<{ name: string; value: string }>(
      `SELECT position::text AS name,
         topic || '/' || partition || '/' || message_offset || ': ' || reason AS value
       FROM quarantine WHERE ledger_id = $1`,
      [this.ledgerId],
    );
    const found = new Map(rows.map((row) => [row.name, row.value]));
    this.findings.compare(head, 'quarantined message', this.expected, found);
  }
}
