import { beforeEach, describe, expect, it } from 'vitest';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, smile, volatility } from '#libs/domain/testing/inputs.js';
import type { VolatilityObservation } from '#libs/domain/inputs/inputs.js';
import { atTheMoneyVolatility } from './volatility-surfaces.js';

const NOW_MS = Date.parse('2026-11-20T14:00:00.000Z');
/** The date on which SPX-FUT of the reference document expires, at 21:00 UTC. */
const DECEMBER = '2026-12-18';
const JANUARY = '2027-01-15';
const MARCH = '2027-03-19';

let play: HousePlay;
beforeEach(() => {
  play = HousePlay.open();
});

const atTheMoney = (days: number): number | undefined =>
  atTheMoneyVolatility(play.house, 'SPX', days, NOW_MS);
const flat = (expiry: string, level: string, at = '14:00:00.000'): VolatilityObservation =>
  smile(expiry, [['0', level]], { observedAt: `2026-11-20T${at}Z` });

describe('an implied volatility', () => {
  const cannot = 'the 30-day volatility of SPX cannot be used: the volatility is';
  const range = 'it must lie from 0.01 to 5, where 0.2 is 20 %';

  it.each([
    ['0', '0', '0'],
    ['-0.2', '-0.2', '-0.2'],
    ['0.0099', '0.0099', '0.0099'],
    ['5.0001', '5.0001', '5.0001'],
    ['10,000 %', '100', '100'],
    ['400 digits', '9'.repeat(400), 'Infinity'],
  ])('of %s goes to quarantine', (_what, level, read) => {
    expect(play.volatility(volatility({ volatility: level }))).toEqual([]);
    expect(play.quarantined).toEqual([`${cannot} ${read}; ${range}`]);
    expect(play.house.market.volatilities.size).toBe(0);
  });

  it('of 1 % and of 500 % is taken', () => {
    play.volatility(volatility({ volatility: '0.01' }));
    expect(atTheMoney(30)).toBeCloseTo(0.01, 15);
    play.volatility(volatility({ volatility: '5' }));
    expect(atTheMoney(30)).toBe(5);
    expect(play.quarantined).toEqual([]);
  });

  it('of what is no underlying of the ledger goes to quarantine', () => {
    play.volatility(volatility({ underlying: 'SPX-FUT' }));
    expect(play.quarantined).toEqual(['SPX-FUT is not an underlying of ledger main']);
  });

  it.each([0, -30, 0.5, 36_526, Number.NaN])('at %d days goes to quarantine', (tenorDays) => {
    play.volatility(volatility({ tenorDays }));
    expect(play.quarantined).toEqual([
      `the ${tenorDays}-day volatility of SPX cannot be used: tenorDays is ${tenorDays}; ` +
        'it must be whole days from 1 to 36525',
    ]);
  });

  it('at one day and at a century is taken', () => {
    play.volatility(volatility({ tenorDays: 1 }));
    play.volatility(volatility({ tenorDays: 36_525 }));
    expect(play.quarantined).toEqual([]);
  });

  it('of the 501st tenor goes to quarantine; one of those that are held is taken', () => {
    for (let tenorDays = 1; tenorDays <= 500; tenorDays++)
      play.volatility(volatility({ tenorDays }));
    expect(play.quarantined).toEqual([]);
    play.volatility(volatility({ tenorDays: 501 }));
    expect(play.quarantined).toEqual([
      'the 501-day volatility of SPX cannot be used: 500 others are held, which are the most',
    ]);
    expect(play.volatility(volatility({ tenorDays: 500 }))).toHaveLength(1);
  });

  it('without a level and without nodes goes to quarantine', () => {
    const { volatility: level, ...without } = volatility();
    expect(level).toBe('0.2');
    play.volatility(without);
    expect(play.quarantined).toEqual([expect.stringContaining('the volatility is NaN')]);
  });
});

