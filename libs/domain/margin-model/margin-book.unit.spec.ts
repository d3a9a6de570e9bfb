import { describe, expect, it } from 'vitest';
import { rational } from '#libs/domain/numerics/rational.js';
import type { PerpetualTerms } from '#libs/domain/reference-data/model.js';
import { accountRequirement } from './account-requirement.js';
import { MarginBook } from './margin-book.js';
import { MarginCube } from './margin-cube.js';
import { cubeSettings, EQUITY, underlying } from './margin-settings.fixture.js';
import type { RequirementBreakdown } from './requirement-breakdown.js';

const CLOSES = 400;

const future = (id: string, tickValueMinor = 500): PerpetualTerms => ({
  id,
  type: 'perpetual',
  underlying: 'A',
  currency: 'USD',
  tickSize: '0.5',
  tickValueMinor,
});

/** Two contracts of one underlying with a history of its own. */
function cube(): MarginCube {
  const made = new MarginCube(cubeSettings({ longRunFloor: false, stressPeriods: [] }));
  made.setGroup(EQUITY);
  made.setUnderlying(underlying('A', { marginFloor: '0.5' }));
  for (const id of ['A1', 'A2']) made.setInstrument(future(id));
  const dates = Array.from({ length: CLOSES }, (_, i) =>
    new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10),
  );
  const closes = dates.map((_, i) => 100 + ((i * 37) % 23));
  made.loadScenarios('EQUITY', new Map([['A', { symbol: 'A', dates, closes }]]));
  for (const id of ['A1', 'A2']) made.setPrice(id, 200);
  return made;
}

function bookOf(): MarginBook {
  const book = new MarginBook('portfolio');
  book.add('A1', 'A', 3);
  book.add('A2', 'A', -1);
  return book;
}

function required(book: MarginBook, priced: MarginCube): RequirementBreakdown {
  const result = accountRequirement(book, priced);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('what a book knows of its last measure', () => {
  it.each<[string, (priced: MarginCube) => void]>([
    ['a price', (priced) => priced.setPrice('A2', 210)],
    ['a buffer', (priced) => priced.setBuffer('A', rational(5n, 4n))],
    ['a larger contract of the class', (priced) => priced.setInstrument(future('A3', 1000))],
    ['other terms of a contract', (priced) => priced.setInstrument(future('A1', 600))],
  ])('is forgotten with %s: the old book needs what a new one needs', (_, change) => {
    const priced = cube();
    const book = bookOf();
    const before = required(book, priced);
    expect(before.requirementMinor).toBeGreaterThan(0n);
    change(priced);
    const after = required(book, priced);
    expect(after).toEqual(required(bookOf(), priced));
    expect(after).not.toEqual(before);
  });

  it('is used for as long as nothing changes, also for the class that a trade leaves alone', () => {
    const priced = cube();
    const book = bookOf();
    const before = required(book, priced);
    const measured = book.measured.get('A');
    priced.setPrice('A1', 200);
    expect(required(book, priced)).toEqual(before);
    expect(book.measured.get('A')).toBe(measured);
    book.add('A1', 'A', -3);
    book.add('A2', 'A', 1);
    expect(book.measured.size).toBe(0);
    expect(required(book, priced).requirementMinor).toBe(0n);
  });
});
