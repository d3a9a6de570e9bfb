import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { requirementContent } from '#libs/domain/risk/requirement-message.js';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, trade } from '#libs/domain/testing/inputs.js';
import { explainAccount } from './explain-account.js';
import type { AccountExplanation } from './explanation.js';
import { renderAccount } from './render-account.js';

const INSTRUMENTS = ['SPX-FUT', 'SPX-FAR', 'SPX-EUR', 'SPX-CALL', 'SPX-PUT', 'OIL-FUT', 'GAS-FUT'];
const ACCOUNTS = { 'ALPHA/HOUSE': 'portfolio', 'ALPHA/C1': 'cross', 'GAMMA/HOUSE': 'isolated' };
type Account = keyof typeof ACCOUNTS;

function held(account: Account, positions: Readonly<Record<string, number>>): HousePlay {
  const play = historicalHouse();
  for (const [instrument, lots] of Object.entries(positions)) {
    const entry = play.house.reference?.instruments.get(instrument);
    const ticks = play.engine.markTicks(instrument);
    if (!entry || ticks === undefined) throw new Error(`${instrument} has no mark`);
    const [buyer, seller] = lots > 0 ? [account, 'BETA/HOUSE'] : ['BETA/HOUSE', account];
    const [tradeId, quantity] = [`T-${instrument}`, String(Math.abs(lots))];
    const price = ticksToPrice(entry, ticks);
    play.trade(trade({ tradeId, instrument, quantity, price, buyer, seller }));
  }
  if (play.of('TradeRejected').length > 0) throw new Error('a trade was refused');
  play.collateral(deposit({ account, quantity: '123456.00' }));
  return play;
}

function explain({ house, engine }: HousePlay, account: Account): AccountExplanation {
  const explained = explainAccount(house, engine, account);
  if (!explained.ok) throw new Error(JSON.stringify(explained.error));
  return explained.value;
}

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));
const total = (amounts: readonly string[]): bigint =>
  amounts.reduce((sum, amount) => sum + cents(amount), 0n);

const books = fc.dictionary(
  fc.constantFrom(...INSTRUMENTS),
  fc.integer({ min: -20, max: 20 }).filter((lots) => lots !== 0),
  { minKeys: 1, maxKeys: 5, noNullPrototype: true },
);

