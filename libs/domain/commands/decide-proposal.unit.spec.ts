import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandBody } from '#libs/domain/inputs/inputs.js';
import { booksOf, fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { trade } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import { PROPOSALS_PENDING_MAX } from '#libs/domain/reference-data/proposal-state.js';
import { changesThatNeedApproval } from './needs-approval.js';

let play: HousePlay;
beforeEach(() => {
  play = HousePlay.open();
});

/** What an operator is answered. */
function ask(body: CommandBody, by: string): { outcome: string; result: Record<string, unknown> } {
  play.batch([{ kind: 'command', command: play.order(body, undefined, by) }]);
  return play.of('CommandAnswered').at(-1) as never;
}

const model = (lookback: number): Record<string, unknown> =>
  referenceDocument({ model: { id: 'scan-1', lookback, regimeLadder: { enabled: false } } });
const propose = (by = 'alice', document: unknown = model(1000)) =>
  ask({ type: 'PROPOSE_REFERENCE_DATA', document }, by);
const confirm = (by: string, proposalId = 'main-P1') =>
  ask({ type: 'CONFIRM_REFERENCE_DATA', proposalId }, by);
const withdraw = (by: string, proposalId = 'main-P1') =>
  ask({ type: 'WITHDRAW_REFERENCE_DATA', proposalId }, by);
const apply = (document: unknown, by = 'alice') =>
  ask({ type: 'APPLY_REFERENCE_DATA', document }, by);

describe('a proposal of reference data', () => {
  it('changes nothing until another operator confirms it, and then says who both were', () => {
    expect(propose()).toMatchObject({ outcome: 'DONE', result: { proposalId: 'main-P1' } });
    expect(play.house.reference?.data.model.lookback).toBe(1250);
    expect(confirm('bob')).toMatchObject({ outcome: 'DONE', result: { proposedBy: 'alice' } });
    expect(play.house.reference?.data.model.lookback).toBe(1000);
    expect(play.of('ReferenceDataChanged').at(-1)).toMatchObject({
      by: 'bob',
      proposal: { proposalId: 'main-P1', proposedBy: 'alice' },
      changes: expect.arrayContaining([{ path: 'model.lookback', before: 1250, after: 1000 }]),
    });
  });

  it('carries the hash of its document as the ledger has it', () => {
    propose();
    const [proposed] = play.of('ReferenceDataProposed');
    const text = JSON.stringify(proposed?.document);
    expect(proposed?.hash).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it.each(['alice', 'Alice', ' ALICE  ', 'ａlice'])(
    'of alice is not confirmed by %j, who is the same person',
    (by) => {
      propose();
      expect(confirm(by)).toMatchObject({ outcome: 'REFUSED', result: { code: 'SAME_OPERATOR' } });
      expect(play.of('ReferenceDataChanged')).toHaveLength(1);
    },
  );

  it('is out of date once the reference data have changed, by whatever way', () => {
    propose();
    propose('carol', model(900));
    apply(referenceDocument({ marginCalls: { dueMinutes: 7 } }));
    for (const id of ['main-P1', 'main-P2'])
      expect(confirm('bob', id)).toMatchObject({ result: { code: 'PROPOSAL_OUTDATED' } });
    expect(propose('alice')).toMatchObject({ result: { proposalId: 'main-P3' } });
    propose('carol', model(900));
    expect(confirm('bob', 'main-P3').outcome).toBe('DONE');
    expect(confirm('bob', 'main-P4')).toMatchObject({ result: { code: 'PROPOSAL_OUTDATED' } });
    expect(confirm('bob', 'main-P3')).toMatchObject({ result: { code: 'PROPOSAL_CONFIRMED' } });
  });

  it('that was withdrawn, or that nobody made, is not confirmed', () => {
    propose();
    expect(withdraw('alice')).toMatchObject({ outcome: 'DONE', result: { status: 'WITHDRAWN' } });
    const again = { outcome: 'REFUSED', result: { code: 'PROPOSAL_WITHDRAWN' } };
    expect(confirm('bob')).toMatchObject(again);
    expect(withdraw('bob')).toMatchObject(again);
    expect(confirm('bob', 'main-P9')).toMatchObject({ result: { code: 'UNKNOWN_PROPOSAL' } });
    expect(play.of('ReferenceDataChanged')).toHaveLength(1);
  });

  it('that is not valid, changes nothing or would rewrite the past is refused', () => {
    play.trade(trade());
    const rewriting = JSON.parse(
      JSON.stringify(referenceDocument()).replace('"tickSize":"0.25"', '"tickSize":"0.50"'),
    ) as unknown;
    for (const [document, code] of [
      [{ ledger: 'main' }, 'INVALID_REFERENCE_DATA'],
      [referenceDocument(), 'NOTHING_TO_PROPOSE'],
      [rewriting, 'REWRITES_THE_PAST'],
    ])
      expect(propose('alice', document)).toMatchObject({ outcome: 'REFUSED', result: { code } });
    expect(play.of('ReferenceDataProposed')).toEqual([]);
  });

  it('is refused where the ledger has come to hold what it would rewrite since', () => {
    const rewriting = JSON.parse(
      JSON.stringify(referenceDocument()).replace('"tickSize":"0.25"', '"tickSize":"0.50"'),
    ) as unknown;
    expect(propose('alice', rewriting).outcome).toBe('DONE');
    play.trade(trade());
    expect(confirm('bob')).toMatchObject({ result: { code: 'REWRITES_THE_PAST' } });
  });

  it('waits with at most a named number of others', () => {
    for (let i = 0; i < PROPOSALS_PENDING_MAX; i++) propose('alice', model(500 + i));
    expect(propose()).toMatchObject({ outcome: 'REFUSED', result: { code: 'LIMIT_EXCEEDED' } });
    withdraw('alice', 'main-P3');
    expect(propose().outcome).toBe('DONE');
  });

  it('may be the first thing that a ledger hears of', () => {
    play = new HousePlay();
    expect(propose('alice', referenceDocument()).outcome).toBe('DONE');
    expect(confirm('bob').outcome).toBe('DONE');
    expect(play.house.reference?.data.ledger).toBe('main');
  });

  it('is folded from its events alone', () => {
    propose();
    propose('carol', model(900));
    withdraw('carol', 'main-P2');
    expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
    confirm('bob');
    expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
    expect([...play.house.proposals.proposals.values()].some(({ document }) => document)).toBe(
      false,
    );
  });
});

describe('a house that asks for approval', () => {
  beforeEach(() => {
    play.policy = { requireApproval: true };
  });

  it('refuses the plain way for the margin model, with the paths, and takes the other', () => {
    expect(apply(model(1000))).toMatchObject({
      outcome: 'REFUSED',
      result: {
        code: 'APPROVAL_REQUIRED',
        paths: expect.arrayContaining(['model.lookback']),
        reason: expect.stringContaining('--propose'),
      },
    });
    expect(play.house.reference?.data.model.lookback).toBe(1250);
    propose();
    expect(confirm('bob').outcome).toBe('DONE');
  });

  it('takes everything else by the plain way, and its very first reference data', () => {
    expect(apply(referenceDocument({ marginCalls: { dueMinutes: 7 } })).outcome).toBe('DONE');
    play = new HousePlay();
    play.policy = { requireApproval: true };
    expect(apply(referenceDocument()).outcome).toBe('DONE');
  });

  it.each([
    ['model.lookback', true],
    ['model', true],
    ['modelling', false],
    ['liquidationGroups[EQUITY].confidenceBp', true],
    ['underlyings[SPX]', true],
    ['collateral[BTC].haircut', true],
    ['collateral[EUR].currencyHaircut', true],
    ['collateral[ETH]', true],
    ['collateral[BTC].maxAgeSeconds', false],
    ['collateralLimits', false],
    ['members[A].accounts[B].marginMode', false],
    ['instruments[SPX-FUT]', false],
  ])('reserves %s: %s', (path, reserved) => {
    expect(changesThatNeedApproval([{ path }])).toHaveLength(reserved ? 1 : 0);
  });
});
