import { beforeEach, describe, expect, it } from 'vitest';
import { calledAccount } from '#libs/domain/testing/called-account.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import { decideCommand } from './decide-command.js';
import { HISTORY_CLOSES_MAX } from './decide-import-history.js';

let play: HousePlay;
beforeEach(() => {
  play = HousePlay.open();
});

const last = (): unknown => play.of('CommandAnswered').at(-1);
const typesOf = (events: readonly { readonly type: string }[]): string[] =>
  events.map(({ type }) => type);

describe('a command', () => {
  it('is answered by the last of its events, under an identity of its own', () => {
    const command = play.order({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
    const events = decideCommand(play.house, play.engine, command, play.policy);
    expect(typesOf(events)).toEqual([
      'SettlementCycleCompleted',
      'SettlementCycleSettled',
      'CommandAnswered',
    ]);
    expect(events.at(-1)).toMatchObject({
      identity: `command/${command.commandId}`,
      payload: { commandId: command.commandId, command: 'SETTLE', by: 'op', outcome: 'DONE' },
    });
  });

  it('that settles says how far the cycle is, also when it is asked again', () => {
    const body = {
      type: 'SETTLE',
      cycleType: 'INTRADAY',
      date: '2026-11-20',
      cycleId: 'noon',
    } as const;
    const answers = [play.command(body), play.command(body)].map((events) => events.at(-1));
    expect(answers[0]?.payload).toMatchObject({ result: { status: 'SETTLED', repeated: false } });
    expect(answers[1]?.payload).toMatchObject({
      result: { cycleId: 'noon', status: 'SETTLED', repeated: true },
    });
  });

  it('for another ledger is refused', () => {
    const order = play.order({ type: 'SETTLE', cycleType: 'EOD', date: '2026-11-20' });
    const [answer] = decideCommand(
      play.house,
      play.engine,
      { ...order, ledger: 'other' },
      play.policy,
    );
    expect(answer?.payload).toMatchObject({
      outcome: 'REFUSED',
      result: { code: 'UNKNOWN_LEDGER' },
    });
  });

  it('before any reference data is refused, but for the one that brings it', () => {
    const fresh = new HousePlay();
    fresh.command({ type: 'SETTLE', cycleType: 'EOD', date: '2026-11-20' });
    expect(fresh.of('CommandAnswered')).toEqual([
      expect.objectContaining({
        outcome: 'REFUSED',
        result: expect.objectContaining({ code: 'NO_REFERENCE_DATA' }) as unknown,
      }),
    ]);
    fresh.command({ type: 'APPLY_REFERENCE_DATA', document: referenceDocument() });
    expect(fresh.house.reference?.data.ledger).toBe('main');
  });
});

describe('reference data', () => {
  it('applied twice changes nothing the second time', () => {
    const events = play.command({ type: 'APPLY_REFERENCE_DATA', document: referenceDocument() });
    expect(typesOf(events)).toEqual(['CommandAnswered']);
    expect(last()).toMatchObject({ outcome: 'DONE', result: { changes: [] } });
  });

  it('is applied wholly or not at all: one error refuses the file with its path', () => {
    const document = referenceDocument({
      marginCalls: { dueMinutes: 'soon' },
      baseCurrency: 'USD',
    });
    play.command({ type: 'APPLY_REFERENCE_DATA', document });
    expect(last()).toMatchObject({
      outcome: 'REFUSED',
      result: {
        code: 'INVALID_REFERENCE_DATA',
        errors: [expect.objectContaining({ path: 'marginCalls.dueMinutes' })],
      },
    });
    expect(play.of('ReferenceDataChanged')).toHaveLength(1);
  });

  it('of another ledger is refused', () => {
    play.command({ type: 'APPLY_REFERENCE_DATA', document: referenceDocument({ ledger: 'gas' }) });
    expect(last()).toMatchObject({ result: { errors: [{ path: 'ledger' }] } });
  });

  it.each([
    ['closes an account that holds cash', () => play.collateral(deposit())],
    ['closes an account that holds a position', () => play.trade(trade())],
  ])('that %s is refused: it would rewrite the past', (_, hold) => {
    hold();
    const document = referenceDocument();
    const members = document['members'] as { id: string }[];
    const without = { ...document, members: members.filter(({ id }) => id !== 'ALPHA') };
    play.command({ type: 'APPLY_REFERENCE_DATA', document: without });
    expect(last()).toMatchObject({ outcome: 'REFUSED', result: { code: 'REWRITES_THE_PAST' } });
    expect(play.house.reference?.accounts.has('ALPHA/HOUSE')).toBe(true);
  });

  it('that changes the tick size of an instrument that has traded is refused', () => {
    play.trade(trade());
    const document = JSON.parse(
      JSON.stringify(referenceDocument()).replace('"tickSize":"0.25"', '"tickSize":"0.50"'),
    ) as unknown;
    play.command({ type: 'APPLY_REFERENCE_DATA', document });
    expect(last()).toMatchObject({ outcome: 'REFUSED', result: { code: 'REWRITES_THE_PAST' } });
  });
});

describe('price history', () => {
  const importing = (closes: readonly (readonly [string, string])[], symbol = 'SPX') =>
    play.command({ type: 'IMPORT_HISTORY', symbol, closes });

  it('is recorded as far as it is new', () => {
    importing([
      ['2026-11-18', '5000.0'],
      ['2026-11-19', '5010'],
    ]);
    importing([
      ['2026-11-18', '5000'],
      ['2026-11-19', '5011'],
      ['2026-11-20', '5020'],
    ]);
    expect(play.of('PriceHistoryImported').at(-1)?.closes).toEqual([
      ['2026-11-19', '5011'],
      ['2026-11-20', '5020'],
    ]);
    expect(last()).toMatchObject({ result: { received: 3, changed: 2, from: '2026-11-18' } });
    expect(typesOf(importing([['2026-11-20', '5020.00']]))).toEqual(['CommandAnswered']);
  });

  it.each([
    ['of an unknown symbol', [['2026-11-20', '1']], 'NDX', 'UNKNOWN_SYMBOL'],
    ['that is empty', [], 'SPX', 'INVALID_FIELD'],
    ['with an impossible date', [['2026-02-30', '1']], 'SPX', 'INVALID_FIELD'],
    ['with a close that is no decimal', [['2026-11-20', '1e3']], 'SPX', 'INVALID_FIELD'],
    [
      'of more closes than a command takes',
      Array.from({ length: HISTORY_CLOSES_MAX + 1 }, () => ['2026-11-20', '1'] as const),
      'SPX',
      'INVALID_FIELD',
    ],
  ] as const)('%s is refused', (_, closes, symbol, code) => {
    importing(closes, symbol);
    expect(last()).toMatchObject({ outcome: 'REFUSED', result: { code } });
    expect(play.house.market.imported.size).toBe(0);
  });
});

describe('a call', () => {
  it('is cancelled by an operator with a reason, once', () => {
    play = calledAccount();
    const body = { type: 'CANCEL_CALL', callId: 'main-000001', reason: 'booked wrongly' } as const;
    play.command(body);
    expect(last()).toMatchObject({ outcome: 'DONE', result: { status: 'CANCELLED' } });
    expect(play.house.marginCalls.open.size).toBe(0);
    play.command(body);
    expect(last()).toMatchObject({ outcome: 'REFUSED', result: { code: 'UNKNOWN_CALL' } });
  });
});

describe('a message in quarantine', () => {
  it('that is not there is not released', () => {
    play.price(price());
    const body = {
      type: 'RELEASE_QUARANTINED',
      position: 1,
      action: 'RESENT',
      reason: 'x',
    } as const;
    play.command(body);
    expect(last()).toMatchObject({ outcome: 'REFUSED', result: { code: 'NOT_IN_QUARANTINE' } });
  });

  it('is released once', () => {
    play.house.quarantined.set(4, 'ccp.trades');
    const body = {
      type: 'RELEASE_QUARANTINED',
      position: 4,
      action: 'DISCARDED',
      reason: 'x',
    } as const;
    play.command(body);
    expect(play.of('QuarantineReleased')).toEqual([
      { quarantined: 4, action: 'DISCARDED', topic: 'ccp.trades', by: 'op', reason: 'x' },
    ]);
    play.command(body);
    expect(last()).toMatchObject({ outcome: 'REFUSED' });
  });
});
