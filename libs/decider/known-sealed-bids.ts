import type {
  BidContent,
  SealedBids,
} from '#libs/domain/default-management/auction/bid-content.js';
import { readSealedBids, type DatabasePool, type SealedContent } from '#libs/ledger/index.js';
import { RECENT_IDENTITIES_MAX } from './limits.js';

/**
 * What lies behind the hashes of sealed bids: the newest from memory, since they may not be written yet, all
 * others from their table, looked up once per batch.
 */
export class KnownSealedBids {
  private young = new Map<string, SealedContent>();
  private old = new Map<string, SealedContent>();
  /** Found in the database for the batch at hand. */
  private found = new Map<string, SealedContent>();

  constructor(
    private readonly pool: DatabasePool,
    private readonly ledgerId: string,
  ) {}

  /** Looks up what a batch may need. */
  async prepare(hashes: readonly string[]): Promise<void> {
    const wanted = hashes.filter((hash) => !this.young.has(hash) && !this.old.has(hash));
    const rows = await readSealedBids(this.pool, this.ledgerId, wanted);
    this.found = new Map(rows.map((row) => [row.hash, row]));
  }

  readonly get: SealedBids = (hash) => {
    const kept = this.young.get(hash) ?? this.old.get(hash) ?? this.found.get(hash);
    const content = kept && contentOf(kept);
    return content && { salt: kept.salt, content };
  };

  /** Remembers what was decided. They age in two generations, so that forgetting costs nothing. */
  add(sealed: readonly SealedContent[]): void {
    for (const each of sealed) {
      if (this.young.size >= RECENT_IDENTITIES_MAX) {
        this.old = this.young;
        this.young = new Map();
      }
      this.young.set(each.hash, each);
    }
  }
}

/** Whoever reads it checks it against its hash; what is no JSON is lost. */
function contentOf({ content }: SealedContent): BidContent | undefined {
  try {
    return JSON.parse(content) as BidContent;
  } catch {
    return undefined;
  }
}
