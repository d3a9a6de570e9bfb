import type { KnownNames } from './known-names.js';
import {
  DEFAULT_FUND_SIZINGS,
  WATERFALL_LAYERS,
  type AssessmentSettings,
  type DefaultFundSettings,
  type DefaultManagementSettings,
  type SkinInTheGame,
  type WaterfallLayer,
} from './model.js';
import { optionalBlock, readList, type PartReader } from './part-reader.js';
import { baseAmountRule, NOT_NEGATIVE, POSITIVE, readDecimal } from './read-decimals.js';
import { checkChoice, readBoolean, readChoice, readInteger } from './read-values.js';
import { UniqueNames } from './unique-names.js';

const DAYS_MAX = 3_660;
const PORTING_HOURS_MAX = 24 * 30;

export function readDefaultFund(
  document: PartReader,
  names: KnownNames,
): DefaultFundSettings | undefined {
  const amount = baseAmountRule(names);
  return optionalBlock(document, 'defaultFund', (part) => ({
    sizing: readChoice(part, 'sizing', DEFAULT_FUND_SIZINGS, 'fixed'),
    multiplier: readDecimal(part, 'multiplier', { ...POSITIVE, absent: '1.10' }),
    minimum: readDecimal(part, 'minimum', { ...amount, absent: '10000000.00' }),
    memberFloor: readDecimal(part, 'memberFloor', { ...amount, absent: '1000000.00' }),
    averageMarginDays: readInteger(part, 'averageMarginDays', {
      min: 1,
      max: DAYS_MAX,
      absent: 60,
    }),
    rounding: readDecimal(part, 'rounding', { ...amount, ...POSITIVE, absent: '100000.00' }),
  }));
}

export function readSkinInTheGame(
  document: PartReader,
  names: KnownNames,
): SkinInTheGame | undefined {
  const amount = baseAmountRule(names);
  return optionalBlock(document, 'skinInTheGame', (part) => ({
    first: readDecimal(part, 'first', { ...amount, absent: '25000000.00' }),
    second: readDecimal(part, 'second', { ...amount, absent: '10000000.00' }),
  }));
}

export function readAssessments(document: PartReader): AssessmentSettings | undefined {
  return optionalBlock(document, 'assessments', (part) => ({
    perDefault: readDecimal(part, 'perDefault', { ...NOT_NEGATIVE, absent: '1' }),
    perPeriod: readDecimal(part, 'perPeriod', { ...NOT_NEGATIVE, absent: '2' }),
    periodDays: readInteger(part, 'periodDays', { min: 1, max: DAYS_MAX, absent: 30 }),
  }));
}

/** The layers in their order; left out, the default order of default-management.md, in full. */
export function readWaterfall(document: PartReader): readonly WaterfallLayer[] {
  if (!document.has('waterfall')) {
    document.take('waterfall');
    return [...WATERFALL_LAYERS];
  }
  const used = new UniqueNames('layer', document.findings);
  return readList(document, 'waterfall', WATERFALL_LAYERS.length, (value, path) => {
    const layer = checkChoice(document, path, value, WATERFALL_LAYERS);
    used.add(layer ?? '', path);
    return layer;
  });
}

export function readDefaultManagement(document: PartReader): DefaultManagementSettings | undefined {
  const hours = { min: 0, max: PORTING_HOURS_MAX, absent: 24 };
  return optionalBlock(document, 'defaultManagement', (part) => ({
    portingHours: readInteger(part, 'portingHours', hours),
    juniorisation: readBoolean(part, 'juniorisation', false),
    automaticClientCloseOut: readBoolean(part, 'automaticClientCloseOut', false),
  }));
}
