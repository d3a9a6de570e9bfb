import { beforeEach, describe, expect, it } from 'vitest';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, trade } from '#libs/domain/testing/inputs.js';
import { GROSS, omnibusMembers } from '#libs/domain/testing/omnibus-members.js';
import { explainAccount } from './explain-account.js';
import type { AccountExplanation } from './explanation.js';
import { renderAccount } from './render-account.js';

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));
const total = (amounts: readonly string[]): bigint =>
  amounts.reduce((sum, amount) => sum + cents(amount), 0n);

let play: HousePlay;
beforeEach(() => {
  play = historicalHouse(omnibusMembers('cross'));
});

function open(client: string, lots: number, instrument: string, price: string): void {
  const [tradeId, quantity] = [`T-${play.events.length}`, String(Math.abs(lots))];
  const named =
    lots > 0
      ? ({ buyer: GROSS, buyerClient: client, buyerEffect: 'OPEN' } as const)
      : ({
          buyer: 'BETA/HOUSE',
          seller: GROSS,
          sellerClient: client,
          sellerEffect: 'OPEN',
        } as const);
  play.trade(trade({ tradeId, instrument, quantity, price, ...named }));
  expect(play.of('TradeRejected')).toEqual([]);
}

function explain(): AccountExplanation {
  const explained = explainAccount(play.house, play.engine, GROSS);
  if (!explained.ok) throw new Error(JSON.stringify(explained.error));
  return explained.value;
}

describe('the explanation of a gross omnibus account', () => {
  it('adds up client by client: groups to the client, clients and concentration to the account', () => {
    open('F1', 600, 'SPX-FUT', '5000.00');
    open('F1', -20, 'OIL-FUT', '70.00');
    open('F2', 300, 'SPX-FAR', '5050.00');
    open('F3', -7, 'GAS-FUT', '3.00');
    play.collateral(deposit({ account: GROSS, quantity: '5000000.00' }));
    const { gross, groups, rounding, requirement } = explain();
    expect([groups, rounding]).toEqual([[], '0.00']);
    const { clients = [], concentration } = gross ?? {};
    expect(clients.map(({ client }) => client)).toEqual(['F1', 'F2', 'F3']);
    for (const client of clients) {
      const ofGroups = total(client.groups.map((group) => group.requirement));
      expect(ofGroups + cents(client.rounding)).toBe(cents(client.requirement));
      for (const group of client.groups)
        expect(total(group.shares.map(({ marketRisk }) => marketRisk))).toBe(
          cents(group.marketRisk),
        );
    }
    const charged = cents(concentration?.amount ?? '0');
    expect(charged).toBeGreaterThan(0n);
    expect(
      total(concentration?.classes.map(({ amount }) => amount) ?? []) +
        cents(concentration?.rounding ?? '0'),
    ).toBe(charged);
    expect(total(clients.map((client) => client.requirement)) + charged).toBe(cents(requirement));
  });

  it('is written for people with every client by itself', () => {
    open('F1', 10, 'GAS-FUT', '3.00');
    open('F2', -10, 'GAS-FUT', '3.00');
    const [f1, f2] = explain().gross?.clients ?? [];
    const text = renderAccount(explain());
    expect(text).toContain('Positions are kept by client, and clients do not net.');
    expect(text).toContain(`Requirement of client F1: ${f1?.requirement} = ${f1?.requirement}`);
    expect(text).toContain(
      `Requirement: the clients and the concentration of 0.00: ${f1?.requirement} + ${f2?.requirement} + 0.00 = ${explain().requirement}`,
    );
  });
});
