import type { ReferenceData, TradeCorrectionSettings } from './model.js';
import { optionalBlock, type PartReader } from './part-reader.js';
import { readInteger } from './read-values.js';

/** What a trade's novation may be old at most when it is busted or corrected, unless the data say otherwise. */
const MAX_AGE_HOURS = 24;

/**
 * Most hours that the setting may have: thirty days. A trade that was amended is remembered for so long, so
 * that whoever comes later is too late whatever became of it.
 */
export const CORRECTION_HOURS_MAX = 720;

export function readTradeCorrections(document: PartReader): TradeCorrectionSettings | undefined {
  return optionalBlock(document, 'tradeCorrections', (part) => ({
    maxAgeHours: readInteger(part, 'maxAgeHours', {
      min: 1,
      max: CORRECTION_HOURS_MAX,
      absent: MAX_AGE_HOURS,
    }),
  }));
}

/** Hours in which a trade can be busted or corrected. */
export const correctionHoursOf = ({ tradeCorrections }: ReferenceData): number =>
  tradeCorrections?.maxAgeHours ?? MAX_AGE_HOURS;