describe('a smile', () => {
  const nodes = (...given: [string, string][]) => smile(DECEMBER, given);
  const many = (count: number): [string, string][] =>
    Array.from({ length: count }, (_, i) => [(i / 100).toFixed(2), '0.2']);

  it.each([
    ['without nodes', nodes(), 'it has no nodes; a smile has at least one'],
    [
      'with a strike twice',
      nodes(['0', '0.2'], ['0.0', '0.3']),
      'logMoneyness of nodes[1], 0, is not above that of the node before it, 0; ' +
        'send nodes in ascending order, each strike once',
    ],
    [
      'out of order',
      nodes(['-0.1', '0.2'], ['0.1', '0.2'], ['0', '0.2']),
      'logMoneyness of nodes[2], 0, is not above that of the node before it, 0.1; ' +
        'send nodes in ascending order, each strike once',
    ],
    [
      'with a node of 0 %',
      nodes(['0', '0.2'], ['0.1', '0']),
      'in nodes[1] the volatility is 0; it must lie from 0.01 to 5, where 0.2 is 20 %',
    ],
    [
      'with a node of 10,000 %',
      nodes(['0', '100']),
      'in nodes[0] the volatility is 100; it must lie from 0.01 to 5, where 0.2 is 20 %',
    ],
    [
      'over strikes',
      nodes(['4800', '0.2'], ['5000', '0.2']),
      'logMoneyness of nodes[0] is 4800; it is ln(K/F), from -20 to 20',
    ],
    [
      'over numbers that no double holds',
      nodes(['0', '0.2'], ['9'.repeat(400), '0.2']),
      'logMoneyness of nodes[1] is Infinity; it is ln(K/F), from -20 to 20',
    ],
    ['of 201 nodes', nodes(...many(201)), 'it has 201 nodes; leave out some, 200 are the most'],
    [
      'for a date that does not exist',
      smile('2026-11-31', [['0', '0.2']]),
      'its expiry is not a date; write it as YYYY-MM-DD',
    ],
    [
      'for a date that is over',
      smile('2026-11-19', [['0', '0.2']]),
      'that expiry was over at 2026-11-19T23:59:59.999Z; name one that is still to come',
    ],
    [
      'for a date more than a century ahead',
      smile('2126-11-21', [['0', '0.2']]),
      'that expiry lies more than 36525 days ahead',
    ],
  ])('%s goes to quarantine', (_what, given, clause) => {
    expect(play.volatility(given)).toEqual([]);
    expect(play.quarantined).toEqual([
      `the smile of SPX for ${given.expiry} cannot be used: ${clause}`,
    ]);
    expect(play.house.market.volatilities.size).toBe(0);
  });

  it('without an expiry goes to quarantine', () => {
    const { expiry, ...without } = nodes(['0', '0.2']);
    expect(expiry).toBe(DECEMBER);
    play.volatility(without);
    expect(play.quarantined).toEqual([
      'the smile of SPX for no expiry cannot be used: its expiry is not a date; write it as YYYY-MM-DD',
    ]);
  });

  it('of one node and of 200 is taken', () => {
    play.volatility(nodes(['0.1', '0.3']));
    expect(atTheMoney(30)).toBeCloseTo(0.3, 15);
    play.volatility(nodes(...many(200)));
    expect(play.quarantined).toEqual([]);
  });

  it('is taken one millisecond before its expiry and quarantined at it', () => {
    const at = (observedAt: string) => smile(DECEMBER, [['0', '0.2']], { observedAt });
    play.volatility(at('2026-12-18T20:59:59.999Z'));
    expect(play.quarantined).toEqual([]);
    play.volatility(at('2026-12-18T21:00:00.000Z'));
    expect(play.quarantined).toEqual([
      `the smile of SPX for ${DECEMBER} cannot be used: that expiry was over at ` +
        '2026-12-18T21:00:00.000Z; name one that is still to come',
    ]);
  });

  it("is over by the ledger's time, also when it was observed before", () => {
    const last = price({ observedAt: '2026-12-18T21:00:00.000Z' });
    const late = smile(DECEMBER, [['0', '0.2']], { observedAt: '2026-12-18T20:00:00.000Z' });
    play.batch([
      { kind: 'price', price: last },
      { kind: 'volatility', volatility: late },
    ]);
    expect(play.quarantined).toEqual([expect.stringContaining('was over at')]);
  });
});

