import { WEEKDAYS, type Calendar } from './model.js';
import { readList, type PartReader } from './part-reader.js';
import { quoteValue } from './quote-value.js';
import { checkChoice, checkDate, checkTimeOfDay } from './read-values.js';
import { HOLIDAYS_MAX, INTRADAY_CYCLES_MAX } from './reference-data-limits.js';
import { UniqueNames } from './unique-names.js';

const ZONE_SHAPE = /^(UTC|[A-Z][A-Za-z_]{1,30}(\/[A-Za-z0-9_+-]{1,40}){1,2})$/;
const TIMEZONE_ABSENT = 'America/New_York';
const END_OF_DAY_ABSENT = '17:30';

export function readCalendar(part: PartReader): Calendar {
  const { findings } = part;
  const timezone = readTimezone(part);
  const weekendDays = new UniqueNames('weekend day', findings);
  const weekend = readList(part, 'weekend', WEEKDAYS.length, (value, path) => {
    const day = checkChoice(part, path, value, WEEKDAYS);
    weekendDays.add(day ?? '', path);
    return day;
  });
  if (new Set(weekend).size === WEEKDAYS.length) {
    part.error('weekend', 'names every day of the week, which leaves no business day');
  }
  return {
    timezone,
    weekend,
    holidays: uniqueList(part, 'holidays', HOLIDAYS_MAX, checkDate),
    endOfDay:
      checkTimeOfDay(part, part.pathOf('endOfDay'), part.take('endOfDay') ?? END_OF_DAY_ABSENT) ??
      END_OF_DAY_ABSENT,
    intraday: uniqueList(part, 'intraday', INTRADAY_CYCLES_MAX, checkTimeOfDay),
  };
}

function uniqueList(
  part: PartReader,
  name: string,
  countMax: number,
  check: (part: PartReader, path: string, value: unknown) => string | undefined,
): string[] {
  const used = new UniqueNames('entry', part.findings);
  return readList(part, name, countMax, (value, path) => {
    const text = check(part, path, value);
    used.add(text ?? '', path);
    return text;
  });
}

function readTimezone(part: PartReader): string {
  const value = part.take('timezone') ?? TIMEZONE_ABSENT;
  if (typeof value === 'string' && ZONE_SHAPE.test(value) && isKnownZone(value)) return value;
  part.error(
    'timezone',
    `${quoteValue(value)} is not a time zone such as America/New_York, Europe/London or UTC`,
  );
  return TIMEZONE_ABSENT;
}

/** Whether the engine's time zone database has the zone. */
function isKnownZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
