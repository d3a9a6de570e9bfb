import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { PriceFeedStateChanged, PriceJudged } from '#libs/domain/events/market-events.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';

/** The price feed of a symbol as it stands. */
export interface PriceFeedContent {
  readonly symbol: string;
  readonly underlying: string;
  /** Null until the first state is told. */
  readonly state: PriceFeedStateChanged['to'] | null;
  readonly quality: PriceJudged['quality'];
  /** Ledger time at which it came into this state, and the position of the event. */
  readonly since: string | null;
  readonly sincePosition: number | null;
  /** The last accepted price and its time. */
  readonly price: string | null;
  readonly acceptedAt: string | null;
  /** The latest quote of each source, by source. */
  readonly sources: readonly {
    readonly source: string;
    readonly price: string;
    readonly observedAt: string;
  }[];
  /** What the gates last said, and of which observation; null while there were only official prices. */
  readonly lastVerdict: {
    readonly verdict: PriceJudged['verdict'];
    readonly source: string;
    readonly price: string;
    readonly observedAt: string;
    readonly position: number;
  } | null;
}

/** The feed after an event; the same where the event is not about its prices. */
export function feedAfter(
  before: PriceFeedContent | undefined,
  event: RecordedEvent,
): PriceFeedContent | undefined {
  switch (event.type) {
    case 'PriceJudged':
      return judged(before ?? unknown(event.payload), event.payload, event.position);
    case 'PriceFeedStateChanged':
      return changed(before ?? unknown(event.payload), event.payload, event);
    default:
      return before;
  }
}

function unknown({
  symbol,
  underlying,
  quality,
}: Pick<PriceFeedContent, 'symbol' | 'underlying' | 'quality'>): PriceFeedContent {
  return {
    symbol,
    underlying,
    state: null,
    quality,
    since: null,
    sincePosition: null,
    price: null,
    acceptedAt: null,
    sources: [],
    lastVerdict: null,
  };
}

function judged(
  before: PriceFeedContent,
  { source, price, observedAt, verdict, combined, combinedAt }: PriceJudged,
  position: number,
): PriceFeedContent {
  const others = before.sources.filter((quote) => quote.source !== source);
  const sources = [...others, { source, price, observedAt }];
  sources.sort((a, b) => (a.source < b.source ? -1 : 1));
  const isAccepted = verdict === 'ACCEPTED' || verdict === 'JUMP_ACCEPTED';
  return {
    ...before,
    sources,
    lastVerdict: { verdict, source, price, observedAt, position },
    ...(isAccepted ? { price: combined ?? null, acceptedAt: combinedAt ?? null } : {}),
  };
}

function changed(
  before: PriceFeedContent,
  { from, to, quality, price, acceptedAt }: PriceFeedStateChanged,
  { position, ledgerTimeMs, recordedAtMs }: RecordedEvent,
): PriceFeedContent {
  const since = formatInstant(ledgerTimeMs ?? recordedAtMs);
  return {
    ...before,
    state: to,
    quality,
    ...(from === to ? {} : { since, sincePosition: position }),
    price: price ?? before.price,
    acceptedAt: acceptedAt ?? before.acceptedAt,
  };
}
