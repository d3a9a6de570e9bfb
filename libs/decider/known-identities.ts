import { LedgerReader, takenIdentities, type DatabasePool } from '#libs/ledger/index.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { IdentityFilter } from './identity-filter.js';
import type { Waiting } from './intake.js';
import { RecentIdentities, type KnownIdentity } from './recent-identities.js';

/**
 * Which identities are final, exact for ever: the newest from memory, all others from the database, looked
 * up once per batch, except those that the filter knows to be new.
 */
export class KnownIdentities {
  private readonly reader: LedgerReader;
  /** Found in the database for the batch at hand. */
  private found = new Map<string, KnownIdentity>();

  constructor(
    private readonly pool: DatabasePool,
    private readonly ledgerId: string,
    private readonly recent: RecentIdentities,
    private readonly filter: IdentityFilter,
  ) {
    this.reader = new LedgerReader(pool, ledgerId);
  }

  /** Looks up what a batch may repeat. */
  async prepare(batch: readonly Waiting[]): Promise<void> {
    const kinds = new Map<string, Waiting>();
    for (const waiting of batch) {
      const key = waiting.identity;
      if (key !== undefined && this.filter.mayHave(key) && !this.recent.get(key))
        kinds.set(key, waiting);
    }
    this.found = new Map();
    if (kinds.size === 0) return;
    const taken = await takenIdentities(this.pool, this.ledgerId, [...kinds.keys()]);
    if (taken.size === 0) return;
    const events = await this.reader.at([...taken.values()]);
    const byPosition = new Map<number, RecordedEvent>(
      events.map((event) => [event.position, event]),
    );
    for (const [key, position] of taken) {
      const event = byPosition.get(position);
      const fingerprint = event && kinds.get(key)?.kind.fingerprintOf(event);
      if (fingerprint !== undefined) this.found.set(key, { position, fingerprint });
    }
  }

  get(key: string | undefined): KnownIdentity | undefined {
    return key === undefined ? undefined : (this.recent.get(key) ?? this.found.get(key));
  }

  /** Remembers an identity that an event made final. */
  add(key: string, identity: KnownIdentity): void {
    this.recent.add(key, identity);
    this.filter.add(key);
  }
}
