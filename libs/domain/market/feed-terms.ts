import { SECOND_MS } from '#libs/domain/kernel/instant.js';
import type { PriceFeedSettings } from '#libs/domain/price-feed/price-feed-settings.js';
import type { PriceFeed, Underlying } from '#libs/domain/reference-data/model.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { endOfLifeMs } from '#libs/domain/instrument-life/end-of-life.js';
import type {
  InstrumentEntry,
  ReferenceIndex,
} from '#libs/domain/reference-data/reference-index.js';

/** What the gates of margin-model.md, section j, know of one symbol. */
export interface FeedTerms {
  readonly symbol: string;
  readonly underlying: Underlying;
  /** Undefined for the underlying's own symbol, whose prices have no tick and no end. */
  readonly instrument: InstrumentEntry | undefined;
  /** When the life of the instrument ends; undefined where no end is known. */
  readonly endMs: number | undefined;
  /** Weights by source, as the file has them. */
  readonly sources: PriceFeed['sources'];
  readonly settings: PriceFeedSettings;
}

/**
 * The gates that the observations of a symbol pass: of an underlying with a `priceFeed` its own
 * symbol and each of its futures and perpetuals, each a feed of its own. Undefined for all others,
 * the observed prices of options among them: those are accepted as they come.
 */
export function feedTermsOf(
  house: Pick<HouseState, 'reference' | 'instrumentLife'>,
  symbol: string,
): FeedTerms | undefined {
  const { reference } = house;
  if (!reference) return undefined;
  const underlying = gatedUnderlying(reference, symbol);
  if (!underlying?.priceFeed) return undefined;
  const instrument = reference.instruments.get(symbol);
  const { sources } = underlying.priceFeed;
  const endMs = endOfLifeMs(house, symbol);
  const settings = settingsOf(underlying.priceFeed);
  return { symbol, underlying, instrument, endMs, sources, settings };
}

/** The underlying whose gates the prices of a symbol pass; undefined where they pass none. */
export function gatedUnderlying(reference: ReferenceIndex, symbol: string): Underlying | undefined {
  const instrument = reference.instruments.get(symbol);
  if (instrument?.type === 'option') return undefined;
  const underlying = reference.underlyings.get(instrument?.underlying ?? symbol);
  return underlying?.priceFeed ? underlying : undefined;
}

function settingsOf(feed: PriceFeed): PriceFeedSettings {
  return {
    maxAgeMs: feed.maxAgeSeconds * SECOND_MS,
    haltAfterMs: feed.haltAfterSeconds * SECOND_MS,
    outlierScore: Number(feed.outlierScore),
    clamp: Number(feed.clamp),
    quorum: feed.quorum,
    band: { floor: Number(feed.band.floor), sigmas: Number(feed.band.sigmas) },
    jump: {
      observations: feed.jump.observations,
      spanMs: feed.jump.seconds * SECOND_MS,
      within: Number(feed.jump.within),
    },
  };
}
