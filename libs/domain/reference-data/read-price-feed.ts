import type { PriceFeed } from './model.js';
import { blockThatIsOn, type PartReader } from './part-reader.js';
import { readDecimalMap } from './read-decimal-map.js';
import { NOT_NEGATIVE, POSITIVE, readDecimal, SHARE } from './read-decimals.js';
import { readInteger } from './read-values.js';
import { SOURCES_MAX } from './reference-data-limits.js';

const SECONDS_MAX = 30 * 86_400;

/** The gates of margin-model.md, section j; where a feed is given, all of them apply. */
export function readPriceFeed(part: PartReader): PriceFeed {
  const seconds = { min: 1, max: SECONDS_MAX };
  return {
    sources: readDecimalMap(part, 'sources', SOURCES_MAX, POSITIVE),
    maxAgeSeconds: readInteger(part, 'maxAgeSeconds', { ...seconds, absent: 60 }),
    haltAfterSeconds: readInteger(part, 'haltAfterSeconds', { ...seconds, absent: 300 }),
    outlierScore: readDecimal(part, 'outlierScore', { ...POSITIVE, absent: '3.5' }),
    clamp: readDecimal(part, 'clamp', { ...SHARE, absent: '0.005' }),
    quorum: readInteger(part, 'quorum', { min: 1, max: SOURCES_MAX, absent: 3 }),
    band: blockThatIsOn(part, 'band', (band) => ({
      floor: readDecimal(band, 'floor', { ...NOT_NEGATIVE, absent: '0.002' }),
      sigmas: readDecimal(band, 'sigmas', { ...NOT_NEGATIVE, absent: '6' }),
    })),
    jump: blockThatIsOn(part, 'jump', (jump) => ({
      observations: readInteger(jump, 'observations', { min: 1, max: 1_000, absent: 3 }),
      seconds: readInteger(jump, 'seconds', { min: 0, max: SECONDS_MAX, absent: 5 }),
      within: readDecimal(jump, 'within', { ...NOT_NEGATIVE, absent: '0.002' }),
    })),
  };
}
