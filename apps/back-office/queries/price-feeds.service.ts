import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { SECOND_MS } from '#libs/domain/kernel/instant.js';
import { effectsOfFeed } from '#libs/domain/market/feed-effects.js';
import type { FeedEffects } from '#libs/domain/price-feed/feed-state.js';
import { type ListPage, type PriceFeedContent, listPriceFeeds } from '#libs/projections/index.js';
import { DATABASE } from '../tokens.js';
import { LedgersService } from './ledgers.service.js';
import type { PriceFeedQuery } from './price-feed.query.js';

/** A feed with what follows from the time and from its state. */
export type PriceFeedItem = Omit<PriceFeedContent, 'sources'> & {
  /** Of the last accepted price, on the ledger's clock. */
  readonly ageSeconds: number | null;
  readonly sources: readonly (PriceFeedContent['sources'][number] & {
    readonly ageSeconds: number;
  })[];
  readonly effects: FeedEffects;
};

/** Price feeds with their ages. */
@Injectable()
export class PriceFeedsService {
  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {}

  async list(ledgerId: string, query: PriceFeedQuery): Promise<ListPage<PriceFeedItem>> {
    const page = await listPriceFeeds(this.database, ledgerId, query);
    const nowMs = await this.ledgerTimeMs(ledgerId, page.position);
    return { ...page, items: page.items.map((feed) => withAges(feed, nowMs)) };
  }

  /** The ledger's time as of a position; on a wall clock it has gone on since. */
  private async ledgerTimeMs(ledgerId: string, position: number): Promise<number | undefined> {
    const reader = await this.ledgers.reader(ledgerId);
    const reference = await this.ledgers.reference(ledgerId);
    if (reference?.clock === 'wall') return Date.now();
    const [event] = await reader.at([position]);
    return event?.ledgerTimeMs;
  }
}

function withAges(feed: PriceFeedContent, nowMs: number | undefined): PriceFeedItem {
  const ageSeconds = (at: string): number =>
    Math.max(0, (nowMs ?? Date.parse(at)) - Date.parse(at)) / SECOND_MS;
  return {
    ...feed,
    ageSeconds: feed.acceptedAt === null ? null : ageSeconds(feed.acceptedAt),
    sources: feed.sources.map((quote) => ({ ...quote, ageSeconds: ageSeconds(quote.observedAt) })),
    effects: effectsOfFeed({ state: feed.state ?? undefined, quality: feed.quality }),
  };
}
