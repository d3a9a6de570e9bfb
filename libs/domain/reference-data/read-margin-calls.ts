import type { KnownNames } from './known-names.js';
import type { MarginCallSettings } from './model.js';
import { blockThatIsOn, type PartReader } from './part-reader.js';
import {
  baseAmountRule,
  NOT_NEGATIVE,
  optionalDecimal,
  POSITIVE,
  readDecimal,
} from './read-decimals.js';
import { readBoolean, readInteger } from './read-values.js';

const MINUTES_MAX = 30 * 1440;
const COALESCE_SECONDS_MAX = 86_400;

/** The policy of margin calls, which is on: left out, it applies with its defaults. */
export function readMarginCalls(document: PartReader, names: KnownNames): MarginCallSettings {
  const amount = baseAmountRule(names);
  const minutes = { min: 0, max: MINUTES_MAX };
  const coalesce = { min: 0, max: COALESCE_SECONDS_MAX, absent: 300 };
  return blockThatIsOn(document, 'marginCalls', (part) => {
    const settings: MarginCallSettings = {
      minimumTransferAmount: readDecimal(part, 'minimumTransferAmount', {
        ...amount,
        absent: '100000.00',
      }),
      rounding: readDecimal(part, 'rounding', { ...amount, ...POSITIVE, absent: '10000.00' }),
      threshold: readDecimal(part, 'threshold', { ...amount, absent: '0.00' }),
      intradayTrigger: readDecimal(part, 'intradayTrigger', { ...POSITIVE, absent: '1.10' }),
      coalesceSeconds: readInteger(part, 'coalesceSeconds', coalesce),
      reminderMinutes: readInteger(part, 'reminderMinutes', { ...minutes, absent: 30 }),
      dueMinutes: readInteger(part, 'dueMinutes', { ...minutes, absent: 60 }),
      escalationMinutes: readInteger(part, 'escalationMinutes', { ...minutes, absent: 90 }),
      declareDefaultAutomatically: readBoolean(part, 'declareDefaultAutomatically', false),
      withdrawalBuffer: readDecimal(part, 'withdrawalBuffer', { ...NOT_NEGATIVE, absent: '0.02' }),
    };
    const intradayTriggerAmount = optionalDecimal(part, 'intradayTriggerAmount', amount);
    return intradayTriggerAmount === undefined ? settings : { ...settings, intradayTriggerAmount };
  });
}