describe('old news', () => {
  it('from the same source for the same expiry changes nothing and leaves no event', () => {
    play.volatility(flat(DECEMBER, '0.3', '14:00:01.000'));
    expect(play.volatility(flat(DECEMBER, '0.2', '14:00:00.999'))).toEqual([]);
    expect(play.quarantined).toEqual([]);
    expect(atTheMoney(30)).toBeCloseTo(0.3, 14);
  });

  it('is quarantined by nothing that came after it: neither arbitrage nor expiry is judged', () => {
    play.volatility(flat(DECEMBER, '0.3', '14:00:01.000'));
    play.volatility(flat(JANUARY, '0.3', '14:00:01.000'));
    expect(play.volatility(flat(JANUARY, '0.05'))).toEqual([]);
    play.price(price({ observedAt: '2026-12-18T21:00:00.000Z' }));
    expect(play.volatility(flat(DECEMBER, '0.2'))).toEqual([]);
    expect(play.quarantined).toEqual([]);
  });

  it('is judged by expiry, by tenor and by source, each for itself', () => {
    play.volatility(flat(DECEMBER, '0.3', '14:00:01.000'));
    expect(play.volatility(flat(JANUARY, '0.3'))).toHaveLength(1);
    expect(play.volatility({ ...flat(DECEMBER, '0.29'), source: 'OTHER' })).toHaveLength(1);
    expect(play.volatility(volatility())).toHaveLength(1);
    expect(play.volatility(volatility({ tenorDays: 90 }))).toHaveLength(1);
    expect(play.volatility({ ...flat(DECEMBER, '0.28'), source: 'OTHER' })).toHaveLength(1);
    expect(play.volatility(flat(DECEMBER, '0.27'))).toEqual([]);
    expect(play.volatility(volatility({ volatility: '0.21' }))).toHaveLength(1);
  });
});

