import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { FutureTerms, MarginMode } from '#libs/domain/reference-data/model.js';
import { accountRequirement } from './account-requirement.js';
import { MarginBook } from './margin-book.js';
import { MarginCube } from './margin-cube.js';
import type { RequirementBreakdown } from './requirement-breakdown.js';
import { cubeSettings, EQUITY, underlying } from './margin-settings.fixture.js';
import type { PriceHistory } from './price-history.js';

const folder = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const hasRealCloses = fs.existsSync(path.join(folder, 'spy.csv'));
const MISSING = hasRealCloses ? '' : ' [skipped: there is no ../shared/data beside the project]';

/** Closes of a CSV file with the columns date and close, both ends of the range included. */
function realCloses(symbol: string, file: string, from: string, to: string): PriceHistory {
  const rows = fs
    .readFileSync(path.join(folder, file), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','))
    .filter(([date]) => date! >= from && date! <= to);
  const closes = rows.map(([, close]) => Number(close));
  return { symbol, dates: rows.map(([date]) => date!), closes };
}

function future(id: string, symbol: string, tickSize: string, tickValueMinor: number): FutureTerms {
  const expiry = '2026-12-18T21:00:00.000Z';
  return {
    id,
    type: 'future',
    underlying: symbol,
    currency: 'USD',
    tickSize,
    tickValueMinor,
    expiry,
  };
}

function requirementOf(book: MarginBook, cube: MarginCube): RequirementBreakdown {
  const result = accountRequirement(book, cube);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe.skipIf(!hasRealCloses)(
  `one S&P 500 future on closes from 2005 (scenario a3)${MISSING}`,
  () => {
    const cube = new MarginCube(cubeSettings());
    cube.setGroup(EQUITY);
    cube.setUnderlying(underlying('SPX', { marginFloor: '0.005' }));
    cube.setInstrument(future('SPX-FUT', 'SPX', '0.25', 1250));
    if (hasRealCloses) {
      const history = realCloses('SPX', 'spy.csv', '2005-01-03', '9999-12-31');
      cube.loadScenarios('EQUITY', new Map([['SPX', history]]));
      cube.setPrice('SPX-FUT', 3963.25 * 4);
    }
    const of7 = (lots: number): RequirementBreakdown => {
      const book = new MarginBook('portfolio');
      book.add('SPX-FUT', 'SPX', lots);
      return requirementOf(book, cube);
    };

    it('gives the published blocks, market risk, floor and requirement of 7 lots long', () => {
      const { requirementMinor, groups } = of7(7);
      const [group] = groups;
      const [spx] = group!.classes;
      expect(requirementMinor).toBe(12386345n);
      expect(group).toMatchObject({ marketRiskMinor: 12386344n, floorMinor: 693569n });
      expect(spx!.expectedShortfall).toEqual({
        filteredMinor: 11628244n,
        stressedMinor: 14660644n,
        longRunMinor: 9980506n,
      });
      expect(spx!.scenarios).toEqual({ filtered: 1249, longRun: 1249, stressed: 252 });
      expect(spx!.netDelta).toBe(7);
    });

    it('gives those of 7 lots short, whose tail is another one', () => {
      const { requirementMinor, groups } = of7(-7);
      expect(requirementMinor).toBe(8595153n);
      expect(groups[0]!.classes[0]!.expectedShortfall).toEqual({
        filteredMinor: 6449347n,
        stressedMinor: 15032567n,
        longRunMinor: 5478628n,
      });
    });
  },
);

describe.skipIf(!hasRealCloses)(`S&P 500 and gold in one group (scenario b1)${MISSING}`, () => {
  const cube = new MarginCube(cubeSettings());
  cube.setGroup(EQUITY);
  cube.setUnderlying(underlying('SPX', { marginFloor: '0.005' }));
  cube.setUnderlying(underlying('XAU', { marginFloor: '0.01' }));
  cube.setInstrument(future('SPX-FUT', 'SPX', '0.25', 1250));
  cube.setInstrument(future('XAU-FUT-A', 'XAU', '0.10', 1000));
  cube.setInstrument(future('XAU-FUT-B', 'XAU', '0.10', 1000));
  if (hasRealCloses) {
    const range = ['2007-01-01', '2018-12-31'] as const;
    cube.loadScenarios(
      'EQUITY',
      new Map([
        ['SPX', realCloses('SPX', 'spy.csv', ...range)],
        ['XAU', realCloses('XAU', 'xauusd.csv', ...range)],
      ]),
    );
    cube.setPrice('SPX-FUT', 4000.25 * 4);
    cube.setPrice('XAU-FUT-A', 19004);
    cube.setPrice('XAU-FUT-B', 19129);
  }

  it.each<[MarginMode, bigint]>([
    ['portfolio', 24945267n],
    ['cross', 28526828n],
    ['isolated', 43977153n],
  ])('requires in %s mode what the scenario has', (mode, expected) => {
    const book = new MarginBook(mode);
    book.add('SPX-FUT', 'SPX', 12);
    book.add('XAU-FUT-A', 'XAU', 15);
    book.add('XAU-FUT-B', 'XAU', -9);
    expect(requirementOf(book, cube).requirementMinor).toBe(expected);
  });
});
