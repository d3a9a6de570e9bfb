import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import type { RequirementBreakdown } from '#libs/domain/margin-model/requirement-breakdown.js';
import { MARGIN_MODES, type MarginMode } from '#libs/domain/reference-data/model.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, trade } from '#libs/domain/testing/inputs.js';
import {
  GROSS,
  HOUSE,
  NET,
  omnibusMembers,
  SEGREGATED,
} from '#libs/domain/testing/omnibus-members.js';
import { whatIf } from '#libs/domain/what-if/what-if.js';
import { MarginEngine } from './margin-engine.js';
import { requirementContent } from './requirement-message.js';

const INSTRUMENTS = ['SPX-FUT', 'SPX-FAR', 'SPX-CALL', 'SPX-PUT', 'OIL-FUT', 'GAS-FUT'] as const;

let play: HousePlay;

/** Trades signed lots at the mark; in the gross account they open a position of a client. */
function hold(account: string, lots: number, instrument: string, client?: string): void {
  const entry = play.house.reference?.instruments.get(instrument);
  const ticks = play.engine.markTicks(instrument);
  if (!entry || ticks === undefined) throw new Error(`${instrument} has no mark`);
  const [tradeId, quantity] = [`T-${play.events.length}`, String(Math.abs(lots))];
  const terms = { tradeId, instrument, quantity, price: ticksToPrice(entry, ticks) };
  const named =
    client === undefined
      ? {}
      : lots > 0
        ? ({ buyerClient: client, buyerEffect: 'OPEN' } as const)
        : ({ sellerClient: client, sellerEffect: 'OPEN' } as const);
  const [buyer, seller] = lots > 0 ? [account, 'BETA/HOUSE'] : ['BETA/HOUSE', account];
  const [event] = play.trade(trade({ ...terms, buyer, seller, ...named }));
  if (event?.type !== 'TradeNovated') throw new Error(JSON.stringify(event?.payload));
}

function breakdown(account: string): RequirementBreakdown {
  const requirement = play.engine.requirement(account);
  if (requirement.kind === 'failed') throw new Error(requirement.failure.code);
  return requirement.breakdown;
}

const total = (account: string): bigint => breakdown(account).requirementMinor;
const byClient = (): Record<string, bigint> =>
  Object.fromEntries(
    (breakdown(GROSS).gross?.clients ?? []).map(({ client, breakdown: of }) => [
      client,
      of.requirementMinor,
    ]),
  );

describe('the requirement of a gross omnibus account', () => {
  beforeEach(() => {
    play = HousePlay.open(omnibusMembers());
    play.price(price());
  });

  it('is the sum over its clients, each net in itself: 8 % of 250,000 for a lot', () => {
    hold(GROSS, 10, 'SPX-FUT', 'F1');
    hold(GROSS, -4, 'SPX-FUT', 'F1');
    hold(GROSS, -8, 'SPX-FUT', 'F2');
    expect(byClient()).toEqual({ F1: 12_000_000n, F2: 16_000_000n });
    expect(total(GROSS)).toBe(28_000_000n);
    expect(breakdown(GROSS).groups).toMatchObject([
      {
        liquidationGroup: 'EQUITY',
        marketRiskMinor: 28_000_000n,
        requirementMinor: 28_000_000n,
        classes: [{ underlying: 'SPX', netDelta: -2, netNotionalMinor: -50_000_000n }],
      },
    ]);
  });

  it.each([NET, SEGREGATED, HOUSE])(
    'nets across nobody, while %s is margined as one',
    (account) => {
      for (const [lots, client] of [
        [10, 'F1'],
        [-8, 'F2'],
      ] as const) {
        hold(GROSS, lots, 'SPX-FUT', client);
        hold(account, lots, 'SPX-FUT');
      }
      expect(total(account)).toBe(4_000_000n);
      expect(breakdown(account).gross).toBeUndefined();
      expect(total(GROSS)).toBe(36_000_000n);
    },
  );

  it('is said in the message by client, and what is listed adds up', () => {
    hold(GROSS, 10, 'SPX-FUT', 'F1');
    hold(GROSS, -8, 'SPX-FUT', 'F2');
    const content = requirementContent(play.house, evaluateAccount(play.house, play.engine, GROSS));
    expect(content).toMatchObject({
      account: GROSS,
      requirement: '360000.00',
      unsettled: '0.00',
      groups: [{ liquidationGroup: 'EQUITY', requirement: '360000.00' }],
      clients: [
        { client: 'F1', requirement: '200000.00' },
        { client: 'F2', requirement: '160000.00' },
      ],
      concentration: '0.00',
    });
    const ofNet = requirementContent(play.house, evaluateAccount(play.house, play.engine, NET));
    expect(ofNet).not.toHaveProperty('clients');
    expect(ofNet).not.toHaveProperty('concentration');
  });

  it('takes variation margin on the net of the account: clients’ gains pay their losses in a cycle', () => {
    hold(GROSS, 10, 'SPX-FUT', 'F1');
    hold(GROSS, -8, 'SPX-FUT', 'F2');
    play.price(price({ price: '4990.00' }));
    const { unsettledMinor } = evaluateAccount(play.house, play.engine, GROSS);
    // Two lots of 10 points at 50 USD.
    expect(unsettledMinor).toBe(-100_000n);
  });

  it('rises by a client’s trade where the net of the account falls: it raises the requirement', () => {
    hold(GROSS, 10, 'SPX-FUT', 'F1');
    expect(play.engine.raisesRequirement(GROSS, 'SPX-FUT', -5, 'F2')).toBe(true);
    expect(play.engine.raisesRequirement(GROSS, 'SPX-FUT', -5, 'F1')).toBe(false);
    expect(total(GROSS)).toBe(20_000_000n);
  });

  it('is asked for a client’s trade by what-if, which leaves the house as it was', () => {
    hold(GROSS, 10, 'SPX-FUT', 'F1');
    const before = structuredClone(play.house.trading);
    const ask = (account: string, client?: string) =>
      whatIf(play.house, play.engine, account, [{ instrument: 'SPX-FUT', lots: -5 }], client);
    const after = (client: string): unknown => {
      const answer = ask(GROSS, client);
      return answer.ok ? answer.value.after.requirement : answer.error;
    };
    expect(after('F1')).toBe('100000.00');
    expect(after('F2')).toBe('300000.00');
    expect(ask(GROSS)).toMatchObject({ error: { code: 'MISSING_FIELD' } });
    expect(ask(NET, 'F1')).toMatchObject({ error: { code: 'INVALID_FIELD' } });
    expect(play.house.trading).toEqual(before);
  });
});

