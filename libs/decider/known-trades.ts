import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { NovatedTrade, NovatedTrades } from '#libs/domain/trade-corrections/novated-trade.js';
import { tradeIdentityKey } from '#libs/domain/trading/decide-trade.js';
import { LedgerReader, takenIdentities, type DatabasePool } from '#libs/ledger/index.js';
import { RECENT_IDENTITIES_MAX } from './limits.js';

/** What some batches made final; their trades are sorted once somebody asks. */
class Generation {
  size = 0;
  private unsorted: (readonly RecordedEvent[])[] = [];
  private readonly byKey = new Map<string, NovatedTrade>();

  add(recorded: readonly RecordedEvent[]): void {
    this.unsorted.push(recorded);
    this.size += recorded.length;
  }

  get(key: string): NovatedTrade | undefined {
    for (const recorded of this.unsorted)
      for (const event of recorded)
        if (event.type === 'TradeNovated') this.byKey.set(tradeIdentityKey(event.payload), event);
    this.unsorted = [];
    return this.byKey.get(key);
  }
}

/**
 * Novations that corrections and give-ups are about: the newest from memory, since they may not be written
 * yet, all others from the ledger, looked up once per batch that has such messages. Where none comes it costs
 * the keeping of what was decided last.
 */
export class KnownTrades {
  private young = new Generation();
  private old = new Generation();
  /** Found in the ledger for the batch at hand. */
  private found = new Map<string, NovatedTrade>();
  private readonly reader: LedgerReader;

  constructor(
    private readonly pool: DatabasePool,
    private readonly ledgerId: string,
  ) {
    this.reader = new LedgerReader(pool, ledgerId);
  }

  /** Looks up what a batch may need, by the keys of identities. */
  async prepare(keys: readonly string[]): Promise<void> {
    if (this.found.size > 0) this.found = new Map();
    const wanted = [...new Set(keys)].filter((key) => this.kept(key) === undefined);
    if (wanted.length === 0) return;
    const taken = await takenIdentities(this.pool, this.ledgerId, wanted);
    for (const event of await this.reader.at([...taken.values()]))
      if (event.type === 'TradeNovated') this.found.set(tradeIdentityKey(event.payload), event);
  }

  readonly get: NovatedTrades = (key) => this.kept(key) ?? this.found.get(key);

  /** Remembers what a batch decided. It ages in two generations, so that forgetting costs nothing. */
  add(recorded: readonly RecordedEvent[]): void {
    if (recorded.length === 0) return;
    if (this.young.size >= RECENT_IDENTITIES_MAX) {
      this.old = this.young;
      this.young = new Generation();
    }
    this.young.add(recorded);
  }

  private kept(key: string): NovatedTrade | undefined {
    return this.young.get(key) ?? this.old.get(key);
  }
}
