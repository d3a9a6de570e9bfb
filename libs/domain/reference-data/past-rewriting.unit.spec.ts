import { describe, expect, it } from 'vitest';
import type { ReferenceData } from './model.js';
import { refusePastRewriting, type LedgerFacts } from './past-rewriting.js';
import { validateReferenceData } from './validate-reference-data.js';
import { wholeDocument } from './whole-document.fixture.js';

function normalised(document: unknown): ReferenceData {
  const result = validateReferenceData(document);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const BEFORE = normalised(wholeDocument());

const NOTHING_YET: LedgerFacts = {
  anythingDecided: false,
  tradedInstruments: new Set(),
  adjustedInstruments: new Map(),
  accountsHolding: new Set(),
  bucketsHolding: new Map(),
  membersHolding: new Set(),
  assetsHeld: new Set(),
  currenciesUsed: new Set(),
};

const IN_USE: LedgerFacts = {
  anythingDecided: true,
  tradedInstruments: new Set(['PWR-JAN', 'PWR-JAN-80-P', 'PWR-PERP']),
  adjustedInstruments: new Map(),
  accountsHolding: new Set(['NORD/F1']),
  bucketsHolding: new Map([['NORD/F1', new Set(['PWR-JAN'])]]),
  membersHolding: new Set(['NORD']),
  assetsHeld: new Set(['NORD-BOND']),
  currenciesUsed: new Set(['EUR', 'JPY']),
};

type Document = ReturnType<typeof wholeDocument>;

function first<T>(list: readonly T[], at = 0): T {
  const entry = list[at];
  if (entry === undefined) throw new Error('the fixture has no such entry');
  return entry;
}

function refusals(change: (document: Document) => void, facts: LedgerFacts): string[] {
  const document = wholeDocument();
  change(document);
  const errors = refusePastRewriting(BEFORE, normalised(document), facts);
  return errors.map(({ path, message }) => `${path}: ${message}`);
}

const TRADED = 'it has traded; leave it as it is';
const REFUSED: readonly (readonly [string, (document: Document) => void, string])[] = [
  [
    'the tick size',
    (document) => (first(document.instruments).tickSize = '0.10'),
    `instruments[0].tickSize: cannot change from 0.05 to 0.10: ${TRADED}`,
  ],
  [
    'the tick value',
    (document) => (first(document.instruments).tickValueMinor = 1),
    `instruments[0].tickValueMinor: cannot change from 3720 to 1: ${TRADED}`,
  ],
  [
    'the currency',
    (document) => (first(document.instruments).currency = 'JPY'),
    `instruments[0].currency: cannot change from EUR to JPY: ${TRADED}`,
  ],
  [
    'the expiry',
    (document) => (first(document.instruments).expiry = '2027-01-30T15:00:00.000Z'),
    'instruments[0].expiry: cannot change from 2027-01-29T15:00:00.000Z to ' +
      `2027-01-30T15:00:00.000Z: ${TRADED}`,
  ],
  [
    'the strike',
    (document) => Object.assign(first(document.instruments, 1), { strike: '81' }),
    `instruments[1].strike: cannot change from 80 to 81: ${TRADED}`,
  ],
  [
    'the right',
    (document) => Object.assign(first(document.instruments, 1), { right: 'call' }),
    `instruments[1].right: cannot change from put to call: ${TRADED}`,
  ],
  [
    'the type',
    (document) => {
      const { id, underlying, currency, tickSize, tickValueMinor } = first(document.instruments, 2);
      const expiry = '2027-01-29T15:00:00.000Z';
      document.instruments[2] = {
        id,
        underlying,
        currency,
        tickSize,
        tickValueMinor,
        type: 'future',
        expiry,
      };
    },
    `instruments[2].type: cannot change from perpetual to future: ${TRADED}`,
  ],
  [
    'a listing',
    (document) => document.instruments.splice(2, 1),
    'instruments[PWR-PERP]: cannot be removed: it has traded',
  ],
  [
    'an account that holds something',
    (document) => first(document.members).accounts.splice(1, 1),
    'members[0].accounts[F1]: cannot be removed: it still holds something or owes it: empty it first',
  ],
  [
    'the type of an account that holds something',
    (document) => (first(first(document.members).accounts, 1).type = 'house'),
    'members[0].accounts[1].type: cannot change from client-omnibus-gross to house: house and ' +
      'client money never mix, and it holds something; leave it as it is',
  ],
  [
    'the margin mode of an account whose buckets hold something',
    (document) => (first(first(document.members).accounts, 1).marginMode = 'cross'),
    'members[0].accounts[1].marginMode: cannot change from isolated to cross: buckets of it hold ' +
      'something: transfer that to the account itself first; leave it as it is',
  ],
  [
    'a member that holds something',
    (document) => (first(document.members).id = 'NORTH'),
    'members[NORD]: cannot be removed: it still holds something or owes it: settle and withdraw ' +
      'it first',
  ],
  [
    'the scale of a currency in use',
    (document) => (document.currencies.JPY.scale = 2),
    'currencies.JPY.scale: cannot change from 0 to 2: amounts in it have been booked; leave it ' +
      'as it is',
  ],
  [
    'the scale of an asset that is held',
    (document) => (first(document.collateral, 1).scale = 4),
    'collateral[1].scale: cannot change from 0 to 4: some of it is held as collateral; leave it ' +
      'as it is',
  ],
  [
    'an asset that is held',
    (document) => {
      document.collateral.splice(1, 1);
      document.collateralLimits = [];
    },
    'collateral[NORD-BOND]: cannot be removed: some of it is held as collateral',
  ],
  [
    'the clock',
    (document) => (document.clock = 'wall'),
    'clock: cannot change from event to wall: the ledger has decided with it; leave it as it is',
  ],
  [
    'the base currency',
    (document) => (document.baseCurrency = 'JPY'),
    'baseCurrency: cannot change from EUR to JPY: the ledger has decided with it; leave it as it is',
  ],
];

describe('what has been decided is not rewritten', () => {
  it.each(REFUSED)('by a change or removal of %s', (_name, change, refusal) => {
    const adapted = (document: Document): void => {
      change(document);
      if (document.baseCurrency === 'JPY') first(document.members).defaultFund = '3000000';
      if (document.baseCurrency === 'JPY') first(document.fees).perLot = '1';
    };
    expect(refusals(adapted, IN_USE)).toEqual([refusal]);
    expect(refusals(adapted, NOTHING_YET)).toEqual([]);
  });

  it('by another ledger, whether anything was decided or not', () => {
    const change = (document: Document): void => void (document.ledger = 'main');
    expect(refusals(change, NOTHING_YET)).toEqual([
      'ledger: main is not the ledger energy; a ledger keeps its name',
    ]);
  });
});

it('a listing stays while a bucket of it holds something, though it never traded', () => {
  const facts = { ...NOTHING_YET, bucketsHolding: new Map([['NORD/F1', new Set(['PWR-PERP'])]]) };
  const change = (document: Document): void => void document.instruments.splice(2, 1);
  expect(refusals(change, facts)).toEqual([
    'instruments[PWR-PERP]: cannot be removed: a bucket of it holds something',
  ]);
});

describe('what counts from now on may change', () => {
  it.each<readonly [string, (document: Document) => void]>([
    ['nothing', () => undefined],
    [
      'a margin mode of an account without buckets',
      (document) => (first(first(document.members).accounts).marginMode = 'isolated'),
    ],
    ['a status', (document) => (first(document.members).status = 'active')],
    ['an account that holds nothing', (document) => first(document.members).accounts.shift()],
    [
      'a strike with other zeros',
      (document) => Object.assign(first(document.instruments, 1), { strike: '80.00' }),
    ],
    ['a haircut', (document) => (first(document.collateral, 1).haircut = '0.5')],
    ['the order of entries', (document) => document.instruments.reverse()],
    ['the model', (document) => (document.model.stressWeight = '0.5')],
  ])('%s', (_name, change) => {
    expect(refusals(change, IN_USE)).toEqual([]);
  });
});