describe('the explanation of an account', () => {
  it('adds up as it is shown: shares to market risk, lines to groups, groups to requirement', () => {
    const account = fc.constantFrom(...(Object.keys(ACCOUNTS) as Account[]));
    fc.assert(
      fc.property(account, books, (of, positions) => {
        const said = explain(held(of, positions), of);
        for (const group of said.groups) {
          const { floors, addOns, netOptionValue, onlyPaidOptions, rounding } = group;
          expect(total(group.shares.map(({ marketRisk }) => marketRisk))).toBe(
            cents(group.marketRisk),
          );
          const largest = [floors.extendedMoves, floors.shortOptionMinimum, floors.floor]
            .map(cents)
            .reduce((a, b) => (b > a ? b : a), cents(group.marketRisk));
          expect(
            cents(floors.binding === 'marketRisk' ? group.marketRisk : floors[floors.binding]),
          ).toBe(largest);
          const margin = largest + total(Object.values(addOns)) - cents(netOptionValue);
          const shown = onlyPaidOptions || margin < 0n ? 0n : margin;
          expect(cents(group.requirement)).toBe(shown + cents(rounding));
          expect(Math.abs(Number(rounding))).toBeLessThan(0.05);
        }
        expect(total([...said.groups.map(({ requirement }) => requirement), said.rounding])).toBe(
          cents(said.requirement),
        );
        expect(cents(said.exposure)).toBe(cents(said.requirement) - cents(said.unsettled.amount));
      }),
      { numRuns: 30 },
    );
  });

  it('has the numbers of the message of its requirement', () => {
    const play = held('ALPHA/HOUSE', { 'SPX-FUT': 9, 'OIL-FUT': -6, 'SPX-PUT': -4, 'GAS-FUT': 3 });
    const said = explain(play, 'ALPHA/HOUSE');
    const evaluation = evaluateAccount(play.house, play.engine, 'ALPHA/HOUSE');
    const message = requirementContent(play.house, evaluation);
    const { requirement, exposure, deficit, excess, groups, marginMode, currency } = said;
    expect(message).toMatchObject({ requirement, exposure, deficit, excess, marginMode, currency });
    expect(message).toMatchObject({
      groups: groups.map((group) => ({
        liquidationGroup: group.liquidationGroup,
        marketRisk: group.marketRisk,
        ...group.addOns,
        netOptionValue: group.netOptionValue,
        requirement: group.requirement,
        classes: group.classes.map(({ underlying, marketRisk, expectedShortfall }) => ({
          underlying,
          marketRisk,
          expectedShortfall,
        })),
      })),
    });
    expect(said.computedAt.position).toBe(play.house.position);
  });

  it('names the term that binds and its scenarios, whose weights add up to one', () => {
    const said = explain(held('ALPHA/HOUSE', { 'SPX-FUT': 9, 'OIL-FUT': -6 }), 'ALPHA/HOUSE');
    const [group] = said.groups;
    const measures = [
      group?.offset,
      ...(group?.classes ?? []).map(({ parts }) => parts[0]?.measure),
    ];
    expect(measures).toHaveLength(3);
    for (const measure of measures) {
      const { bindingTail = [], marketRisk = '' } = measure ?? {};
      const weights = bindingTail.reduce((sum, { weight }) => sum + Number(weight), 0);
      const loss = bindingTail.reduce(
        (sum, each) => sum + Number(each.weight) * Number(each.loss),
        0,
      );
      expect(weights).toBeCloseTo(1, 6);
      expect(loss / Number(marketRisk)).toBeCloseTo(1, 6);
    }
  });

  it('is written for people with every number that decides', () => {
    const play = held('ALPHA/HOUSE', { 'SPX-FUT': 9, 'OIL-FUT': -6, 'SPX-PUT': -4, 'GAS-FUT': 3 });
    const said = explain(play, 'ALPHA/HOUSE');
    const text = renderAccount(said);
    const [group] = said.groups;
    const [spx] = (group?.classes ?? []).filter(({ underlying }) => underlying === 'SPX');
    for (const part of [
      'Account ALPHA/HOUSE\n',
      `ledger position ${play.house.position}`,
      `the cap counts`,
      `Requirement of the group: ${group?.requirement}`,
      `of which SPX-FUT (9): ${group?.shares.find(({ instrument }) => instrument === 'SPX-FUT')?.marketRisk}`,
      `rung ${spx?.volatility?.regime}`,
      `forward ${spx?.positions.find(({ option }) => option)?.option?.forward}`,
      'Short-option minimum = 0.005 x',
      'Liquidity of ',
      'Wrong way = own share 0.03 x long notional',
      'move -0.35: loss',
      `deficit ${said.deficit}, excess ${said.excess}`,
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  it('shows in isolated mode each position with a measure of its own', () => {
    const said = explain(held('GAMMA/HOUSE', { 'SPX-FUT': 5, 'SPX-FAR': -5 }), 'GAMMA/HOUSE');
    const [group] = said.groups;
    expect(group?.offset).toBeUndefined();
    const parts = group?.classes[0]?.parts ?? [];
    expect(parts.map(({ instruments }) => instruments)).toEqual([['SPX-FAR'], ['SPX-FUT']]);
    expect(renderAccount(said)).toContain('the parts added up');
  });

  it('of an account that is not there, or cannot be evaluated, is why', () => {
    const play = held('ALPHA/HOUSE', { 'SPX-EUR': 2 });
    expect(explainAccount(play.house, play.engine, 'ALPHA/NONE')).toEqual({
      ok: false,
      error: { code: 'UNKNOWN_ACCOUNT' },
    });
    play.house.market.prices.delete('EURUSD');
    expect(explainAccount(play.house, play.engine, 'ALPHA/HOUSE')).toMatchObject({
      ok: false,
      error: { code: 'NOT_COMPUTABLE', failure: { code: 'NO_EXCHANGE_RATE' } },
    });
    const empty = explain(historicalHouse(), 'ALPHA/HOUSE');
    expect(empty).toMatchObject({ requirement: '0.00', groups: [], deficit: '0.00' });
    expect(renderAccount(empty)).toContain('Requirement: nothing held = 0.00');
  });
});

it('the explanation of an isolated account with buckets adds up over them', () => {
  const positions = { 'SPX-FUT': 7, 'SPX-CALL': -3, 'SPX-PUT': 5, 'GAS-FUT': -4 };
  const play = held('GAMMA/HOUSE', positions);
  const given = { account: 'GAMMA/HOUSE', quantity: '1000.00' };
  for (const bucket of ['SPX-FUT', 'SPX-CALL', 'SPX-PUT'])
    play.collateral(deposit({ instructionId: bucket, ...given, bucket }));
  const said = explain(play, 'GAMMA/HOUSE');
  const { standings = [] } = said;
  expect(standings.map(({ bucket }) => bucket)).toEqual([null, 'SPX-CALL', 'SPX-FUT', 'SPX-PUT']);
  for (const name of ['requirement', 'exposure', 'deficit', 'excess'] as const)
    expect(total(standings.map((each) => each[name]))).toBe(cents(said[name]));
  for (const each of standings.filter(({ bucket }) => bucket !== null))
    expect(cents(each.requirement) > 0n).toBe(cents(each.alone ?? '0.00') > 0n);
  expect(total(said.collateral.lines.map(({ value }) => value))).toBe(cents(said.collateral.value));
  expect(renderAccount(said)).toContain('bucket SPX-FUT: requirement ');
});