describe('what large positions cost over all accounts of a member (d.1)', () => {
  beforeEach(() => {
    play = historicalHouse(omnibusMembers());
  });

  it('is the account’s beside its clients: split over clients a position pays as much', () => {
    hold(GROSS, 900, 'SPX-FUT', 'F1');
    expect(breakdown(GROSS).gross?.concentrationMinor).toBe(0n);
    const whole = total(GROSS);
    play = historicalHouse(omnibusMembers());
    hold(GROSS, 600, 'SPX-FUT', 'F1');
    const alone = byClient()['F1'];
    hold(GROSS, 300, 'SPX-FUT', 'F2');
    expect(byClient()['F1']).toBe(alone);
    const { gross, requirementMinor, groups } = breakdown(GROSS);
    expect(gross?.concentration).toMatchObject([{ underlying: 'SPX' }]);
    expect(gross?.concentrationMinor).toBeGreaterThan(0n);
    expect(Number(requirementMinor - whole)).toBeCloseTo(0, -1);
    const [spx] = groups[0]?.classes ?? [];
    expect(spx?.memberLiquidityMinor).toBe(gross?.concentration[0]?.minor);
    expect(play.engine.requirement(GROSS)).toEqual(new MarginEngine(play.house).requirement(GROSS));
  });

  it('is nothing where clients stand on both sides: the larger side has paid already', () => {
    hold(GROSS, 600, 'SPX-FUT', 'F1');
    hold(GROSS, -600, 'SPX-FUT', 'F2');
    expect(breakdown(GROSS).gross?.concentrationMinor).toBe(0n);
  });
});

const positions = fc.array(
  fc.record({
    client: fc.constantFrom('F1', 'F2', 'F3'),
    lots: fc.integer({ min: -20, max: 20 }).filter((lots) => lots !== 0),
    instrument: fc.constantFrom(...INSTRUMENTS),
  }),
  { minLength: 1, maxLength: 8 },
);

/** The core M of an account: market risk over its groups. */
const core = (account: string): bigint =>
  breakdown(account).groups.reduce((sum, { marketRiskMinor }) => sum + marketRiskMinor, 0n);

describe('over random positions in every margin mode', () => {
  const mode = fc.constantFrom<MarginMode>(...MARGIN_MODES);

  it('no client’s requirement moves with another’s trade, and they add up to the account’s', () => {
    fc.assert(
      fc.property(mode, positions, (marginMode, given) => {
        play = historicalHouse(omnibusMembers(marginMode));
        for (const { client, lots, instrument } of given) {
          const before = byClient();
          hold(GROSS, lots, instrument, client);
          const after = byClient();
          for (const other of Object.keys(before))
            if (other !== client) expect(after[other]).toBe(before[other]);
          const sum = Object.values(after).reduce((all, each) => all + each, 0n);
          const { requirementMinor, gross } = breakdown(GROSS);
          expect(requirementMinor).toBe(sum + (gross?.concentrationMinor ?? -1n));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('a client needs what a segregated account of the same positions needs', () => {
    fc.assert(
      fc.property(mode, positions, (marginMode, given) => {
        play = historicalHouse({ ...omnibusMembers(marginMode) });
        for (const { lots, instrument } of given) hold(GROSS, lots, instrument, 'F1');
        const alone = total(GROSS);
        play = historicalHouse({ ...omnibusMembers(marginMode) });
        for (const { lots, instrument } of given) hold(SEGREGATED, lots, instrument);
        expect(alone).toBe(total(SEGREGATED));
      }),
      { numRuns: 10 },
    );
  });

  it('the core M is at least that of a net omnibus account of the same trades', () => {
    fc.assert(
      fc.property(mode, positions, (marginMode, given) => {
        play = historicalHouse(omnibusMembers(marginMode));
        for (const { client, lots, instrument } of given) {
          hold(GROSS, lots, instrument, client);
          hold(NET, lots, instrument);
        }
        // Each class is rounded half-even by itself.
        expect(core(GROSS) + 10n).toBeGreaterThanOrEqual(core(NET));
      }),
      { numRuns: 15 },
    );
  });
});