describe('calendar arbitrage (margin-model.md a.4)', () => {
  it('of a later expiry with less total variance goes to quarantine, with what it would need', () => {
    play.volatility(flat(DECEMBER, '0.4'));
    play.volatility(flat(JANUARY, '0.2'));
    // 28 days and 7 hours to December, 56 and 9 hours 59 minutes to January, less a millisecond.
    const [near, far] = [28 + 7 / 24, 56 + (10 * 3600 - 0.001) / 86_400];
    const rounded = (value: number): string => String(Number(value.toPrecision(5)));
    expect(play.quarantined).toEqual([
      `the smile of SPX for ${JANUARY} cannot be used: at log-moneyness 0 its total variance of ` +
        `${rounded((0.04 * far) / 365)} lies below the ${rounded((0.16 * near) / 365)} of the earlier ` +
        `${DECEMBER}, which is a calendar arbitrage: it needs a volatility of at least ` +
        `${rounded(Math.sqrt((0.16 * near) / far))} there, or ${DECEMBER} is to be sent anew before it`,
    ]);
    expect([...(play.house.market.volatilities.get('SPX')?.smiles.keys() ?? [])]).toEqual([
      DECEMBER,
    ]);
  });

  it('of an earlier expiry with more goes to quarantine likewise', () => {
    play.volatility(flat(JANUARY, '0.2'));
    play.volatility(flat(DECEMBER, '0.4'));
    expect(play.quarantined).toEqual([
      expect.stringMatching(
        /for 2026-12-18 .* lies above the .* of the later 2027-01-15, .* at most 0\.282\d+ there/,
      ),
    ]);
  });

  it('is looked for where smiles have a node in common, and only there', () => {
    const wing = (expiry: string, k: string, level: string) =>
      smile(expiry, [
        [k, level],
        ['0', '0.2'],
      ]);
    play.volatility(wing(DECEMBER, '-0.1', '0.5'));
    play.volatility(wing(JANUARY, '-0.2', '0.25'));
    expect(play.quarantined).toEqual([]);
    play.volatility(wing(MARCH, '-0.10', '0.2'));
    expect(play.quarantined).toEqual([expect.stringContaining('at log-moneyness -0.1 its')]);
  });

  it('is looked for with expiries that are no neighbours', () => {
    play.volatility(flat(DECEMBER, '0.4'));
    play.volatility(smile(JANUARY, [['0.05', '0.2']]));
    play.volatility(flat(MARCH, '0.15'));
    expect(play.quarantined).toEqual([expect.stringContaining(`the earlier ${DECEMBER}`)]);
  });

  it('is none with the smile that the new one replaces, whatever its source', () => {
    play.volatility(flat(DECEMBER, '0.4'));
    play.volatility(flat(DECEMBER, '0.05'));
    play.volatility({ ...flat(DECEMBER, '4'), source: 'OTHER' });
    expect(play.quarantined).toEqual([]);
    expect(atTheMoney(30)).toBeCloseTo(4, 14);
  });

  it('is none between smiles and levels, which make no surface together', () => {
    play.volatility(volatility({ volatility: '2' }));
    play.volatility(flat(JANUARY, '0.1'));
    play.volatility(volatility({ volatility: '0.3', tenorDays: 90 }));
    expect(play.quarantined).toEqual([
      expect.stringMatching(/^the 90-day volatility of SPX .* below .* of the earlier 30 days/),
    ]);
    expect(atTheMoney(30)).toBeCloseTo(0.1, 14);
  });

  it('is none with a smile that is over', () => {
    play.volatility(flat(DECEMBER, '5'));
    play.price(price({ observedAt: '2026-12-18T21:00:00.000Z' }));
    play.volatility(smile(JANUARY, [['0', '0.02']], { observedAt: '2026-12-18T21:00:00.000Z' }));
    expect(play.quarantined).toEqual([]);
  });

  it('is judged at the valuation instant, where the surface is used, and not between two of them', () => {
    play.volatility(flat(DECEMBER, '0.4'));
    // Of 0.16 x 679 h and 0.0802306 x 1354 h the first is greater; 14 minutes later it no longer is.
    play.volatility(flat(JANUARY, '0.28325', '14:14:59.999'));
    expect(play.quarantined).toHaveLength(1);
    play.volatility(flat(JANUARY, '0.28325', '14:15:00.000'));
    expect(play.quarantined).toHaveLength(1);
  });

  it('leaves no place for a rise that comes earliest expiry first until the later ones have come', () => {
    for (const date of [DECEMBER, JANUARY, MARCH]) play.volatility(flat(date, '0.2'));
    const risen = [flat(DECEMBER, '0.8'), flat(JANUARY, '0.6'), flat(MARCH, '0.5')];
    for (const each of risen) play.volatility(each);
    expect(play.quarantined).toHaveLength(2);
    expect(atTheMoney(28)).toBeCloseTo(0.2, 14);
    for (const each of risen.toReversed()) play.volatility(each);
    expect(play.quarantined).toHaveLength(2);
    expect(atTheMoney(28)).toBeCloseTo(0.8, 14);
  });

  it('leaves place for a rise latest expiry first, and for a fall earliest first', () => {
    const dates = [DECEMBER, JANUARY, MARCH];
    for (const date of dates.toReversed()) play.volatility(flat(date, '0.2'));
    for (const date of dates.toReversed()) play.volatility(flat(date, '0.8'));
    for (const date of dates) play.volatility(flat(date, '0.2'));
    expect(play.quarantined).toEqual([]);
    expect(atTheMoney(28)).toBeCloseTo(0.2, 14);
  });
});
