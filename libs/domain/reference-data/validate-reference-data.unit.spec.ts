import { describe, expect, it } from 'vitest';
import type { ReferenceData } from './model.js';
import { ERRORS_MAX } from './reference-data-limits.js';
import { validateReferenceData } from './validate-reference-data.js';
import { leastDocument, wholeDocument } from './whole-document.fixture.js';

type Path = readonly (string | number)[];

/** The whole document with the value at `path` replaced, or removed where it is undefined. */
function changed(path: Path, value: unknown): unknown {
  const document: unknown = wholeDocument();
  let parent = document as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) parent = parent[step] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return document;
}

function errorsOf(document: unknown): string[] {
  const result = validateReferenceData(document);
  return result.ok ? [] : result.error.map(({ path, message }) => `${path}: ${message}`);
}

function accepted(document: unknown): ReferenceData {
  const result = validateReferenceData(document);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('a document that is right', () => {
  it('is kept as it is written where every name is given', () => {
    expect(accepted(wholeDocument())).toEqual(wholeDocument());
  });

  it('gets its defaults where names are left out, and no optional block', () => {
    expect(accepted(leastDocument())).toEqual({
      version: 1,
      ledger: 'main',
      baseCurrency: 'USD',
      clock: 'wall',
      currencies: { USD: { scale: 2 } },
      members: [],
      liquidationGroups: [],
      underlyings: [],
      instruments: [],
      model: {
        id: 'fhs-1',
        lookback: 1250,
        burnIn: 60,
        decay: { fast: '0.97', slow: '0.99' },
        scalingCap: '4',
        dailyVolatilityFloor: '0',
        stressWeight: '0.25',
        stressPeriods: [{ from: '2008-09-01', to: '2009-08-31' }],
        hypotheticalShocks: [],
        longRunFloor: true,
        longRunDays: 2500,
        buffer: { enabled: false, share: '0.25' },
        offsetShare: '0.80',
        liquidityAddOn: true,
        horizonExtension: { enabled: false, participation: '0.25' },
        correlationBreak: { enabled: false, window: 250, kappa: '1', low: '0', high: '0.5' },
        regimeLadder: {
          enabled: true,
          rungs: ['1', '1.25', '1.5', '2'],
          band: '0.10',
          holdDays: 5,
        },
        valuationIntervalMinutes: 15,
        quantum: '0.0001',
      },
      collateral: [],
      collateralLimits: [],
      marginCalls: {
        minimumTransferAmount: '100000.00',
        rounding: '10000.00',
        threshold: '0.00',
        intradayTrigger: '1.10',
        coalesceSeconds: 300,
        reminderMinutes: 30,
        dueMinutes: 60,
        escalationMinutes: 90,
        declareDefaultAutomatically: false,
        withdrawalBuffer: '0.02',
      },
      waterfall: [
        'DEFAULTER_MARGIN',
        'DEFAULTER_DEFAULT_FUND',
        'CCP_FIRST_LOSS',
        'SURVIVORS_DEFAULT_FUND',
        'CCP_SECOND_LOSS',
        'ASSESSMENTS',
        'GAINS_HAIRCUT',
        'PARTIAL_TEAR_UP',
        'FULL_TEAR_UP',
      ],
      fees: [],
      cashInterest: {},
      stressScenarios: [],
    });
  });

  it('gets the defaults of entries from what they stand in', () => {
    const data = accepted({
      ...leastDocument(),
      currencies: { USD: { scale: 2 }, EUR: { scale: 2 } },
      members: [{ id: 'M', accounts: [{ id: 'A', type: 'house' }] }],
      liquidationGroups: [{ id: 'G' }, { id: 'OTC', horizonDays: 5 }],
      underlyings: [{ id: 'U', liquidationGroup: 'G', priceFeed: {} }],
      instruments: [
        {
          id: 'O',
          type: 'option',
          underlying: 'U',
          currency: 'USD',
          tickSize: '0.50',
          tickValueMinor: 50,
          expiry: '2026-12-18T21:00:00.000Z',
          right: 'call',
          strike: '5',
        },
      ],
      model: {},
      collateral: [
        { asset: 'EUR', type: 'cash', currency: 'EUR' },
        { asset: 'BOND', type: 'security', currency: 'USD', haircut: '0.02' },
        { asset: 'COIN', type: 'crypto', currency: 'EUR', haircut: '0.3' },
      ],
    });
    expect(data.members[0]).toEqual({
      id: 'M',
      name: 'M',
      group: 'M',
      status: 'active',
      ownIssues: [],
      accounts: [{ id: 'A', type: 'house', marginMode: 'portfolio' }],
    });
    expect(data.liquidationGroups.map(({ horizonMethod }) => horizonMethod)).toEqual([
      'overlapping',
      'sqrt',
    ]);
    expect(data.underlyings[0]).toMatchObject({
      returns: 'log',
      method: 'fhs',
      minimumHistory: 250,
      marginFloor: '0.005',
      riskFreeRate: '0',
      dividendYield: '0',
      issuerWeights: {},
      priceFeed: { sources: {}, quorum: 3, band: { sigmas: '6' }, jump: { observations: 3 } },
    });
    expect(data.underlyings[0]).not.toHaveProperty('liquidity');
    expect(data.instruments[0]).toMatchObject({
      premiumStyle: 'premium',
      exercise: 'cash',
      assignment: 'lottery',
    });
    expect(data.model.stressPeriods).toEqual([]);
    expect(data.collateral).toEqual([
      {
        asset: 'EUR',
        type: 'cash',
        currency: 'EUR',
        scale: 2,
        haircut: '0',
        currencyHaircut: '0.08',
        priceUnit: '1',
      },
      {
        asset: 'BOND',
        type: 'security',
        currency: 'USD',
        scale: 2,
        haircut: '0.02',
        currencyHaircut: '0',
        priceUnit: '100',
        priceSymbol: 'BOND',
      },
      {
        asset: 'COIN',
        type: 'crypto',
        currency: 'EUR',
        scale: 8,
        haircut: '0.3',
        currencyHaircut: '0.08',
        priceUnit: '1',
        priceSymbol: 'COIN',
      },
    ]);
  });

  it('says the same when it is normalised again, also after a way through JSON', () => {
    for (const document of [wholeDocument(), leastDocument()]) {
      const once = accepted(document);
      expect(accepted(once)).toEqual(once);
      const read: unknown = JSON.parse(JSON.stringify(once));
      expect(read).toEqual(once);
      expect(accepted(read)).toEqual(once);
    }
  });

  it('may leave a value empty, which is leaving the name out', () => {
    expect(accepted({ ...leastDocument(), members: null, calendar: null })).toEqual(
      accepted(leastDocument()),
    );
  });

  it('may have decimals with trailing zeros beyond the scale of the currency', () => {
    const document = { ...leastDocument(), currencies: { JPY: { scale: 0 } }, baseCurrency: 'JPY' };
    expect(accepted({ ...document, skinInTheGame: { first: '25.000' } }).skinInTheGame).toEqual({
      first: '25.000',
      second: '10000000.00',
    });
  });
});

const ACCOUNT: Path = ['members', 0, 'accounts', 0];
const OPTION: Path = ['instruments', 1];
const OPTION_EXPIRY = '2027-01-27T15:00:00.000Z';

/** What is changed, to what, and the one error that this makes. */
const MISTAKES: readonly (readonly [Path, unknown, string])[] = [
  [
    [...ACCOUNT, 'marginMode'],
    'portfolo',
    'members[0].accounts[0].marginMode: "portfolo" is not one of portfolio, cross, isolated ' +
      '(did you mean portfolio?)',
  ],
  [['memmbers'], [], 'memmbers: is not a known name here (did you mean members?)'],
  [
    [...ACCOUNT, 'colour'],
    'red',
    'members[0].accounts[0].colour: is not a known name here; known are id, type, marginMode, ' +
      'client, limits',
  ],
  [['version'], 2, 'version: 2 is not 1, the one format version there is'],
  [['version'], undefined, 'version: is missing; write version: 1'],
  [
    ['baseCurrency'],
    'EURO',
    'baseCurrency: "EURO" is not the id of any currency of this file (did you mean EUR?)',
  ],
  [
    ['instruments', 0, 'tickSize'],
    0.05,
    'instruments[0].tickSize: 0.05 is a number; decimals are written in quotes, such as "0.05"',
  ],
  [
    ['instruments', 0, 'tickSize'],
    '0',
    'instruments[0].tickSize: "0" is not a decimal in quotes, above 0 and at most 1000',
  ],
  [
    ['instruments', 0, 'tickSize'],
    '0.2500000000000',
    'instruments[0].tickSize: is written with 13 decimals; at most 12 may be',
  ],
  [
    ['instruments', 0, 'tickSize'],
    '5e-2',
    'instruments[0].tickSize: "5e-2" is not a decimal: digits with at most one point, no ' +
      'exponent, no plus sign, no leading zeros, such as "0.25"',
  ],
  [
    ['instruments', 0, 'tickValueMinor'],
    12.5,
    `instruments[0].tickValueMinor: 12.5 is not a whole number from 1 to ${Number.MAX_SAFE_INTEGER}`,
  ],
  [
    ['instruments', 0, 'tickValueMinor'],
    '1250',
    'instruments[0].tickValueMinor: "1250" is a text; a whole number from 1 to ' +
      `${Number.MAX_SAFE_INTEGER} is due, without quotes`,
  ],
  [
    ['instruments', 0, 'underlying'],
    'PWX',
    'instruments[0].underlying: "PWX" is not the id of any underlying of this file ' +
      '(did you mean PWR?)',
  ],
  [
    ['instruments', 0, 'currency'],
    'USD',
    'instruments[0].currency: "USD" is not the id of any currency of this file',
  ],
  [
    ['instruments', 2, 'expiry'],
    '2027-01-29T15:00:00.000Z',
    'instruments[2].expiry: is not a known name here; known are id, type, underlying, currency, ' +
      'tickSize, tickValueMinor, funding, index',
  ],
  [
    ['instruments', 2, 'index'],
    undefined,
    'instruments[2].index: is missing; funding is paid on the distance of the mark from an index',
  ],
  [[...OPTION, 'right'], undefined, 'instruments[1].right: is missing; due is one of call, put'],
  [
    [...OPTION, 'strike'],
    undefined,
    'instruments[1].strike: is missing; due is a decimal in quotes',
  ],
  [
    [...OPTION, 'expiry'],
    '2027-02-30T15:00:00.000Z',
    'instruments[1].expiry: "2027-02-30T15:00:00.000Z" is not an instant in UTC with ' +
      'milliseconds, such as "2026-12-18T21:00:00.000Z"',
  ],
  [[...OPTION, 'forward'], 'PWR-PERP', 'instruments[1].forward: PWR-PERP is not of type future'],
  [
    [...OPTION, 'forward'],
    undefined,
    'instruments[1].forward: is missing; exercise future needs the future that is delivered',
  ],
  [
    [...OPTION, 'contraryCutOff'],
    '2027-01-27T14:59:59.999Z',
    `instruments[1].contraryCutOff: is before the expiry, ${OPTION_EXPIRY}; it must not be`,
  ],
  [
    ['instruments', 0, 'expiry'],
    '2027-01-27T14:00:00.000Z',
    'instruments[1].forward: PWR-JAN expires before the option; it must expire with it or later',
  ],
  [
    ['instruments', 2, 'id'],
    'PWR-JAN',
    'instruments[2].id: "PWR-JAN" is the id of instruments[0].id already; each may be given once',
  ],
  [
    [...ACCOUNT, 'id'],
    'F1',
    'members[0].accounts[1].id: "F1" is the id of members[0].accounts[0].id already; each may be ' +
      'given once',
  ],
  [
    [...ACCOUNT, 'id'],
    'A/B',
    'members[0].accounts[0].id: "A/B" is not an id: a letter or digit, then up to 63 letters, ' +
      'digits, points, hyphens or underscores',
  ],
  [
    [...ACCOUNT, 'limits', 'maxLots'],
    { 'PWR-JAM': 4 },
    'members[0].accounts[0].limits.maxLots["PWR-JAM"]: "PWR-JAM" is not the id of any instrument ' +
      'of this file (did you mean PWR-JAN?)',
  ],
  [
    ['members', 0, 'lei'],
    '5493001KJTIIGC8Y1R21',
    'members[0].lei: "5493001KJTIIGC8Y1R21" is not a legal entity identifier: 20 capital letters ' +
      'and digits of which the last two are the check digits of ISO 17442',
  ],
  [
    ['members', 0, 'defaultFund'],
    '1.005',
    'members[0].defaultFund: "1.005" has more than the 2 decimals allowed for EUR',
  ],
  [
    ['members', 0, 'defaultFund'],
    '-1',
    'members[0].defaultFund: "-1" is not a decimal in quotes, at least 0',
  ],
  [
    ['underlyings', 0, 'liquidationGroup'],
    'POWRE',
    'underlyings[0].liquidationGroup: "POWRE" is not the id of any liquidation group of this ' +
      'file',
  ],
  [
    ['underlyings', 0, 'scan'],
    undefined,
    'underlyings[0].scan: is missing; method scan needs its ranges, priceRange and volatilityRange',
  ],
  [
    ['underlyings', 0, 'returnShift'],
    undefined,
    'underlyings[0].returnShift: is missing; it is needed for returns shifted-log',
  ],
  [
    ['underlyings', 0, 'returns'],
    'log',
    'underlyings[0].returnShift: is only for returns shifted-log',
  ],
  [
    ['underlyings', 0, 'marginFloor'],
    '1.5',
    'underlyings[0].marginFloor: "1.5" is not a decimal in quotes, at least 0 and at most 1',
  ],
  [
    ['underlyings', 0, 'extendedMoves', 'moves'],
    ['0.0'],
    'underlyings[0].extendedMoves.moves[0]: is no move; give one below or above zero, such as ' +
      '"-0.35"',
  ],
  [['currencies', 'JPY', 'scale'], 9, 'currencies.JPY.scale: 9 is not a whole number from 0 to 8'],
  [
    ['calendar', 'timezone'],
    'Europe/Olso',
    'calendar.timezone: "Europe/Olso" is not a time zone such as America/New_York, ' +
      'Europe/London or UTC',
  ],
  [
    ['calendar', 'weekend', 0],
    'Sunday',
    'calendar.weekend[0]: "Sunday" is not one of MON, TUE, WED, THU, FRI, SAT, SUN',
  ],
  [
    ['calendar', 'weekend'],
    ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'],
    'calendar.weekend: names every day of the week, which leaves no business day',
  ],
  [
    ['calendar', 'holidays', 0],
    '2026-02-29',
    'calendar.holidays[0]: "2026-02-29" is not a date such as "2026-11-26"',
  ],
  [
    ['calendar', 'endOfDay'],
    '24:00',
    'calendar.endOfDay: "24:00" is not a time from "00:00" to "23:59"',
  ],
  [
    ['calendar', 'intraday'],
    ['10:00', '10:00'],
    'calendar.intraday[1]: "10:00" is the entry of calendar.intraday[0] already; each may be ' +
      'given once',
  ],
  [
    ['model', 'stressPeriods', 0, 'to'],
    '2021-11-30',
    'model.stressPeriods[0].to: 2021-11-30 is before 2021-12-01, on which the period starts',
  ],
  [
    ['model', 'hypotheticalShocks', 0, 'moves'],
    { 'PWQ.VOL': '0.1' },
    'model.hypotheticalShocks[0].moves["PWQ.VOL"]: is not the symbol of an underlying, an ' +
      'instrument, a collateral asset or a currency pair of this file, with .VOL or a tenor such ' +
      'as @90 behind it where one is meant (did you mean PWR?)',
  ],
  [
    ['model', 'regimeLadder', 'rungs'],
    ['1', '2', '1.5'],
    'model.regimeLadder.rungs: 1.5 does not lie above 2; rungs are given from the lowest up',
  ],
  [
    ['model', 'decay', 'fast'],
    '1',
    'model.decay.fast: "1" is not a decimal in quotes, above 0 and below 1',
  ],
  [['model', 'quantum'], '0.0005', 'model.quantum: 0.0005 is not a power of ten, such as "0.0001"'],
  [
    ['model', 'correlationBreak', 'low'],
    '0.5',
    'model.correlationBreak.low: 0.5 is above high, 0.4; the charge is held between the two',
  ],
  [
    ['model', 'buffer', 'enabled'],
    'yes',
    'model.buffer.enabled: "yes" is not true or false (written without quotes)',
  ],
  [
    ['collateral', 1, 'currency'],
    'CHF',
    'collateral[1].currency: "CHF" is not the id of any currency of this file',
  ],
  [['collateral', 0, 'asset'], 'EURO', 'collateral[0].asset: "EURO" is cash in EUR; name it EUR'],
  [
    ['collateral', 0, 'scale'],
    3,
    'collateral[0].scale: 3 is not the scale of EUR, 2; leave it out',
  ],
  [
    ['collateral', 1, 'haircut'],
    undefined,
    'collateral[1].haircut: is missing; due is a decimal in quotes, at least 0 and at most 1',
  ],
  [
    ['collateralLimits', 0, 'class'],
    'CORPORATES',
    'collateralLimits[0].class: "CORPORATES" is not the id of any class of this file ' +
      '(did you mean CORPORATE?)',
  ],
  [
    ['collateralLimits', 1, 'asset'],
    undefined,
    'collateralLimits[1]: needs a class or an asset that it is for, and not both',
  ],
  [
    ['collateralLimits', 0, 'shareOfRequirement'],
    undefined,
    'collateralLimits[0]: limits nothing; give shareOfRequirement or totalQuantity',
  ],
  [
    ['waterfall', 2],
    'CCP_FIRST_LOSS',
    'waterfall[2]: "CCP_FIRST_LOSS" is the layer of waterfall[1] already; each may be given once',
  ],
  [
    ['fees'],
    [
      { accountType: 'house', perLot: '1' },
      { accountType: 'house', perLot: '2' },
    ],
    'fees[1].accountType: "house" is the account type of fees[0].accountType already; each may ' +
      'be given once',
  ],
  [
    ['cashInterest'],
    { EUX: '0.01' },
    'cashInterest.EUX: "EUX" is not the id of any currency of this file (did you mean EUR?)',
  ],
  [
    ['instruments', 0, 'type'],
    'futures',
    'instruments[0].type: "futures" is not one of future, option, perpetual (did you mean future?)',
  ],
  [
    ['underlyings', 0, 'returns'],
    'shifted',
    'underlyings[0].returns: "shifted" is not one of log, absolute, shifted-log',
  ],
  [
    ['marginCalls', 'rounding'],
    '0',
    'marginCalls.rounding: "0" is not a decimal in quotes, above 0',
  ],
  [['members'], {}, 'members: an object is not a list'],
  [['members', 0], 'NORD', 'members[0]: "NORD" is not an object with names and values'],
  [['model'], [], 'model: a list is not an object with names and values'],
  [
    ['members', 0, 'name'],
    'x'.repeat(201),
    `members[0].name: "${'x'.repeat(60)}..." is not a text of 1 to 200 characters`,
  ],
];

describe('a mistake is refused with its path and its mend', () => {
  it.each(MISTAKES)('%j = %j', (path, value, error) => {
    expect(errorsOf(changed(path, value))).toEqual([error]);
  });

  it('reports all of them in one run', () => {
    const document = changed([...ACCOUNT, 'marginMode'], 'portfolo') as Record<string, unknown>;
    expect(errorsOf({ ...document, clock: 'sun', waterfall: ['X'], fees: [{}] })).toEqual([
      'clock: "sun" is not one of wall, event',
      'members[0].accounts[0].marginMode: "portfolo" is not one of portfolio, cross, isolated ' +
        '(did you mean portfolio?)',
      expect.stringContaining('waterfall[0]: "X" is not one of DEFAULTER_MARGIN'),
      'fees[0].accountType: is missing; due is one of house, client-segregated, ' +
        'client-omnibus-net, client-omnibus-gross',
      'fees[0].perLot: is missing; due is a decimal in quotes, at least 0',
    ]);
  });
});

describe('a document that is no document', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'nothing'],
    [[1], 'a list'],
    ['text', '"text"'],
    [7, '7'],
    [() => 1, 'a function'],
  ])('%j is refused', (document, shown) => {
    expect(errorsOf(document)).toEqual([`: ${shown} is not a document with names such as members`]);
  });
});

