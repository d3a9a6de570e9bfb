import { parseInstant } from '#libs/domain/kernel/instant.js';
import type { KnownNames } from './known-names.js';
import {
  ASSIGNMENTS,
  EXERCISES,
  INSTRUMENT_TYPES,
  OPTION_RIGHTS,
  PREMIUM_STYLES,
  type FundingTerms,
  type Instrument,
  type OptionTerms,
} from './model.js';
import { optionalBlock, readList, readPart, type PartReader } from './part-reader.js';
import { present } from './present.js';
import { NOT_NEGATIVE, readDecimal } from './read-decimals.js';
import {
  optionalIdentifier,
  optionalInstant,
  requiredChoice,
  readChoice,
  readIdentifier,
  readInstant,
  readInteger,
  readReference,
} from './read-values.js';
import { INSTRUMENTS_MAX, TICK_SCALE_MAX, TICK_SIZE_MAX } from './reference-data-limits.js';
import { UniqueNames } from './unique-names.js';

/** The multiplier is the tick value over the tick size, so a tick has a size and a whole value. */
const TICK_SIZE_RULE = {
  above: '0',
  max: TICK_SIZE_MAX,
  scaleMax: TICK_SCALE_MAX,
  scaleOf: 'a tick size',
};
const TICK_VALUE_RULE = { min: 1, max: Number.MAX_SAFE_INTEGER };

export function readInstruments(document: PartReader, names: KnownNames): Instrument[] {
  const { findings } = document;
  const ids = new UniqueNames('id', findings);
  return readList(document, 'instruments', INSTRUMENTS_MAX, (value, path) =>
    readPart(value, path, findings, (part) => {
      const instrument = readInstrument(part, names);
      ids.add(instrument?.id ?? '', part.pathOf('id'));
      return instrument;
    }),
  );
}

function readInstrument(part: PartReader, names: KnownNames): Instrument | undefined {
  const id = readIdentifier(part, 'id');
  const type = requiredChoice(part, 'type', INSTRUMENT_TYPES);
  const terms = {
    id,
    underlying: readReference(part, 'underlying', 'underlying', names.underlyings),
    currency: readReference(part, 'currency', 'currency', names.currencies),
    tickSize: readTickSize(part),
    tickValueMinor: readInteger(part, 'tickValueMinor', TICK_VALUE_RULE),
  };
  if (type === undefined) {
    part.takeAll();
    return undefined;
  }
  if (type === 'future') return { ...terms, type, expiry: readInstant(part, 'expiry') };
  if (type === 'option') return { ...terms, ...readOption(part, terms.underlying, names) };
  const funding = optionalBlock(part, 'funding', readFunding);
  const index = optionalIdentifier(part, 'index');
  if (funding !== undefined && index === undefined) {
    part.error('index', 'is missing; funding is paid on the distance of the mark from an index');
  }
  return present<Instrument>({ ...terms, type, index, funding });
}

/** Prices are written with the decimals of the tick size, so its trailing zeros count as well. */
function readTickSize(part: PartReader): string {
  const tickSize = readDecimal(part, 'tickSize', TICK_SIZE_RULE);
  const decimals = tickSize.split('.')[1]?.length ?? 0;
  if (decimals > TICK_SCALE_MAX) {
    part.error(
      'tickSize',
      `is written with ${decimals} decimals; at most ${TICK_SCALE_MAX} may be`,
    );
  }
  return tickSize;
}

type OptionPart = Omit<
  OptionTerms,
  'id' | 'underlying' | 'currency' | 'tickSize' | 'tickValueMinor'
>;

function readOption(part: PartReader, underlying: string, names: KnownNames): OptionPart {
  const expiry = readInstant(part, 'expiry');
  const threshold = { ...NOT_NEGATIVE, absent: '0.01' };
  const option = present<OptionPart>({
    type: 'option',
    expiry,
    right: readChoice(part, 'right', OPTION_RIGHTS),
    strike: readDecimal(part, 'strike', {}),
    premiumStyle: readChoice(part, 'premiumStyle', PREMIUM_STYLES, 'premium'),
    forward: readForward(part, underlying, expiry, names),
    exercise: readChoice(part, 'exercise', EXERCISES, 'cash'),
    exerciseThreshold: readDecimal(part, 'exerciseThreshold', threshold),
    contraryCutOff: optionalInstant(part, 'contraryCutOff'),
    assignment: readChoice(part, 'assignment', ASSIGNMENTS, 'lottery'),
  });
  if (option.exercise === 'future' && option.forward === undefined) {
    part.error('forward', 'is missing; exercise future needs the future that is delivered');
  }
  if (isEarlier(option.contraryCutOff, expiry)) {
    part.error('contraryCutOff', `is before the expiry, ${expiry}; it must not be`);
  }
  return option;
}

/** The future that the option is on: of the same underlying, and alive until the option expires. */
function readForward(
  part: PartReader,
  underlying: string,
  expiry: string,
  names: KnownNames,
): string | undefined {
  if (!part.has('forward')) return void part.take('forward');
  const id = readReference(part, 'forward', 'instrument', names.instruments);
  const forward = names.instruments.get(id);
  if (forward === undefined) return id;
  if (forward.type === 'option' || forward.type === 'perpetual')
    part.error('forward', `${id} is not of type future`);
  const areKnown = [underlying, forward.underlying].every(
    (each) => typeof each === 'string' && names.underlyings.has(each),
  );
  if (areKnown && forward.underlying !== underlying) {
    part.error('forward', `${id} is not on the underlying ${underlying}`);
  }
  if (isEarlier(forward.expiry, expiry)) {
    part.error('forward', `${id} expires before the option; it must expire with it or later`);
  }
  return id;
}

function isEarlier(left: unknown, right: string): boolean {
  const [leftMs, rightMs] = [parseInstant(left), parseInstant(right)];
  return leftMs !== undefined && rightMs !== undefined && leftMs < rightMs;
}

function readFunding(part: PartReader): FundingTerms {
  const rate = { min: '-1', max: '1' };
  return {
    intervalHours: readInteger(part, 'intervalHours', { min: 1, max: 168, absent: 8 }),
    interestRate: readDecimal(part, 'interestRate', { ...rate, absent: '0.0001' }),
    damper: readDecimal(part, 'damper', { ...rate, min: '0', absent: '0.0005' }),
    cap: readDecimal(part, 'cap', { ...rate, min: '0', absent: '0.0075' }),
  };
}
