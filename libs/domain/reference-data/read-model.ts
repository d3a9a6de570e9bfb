import { compareDecimals, parseDecimal } from '#libs/domain/kernel/decimal.js';
import type { KnownNames } from './known-names.js';
import type { MarginModelSettings, StressPeriod } from './model.js';
import { blockThatIsOn, readList, readPart, type PartReader } from './part-reader.js';
import { checkDecimal, NOT_NEGATIVE, POSITIVE, readDecimal, SHARE } from './read-decimals.js';
import { readMoveScenarios } from './read-moves.js';
import { readBoolean, readDate, readIdentifier, readInteger } from './read-values.js';
import { RUNGS_MAX, STRESS_PERIODS_MAX } from './reference-data-limits.js';

const OBSERVATIONS_MAX = 20_000;
const DECAY_RULE = { above: '0', below: '1' };
const RUNGS_ABSENT = ['1', '1.25', '1.5', '2'];
/** What counts when the whole block is left out; in a block that is there, none are none. */
const STRESS_PERIODS_ABSENT = [{ from: '2008-09-01', to: '2009-08-31' }];

/** The margin model, which is on: left out, it applies with its defaults. */
export function readModel(document: PartReader, names: KnownNames): MarginModelSettings {
  const isLeftOut = !document.has('model');
  const model = blockThatIsOn(document, 'model', (part) => readModelBlock(part, names));
  return isLeftOut ? { ...model, stressPeriods: STRESS_PERIODS_ABSENT } : model;
}

function readModelBlock(part: PartReader, names: KnownNames): MarginModelSettings {
  const observations = { min: 1, max: OBSERVATIONS_MAX };
  return {
    id: readIdentifier(part, 'id', 'fhs-1'),
    lookback: readInteger(part, 'lookback', { ...observations, absent: 1250 }),
    burnIn: readInteger(part, 'burnIn', { ...observations, absent: 60 }),
    decay: blockThatIsOn(part, 'decay', (decay) => ({
      fast: readDecimal(decay, 'fast', { ...DECAY_RULE, absent: '0.97' }),
      slow: readDecimal(decay, 'slow', { ...DECAY_RULE, absent: '0.99' }),
    })),
    scalingCap: readDecimal(part, 'scalingCap', { min: '1', absent: '4' }),
    dailyVolatilityFloor: readDecimal(part, 'dailyVolatilityFloor', {
      ...NOT_NEGATIVE,
      absent: '0',
    }),
    stressWeight: readDecimal(part, 'stressWeight', { ...SHARE, absent: '0.25' }),
    stressPeriods: readStressPeriods(part),
    hypotheticalShocks: readMoveScenarios(part, 'hypotheticalShocks', names),
    longRunFloor: readBoolean(part, 'longRunFloor', true),
    longRunDays: readInteger(part, 'longRunDays', { ...observations, absent: 2500 }),
    buffer: blockThatIsOn(part, 'buffer', (buffer) => ({
      enabled: readBoolean(buffer, 'enabled', false),
      share: readDecimal(buffer, 'share', { ...SHARE, absent: '0.25' }),
    })),
    offsetShare: readDecimal(part, 'offsetShare', { ...SHARE, absent: '0.80' }),
    liquidityAddOn: readBoolean(part, 'liquidityAddOn', true),
    horizonExtension: blockThatIsOn(part, 'horizonExtension', (extension) => ({
      enabled: readBoolean(extension, 'enabled', false),
      participation: readDecimal(extension, 'participation', {
        ...POSITIVE,
        max: '1',
        absent: '0.25',
      }),
    })),
    correlationBreak: blockThatIsOn(part, 'correlationBreak', readCorrelationBreak),
    regimeLadder: blockThatIsOn(part, 'regimeLadder', readRegimeLadder),
    valuationIntervalMinutes: readInteger(part, 'valuationIntervalMinutes', {
      min: 1,
      max: 1440,
      absent: 15,
    }),
    quantum: readQuantum(part),
  };
}

function readStressPeriods(part: PartReader): StressPeriod[] {
  return readList(part, 'stressPeriods', STRESS_PERIODS_MAX, (value, path) =>
    readPart(value, path, part.findings, (period) => {
      const from = readDate(period, 'from');
      const to = readDate(period, 'to');
      if (from !== '' && to !== '' && to < from) {
        period.error('to', `${to} is before ${from}, on which the period starts`);
      }
      return { from, to };
    }),
  );
}

function readCorrelationBreak(part: PartReader): MarginModelSettings['correlationBreak'] {
  const low = readDecimal(part, 'low', { ...SHARE, absent: '0' });
  const high = readDecimal(part, 'high', { ...SHARE, absent: '0.5' });
  if (compareDecimals(parseDecimal(low), parseDecimal(high)) > 0) {
    part.error('low', `${low} is above high, ${high}; the charge is held between the two`);
  }
  return {
    enabled: readBoolean(part, 'enabled', false),
    window: readInteger(part, 'window', { min: 2, max: OBSERVATIONS_MAX, absent: 250 }),
    kappa: readDecimal(part, 'kappa', { ...NOT_NEGATIVE, absent: '1' }),
    low,
    high,
  };
}

function readRegimeLadder(part: PartReader): MarginModelSettings['regimeLadder'] {
  const given = readList(part, 'rungs', RUNGS_MAX, (value, path) =>
    checkDecimal(part, path, value, { min: '1' }),
  );
  for (const [at, rung] of given.entries()) {
    const below = given[at - 1];
    if (below === undefined) continue;
    if (compareDecimals(parseDecimal(below), parseDecimal(rung)) < 0) continue;
    part.error('rungs', `${rung} does not lie above ${below}; rungs are given from the lowest up`);
  }
  return {
    enabled: readBoolean(part, 'enabled', true),
    rungs: given.length > 0 ? given : RUNGS_ABSENT,
    band: readDecimal(part, 'band', { ...SHARE, absent: '0.10' }),
    holdDays: readInteger(part, 'holdDays', { min: 0, max: 365, absent: 5 }),
  };
}

/** A power of ten, so that the integers of the scenario cube are decimals of the base currency. */
function readQuantum(part: PartReader): string {
  const rule = { above: '0', max: '1', absent: '0.0001', scaleMax: 12, scaleOf: 'the quantum' };
  const quantum = readDecimal(part, 'quantum', rule);
  if (quantum !== '0' && parseDecimal(quantum).units !== 1n) {
    part.error('quantum', `${quantum} is not a power of ten, such as "0.0001"`);
  }
  return quantum;
}
