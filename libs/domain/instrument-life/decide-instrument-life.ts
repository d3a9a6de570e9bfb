import { refused, type CommandOutcome } from '#libs/domain/commands/command-outcome.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { LEAP_MAX_MS } from '#libs/domain/house/clock.js';
import { type HouseState, referenceOf } from '#libs/domain/house/house-state.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { startOfDate, startOfNextDate } from '#libs/domain/settlement/calendar.js';
import { endOfLifeMs } from './end-of-life.js';
import type { InstrumentCommandBody } from './instrument-command.js';

type LifeCommand = Exclude<InstrumentCommandBody, { readonly type: 'ADJUST_CONTRACTS' }>;

/** Furthest ahead that a last trading instant is taken for meant: 400 days. */
const AHEAD_MAX_MS = 10 * LEAP_MAX_MS;

/**
 * Halts, resumes or delists an instrument. What is so already changes nothing and is answered with the
 * position at which it became so, `repeated` being true.
 */
export function decideInstrumentLife(
  house: HouseState,
  command: LifeCommand,
  by: string,
): CommandOutcome {
  const { instrument } = command;
  if (!referenceOf(house).instruments.has(instrument))
    return refused({
      code: 'UNKNOWN_INSTRUMENT',
      reason: `${instrument} is not an instrument of ledger ${house.ledgerId}`,
    });
  switch (command.type) {
    case 'HALT_INSTRUMENT':
      return decideHalt(house, command, by);
    case 'RESUME_INSTRUMENT':
      return decideResume(house, command, by);
    case 'DELIST_INSTRUMENT':
      return decideDelist(house, command, by);
  }
}

const streamOf = (instrument: string): string => `instrument/${instrument}`;

function done(house: HouseState, event: NewEvent, result: object): CommandOutcome {
  const { position } = house;
  return {
    outcome: 'DONE',
    events: [event],
    result: { ...result, position: position + 1, repeated: false },
  };
}

const repeated = (result: object): CommandOutcome => ({
  outcome: 'DONE',
  events: [],
  result: { ...result, repeated: true },
});

function decideHalt(
  house: HouseState,
  { instrument, reason }: Extract<LifeCommand, { type: 'HALT_INSTRUMENT' }>,
  by: string,
): CommandOutcome {
  const result = { instrument, state: 'HALTED' };
  const halt = house.instrumentLife.halts.get(instrument);
  if (halt) return repeated({ ...result, position: halt.position });
  const over = refuseOver(house, instrument);
  if (over) return over;
  const payload = { instrument, by, reason };
  return done(house, { type: 'InstrumentHalted', streamId: streamOf(instrument), payload }, result);
}

function decideResume(
  house: HouseState,
  { instrument, reason }: Extract<LifeCommand, { type: 'RESUME_INSTRUMENT' }>,
  by: string,
): CommandOutcome {
  const result = { instrument, state: 'OPEN' };
  if (!house.instrumentLife.halts.has(instrument))
    return repeated({ ...result, position: house.position });
  const payload = { instrument, by, reason };
  return done(
    house,
    { type: 'InstrumentResumed', streamId: streamOf(instrument), payload },
    result,
  );
}

function decideDelist(
  house: HouseState,
  command: Extract<LifeCommand, { type: 'DELIST_INSTRUMENT' }>,
  by: string,
): CommandOutcome {
  const { instrument, reason } = command;
  const nowMs = house.ledgerTimeMs;
  const before = house.instrumentLife.delistings.get(instrument);
  const namedMs = namedInstant(house, command);
  const atMs = namedMs ?? nowMs;
  if (before && (namedMs === undefined || before.lastTradingAtMs === namedMs))
    return repeated({ ...resultOf(instrument, before.lastTradingAtMs), position: before.position });
  const over = refuseOver(house, instrument);
  if (over) return over;
  if (atMs === undefined)
    return refused({
      code: 'INVALID_FIELD',
      field: 'lastTradingAt',
      reason: 'the ledger has no time yet, so nothing ends now; say when trading ends',
    });
  if (nowMs !== undefined && atMs < nowMs)
    return refused({
      code: 'INVALID_FIELD',
      field: 'lastTradingAt',
      reason: `${formatInstant(atMs)} has passed at the ledger's time, ${formatInstant(nowMs)}: trades since would be undone; name an instant to come, or none for now`,
    });
  if (nowMs !== undefined && atMs > nowMs + AHEAD_MAX_MS)
    return refused({
      code: 'INVALID_FIELD',
      field: 'lastTradingAt',
      reason: `${formatInstant(atMs)} is more than 400 days ahead of the ledger's time; check the date`,
    });
  const payload = { instrument, by, reason, lastTradingAt: formatInstant(atMs) };
  return done(
    house,
    { type: 'InstrumentDelisted', streamId: streamOf(instrument), payload },
    resultOf(instrument, atMs),
  );
}

/** The instant that a command names; undefined where it says none, which means now. */
function namedInstant(
  { reference }: HouseState,
  { lastTradingAt, lastTradingDay }: Extract<LifeCommand, { type: 'DELIST_INSTRUMENT' }>,
): number | undefined {
  if (lastTradingAt !== undefined) return Date.parse(lastTradingAt);
  if (lastTradingDay === undefined) return undefined;
  const calendar = reference?.data.calendar;
  return startOfNextDate(calendar, startOfDate(calendar, lastTradingDay));
}

const resultOf = (instrument: string, lastTradingAtMs: number): object => ({
  instrument,
  state: 'DELISTED',
  lastTradingAt: formatInstant(lastTradingAtMs),
});

/** An instrument whose life is over can neither be halted nor live longer or shorter. */
function refuseOver(house: HouseState, instrument: string): CommandOutcome | undefined {
  const endMs = endOfLifeMs(house, instrument);
  if (endMs === undefined || house.ledgerTimeMs === undefined || house.ledgerTimeMs < endMs)
    return undefined;
  return refused({
    code: 'INSTRUMENT_NOT_OPEN',
    reason: `the life of ${instrument} ended at ${formatInstant(endMs)}; what is open in it is settled at its final price`,
  });
}