describe('a hostile document', () => {
  it('names nothing that it does not say itself: inherited names and __proto__ are no names', () => {
    const document: unknown = JSON.parse(
      '{"version":1,"baseCurrency":"constructor","currencies":{"USD":{"scale":2}},' +
        '"__proto__":{"ledger":"x"},"cashInterest":{"__proto__":"0.1"}}',
    );
    expect(errorsOf(document)).toEqual([
      'baseCurrency: "constructor" is not the id of any currency of this file',
      'cashInterest.__proto__: "__proto__" is not the id of any currency of this file',
      expect.stringContaining('__proto__: is not a known name here'),
    ]);
    expect({}).not.toHaveProperty('ledger');
    const inherited: unknown = Object.create(
      { members: 'x', clock: 'x' },
      {
        version: { value: 1, enumerable: true },
        baseCurrency: { value: 'USD', enumerable: true },
        currencies: { value: { USD: { scale: 2 } }, enumerable: true },
      },
    );
    expect(accepted(inherited)).toEqual(accepted(leastDocument()));
  });

  it('reports a bounded number of errors and says that there are more', () => {
    const members = Array.from({ length: 5_000 }, () => 'x'.repeat(100_000));
    const errors = errorsOf({ ...leastDocument(), members });
    expect(errors).toHaveLength(ERRORS_MAX + 1);
    expect(errors.at(-1)).toBe(': these are the first 50 errors; mend them to see the others');
  });

  it('is refused where a list has more entries than its bound', () => {
    expect(
      errorsOf({ ...leastDocument(), members: Array.from({ length: 10_001 }, () => ({})) }),
    ).toEqual(['members: has 10001 entries; at most 10000 are allowed']);
  });

  it('ends also where one part stands in it again and again', () => {
    const account = { id: 'A', type: 'house' };
    const accounts = Array.from({ length: 1_000 }, (_, at) => ({ ...account, id: `A${at}` }));
    const members = Array.from({ length: 5_000 }, (_, at) => ({ id: `M${at}`, accounts }));
    expect(errorsOf({ ...leastDocument(), members })).toEqual([
      ': the document has more than 1000000 entries; split the ledger',
    ]);
  });

  it('may be nested as deeply as it likes where nothing is known', () => {
    let deep: unknown = [];
    for (let depth = 0; depth < 100_000; depth++) deep = { deep };
    expect(errorsOf({ ...leastDocument(), calendar: deep, members: [deep] })[0]).toBe(
      'calendar.deep: is not a known name here; known are timezone, weekend, holidays, endOfDay, ' +
        'intraday',
    );
  });
});
