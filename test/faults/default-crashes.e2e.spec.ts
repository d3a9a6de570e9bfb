import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { houseOfFiveDocument } from '#libs/domain/testing/house-of-five.js';
import { sharedServers } from '../support/shared-servers.js';
import { TestHouse, type TestMessage } from '../support/test-house.js';

const DEFAULT_ID = 'main-D1';
const OF_DEFAULT = { defaultId: DEFAULT_ID };
const CONTRIBUTIONS = { A: '174', B: '145', C: '116', D: '69', E: '46' };

/** Of a transaction that decides a step: half written, about to be committed, committed and not yet known. */
const CRASHES = ['events-copied', 'before-commit', 'committed'] as const;

/** The steps of a default whose loss of 1,500 goes through every layer of the waterfall, one at a time. */
const STEPS: readonly { readonly body: object; readonly by?: string }[] = [
  { body: { type: 'DECLARE_DEFAULT', member: 'A', reason: 'INSOLVENCY' } },
  { body: { type: 'CONFIRM_DEFAULT', ...OF_DEFAULT }, by: 'omar' },
  {
    body: {
      type: 'CLOSE_OUT_DEFAULT',
      ...OF_DEFAULT,
      fills: [{ instrument: 'FUT', quantity: '-100', price: '85', counterparty: 'C/HOUSE' }],
    },
  },
  { body: { type: 'DETERMINE_LOSS', ...OF_DEFAULT } },
  ...Array.from({ length: 7 }, () => ({
    body: { type: 'APPLY_LAYERS', ...OF_DEFAULT, next: true },
  })),
  { body: { type: 'CLOSE_DEFAULT', ...OF_DEFAULT } },
];

let house: TestHouse;
let sent = 0;

const command = (body: object, by = 'jane'): TestMessage => ({
  topic: 'commands',
  key: 'main',
  value: { commandId: `c-${++sent}`, ledger: 'main', by, body },
});

function payIn(type: 'DEPOSIT' | 'DEFAULT_FUND_DEPOSIT', member: string, quantity: string) {
  const whom = type === 'DEPOSIT' ? { account: `${member}/HOUSE` } : { member };
  const instructionId = `${type}-${member}`;
  const value = { instructionId, type, ...whom, asset: 'JPY', quantity, valueDate: '2026-11-20' };
  return { topic: 'collateral', key: member, value } satisfies TestMessage;
}

function trade(tradeId: string, seller: string, quantity: string): TestMessage {
  const sides = { instrument: 'FUT', buyer: 'A/HOUSE', seller };
  const executedAt = '2026-11-20T01:01:00.000Z';
  const value = { tradeId, venue: 'XSIM', ...sides, quantity, price: '100', executedAt };
  return { topic: 'trades', key: tradeId, value };
}

/**
 * The core dies while it writes, which may be what it does first of all or the step itself; another takes
 * over and goes on with what is in the topic.
 */
async function crashDuring(message: TestMessage, at: (typeof CRASHES)[number]): Promise<void> {
  await house.killAll();
  await house.expireLease('core');
  await house.send([message]);
  await house.start('core', `${at}:1`).ended;
  await house.expireLease('core');
  await house.start('core').ready();
  await house.decided();
}

beforeAll(async () => {
  house = await TestHouse.open(sharedServers());
  await house.start('core').ready();
  await house.send([command({ type: 'APPLY_REFERENCE_DATA', document: houseOfFiveDocument() })]);
  await house.decided();
  await house.send(
    Object.entries(CONTRIBUTIONS).flatMap(([member, contribution]) => [
      payIn('DEFAULT_FUND_DEPOSIT', member, contribution),
      payIn('DEPOSIT', member, member === 'A' ? '300' : '5000'),
    ]),
  );
  await house.decided();
  await house.send([trade('T-1', 'B/HOUSE', '20'), trade('T-2', 'C/HOUSE', '80')]);
  await house.decided();
  const settlement = { price: '100', source: 'XSIM', observedAt: '2026-11-20T06:00:00.000Z' };
  const official = { symbol: 'FUT', type: 'SETTLEMENT', businessDate: '2026-11-20' };
  await house.send([{ topic: 'prices', key: 'FUT', value: { ...official, ...settlement } }]);
  await house.decided();
  await house.send([command({ type: 'SETTLE', cycleType: 'EOD', date: '2026-11-20' })]);
  await house.decided();
});
afterAll(() => house?.close());

/** Twelve crashes and as many recoveries, on machines that do other things too. */
const TIMEOUT_MS = 400_000;

describe('kill -9 in the middle of every step of a default', () => {
  it(
    'leaves each step done once and whole, and everybody pays what the rules say',
    { timeout: TIMEOUT_MS },
    async () => {
      for (const [i, { body, by }] of STEPS.entries())
        await crashDuring(command(body, by), CRASHES[i % CRASHES.length] ?? 'committed');
      const events = await house.events();
      const answers = events.flatMap((event) =>
        event.type === 'CommandAnswered' ? [event.payload] : [],
      );
      expect(new Set(answers.map(({ commandId }) => commandId)).size).toBe(answers.length);
      expect(answers.filter(({ outcome }) => outcome !== 'DONE')).toEqual([]);
      const steps = events.flatMap((event) =>
        event.type === 'DefaultStepTaken' ? [event.payload] : [],
      );
      expect(steps.map((step) => (step.step === 'LAYER_APPLIED' ? step.layer : step.step))).toEqual(
        [
          'DECLARED',
          'CLOSED_OUT',
          'LOSS_DETERMINED',
          'DEFAULTER_MARGIN',
          'DEFAULTER_DEFAULT_FUND',
          'CCP_FIRST_LOSS',
          'SURVIVORS_DEFAULT_FUND',
          'CCP_SECOND_LOSS',
          'ASSESSMENTS',
          'GAINS_HAIRCUT',
          'LOSS_PAID',
          'REPLENISHMENT_CALLED',
          'CLOSED',
        ],
      );
      const used = steps.flatMap((step) => (step.step === 'LAYER_APPLIED' ? [step.used] : []));
      expect(used).toEqual(['300', '174', '25', '376', '10', '376', '239']);
    },
  );
});
