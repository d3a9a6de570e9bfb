import { describe, expect, it } from 'vitest';
import { DecisionSession } from '#libs/decider/decision-session.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { eventOfCopyLine } from '#libs/domain/testing/event-of-copy-line.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price } from '#libs/domain/testing/inputs.js';
import { commandInput as commandInputUnder } from './command-input.js';

const commandInput = commandInputUnder({ requireApproval: false });
const NOON = '2026-11-20T12:00:00.000Z';
const SETTLE = { type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' };
const COMMAND = { commandId: 'c-1', ledger: 'main', by: 'olga', body: SETTLE };

interface Outcome {
  readonly events: readonly RecordedEvent[];
  readonly identities: readonly string[];
  readonly quarantined: number;
}

/** Takes one message as the decider does. */
function take({ house, engine, wallClockMs }: HousePlay, message: unknown): Outcome {
  const session = new DecisionSession({ house, engine, hash: 'before', wallClockMs });
  const value = Buffer.from(JSON.stringify(message));
  const decoded = commandInput.decode(value);
  const source = { topic: 'ccp.commands', partition: 0, decoded };
  const raw = { offset: '7', key: null, value };
  commandInput.decide(session, { ...source, message: raw }, undefined);
  session.finish();
  return {
    events: session.events.map(({ copyLine }) => eventOfCopyLine(copyLine)),
    identities: session.identities.map(({ key }) => key),
    quarantined: session.quarantined.length,
  };
}

/** The answer to a message that has an id; it is the only event. */
function answerTo(play: HousePlay, message: unknown): unknown {
  const { events, identities, quarantined } = take(play, message);
  expect(events.map(({ type }) => type)).toEqual(['CommandAnswered']);
  expect(identities).toEqual(['command/c-1']);
  expect(quarantined).toBe(0);
  return events[0]?.payload;
}

const refusal = (field: string, reason: RegExp, code = 'INVALID_FIELD'): object => ({
  outcome: 'REFUSED',
  result: { code, field, reason: expect.stringMatching(reason) as string },
});

describe('a command with an id is answered', () => {
  it('when it is misshapen, with the field, to whoever can be read to have asked', () => {
    const play = HousePlay.open();
    expect(answerTo(play, { ...COMMAND, body: { ...SETTLE, date: 'today' } })).toEqual({
      commandId: 'c-1',
      command: 'SETTLE',
      by: 'olga',
      ...refusal('body.date', /"today"; it must be a date/),
    });
  });

  it('when nothing but the id can be read', () => {
    expect(answerTo(HousePlay.open(), { commandId: 'c-1' })).toEqual({
      commandId: 'c-1',
      command: 'UNKNOWN',
      by: 'unknown',
      ...refusal('ledger', /ledger is missing/, 'MISSING_FIELD'),
    });
  });

  it('when its time would move an event clock too far, which stays where it was', () => {
    const play = HousePlay.open();
    play.price(price({ observedAt: NOON }));
    const at = '2026-12-30T12:00:00.001Z';
    expect(answerTo(play, { ...COMMAND, at })).toEqual({
      commandId: 'c-1',
      command: 'SETTLE',
      by: 'olga',
      ...refusal('at', /2026-12-30T12:00:00.001Z is more than 40 days ahead/),
    });
    expect(play.house.ledgerTimeMs).toBe(Date.parse(NOON));
    expect(play.house.settlement.cycles.size).toBe(0);
  });

  it('when its time lies ahead of a wall clock', () => {
    const play = HousePlay.open({ clock: 'wall' });
    play.wallClockMs = Date.parse(NOON);
    const at = new Date(play.wallClockMs + 5_001).toISOString();
    expect(answerTo(play, { ...COMMAND, at })).toMatchObject(refusal('at', /5 s in the future/));
  });

  it('once: its identity is known although it was misshapen', () => {
    const misshapen = Buffer.from(JSON.stringify({ commandId: 'c-1' }));
    expect(commandInput.identityOf(commandInput.decode(misshapen))).toBe('command/c-1');
    const wellShaped = Buffer.from(JSON.stringify(COMMAND));
    expect(commandInput.identityOf(commandInput.decode(wellShaped))).toBe('command/c-1');
  });
});

describe('a command without an id', () => {
  it.each([[{ ...COMMAND, commandId: 'a b' }], [[COMMAND]], ['SETTLE']])(
    'goes to quarantine, since nobody can be answered: %j',
    (message) => {
      const { events, identities, quarantined } = take(HousePlay.open(), message);
      expect(events.map(({ type }) => type)).toEqual(['MessageQuarantined']);
      expect(identities).toEqual([]);
      expect(quarantined).toBe(1);
    },
  );
});
