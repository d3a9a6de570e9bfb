import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkListedOptions } from './options/check-listed-options.js';
import { readMarkets, type Markets } from './data/read-markets.js';
import { DailyCube, marginBook } from './models/daily-cube.js';
import { HouseFamily } from './models/house-family.js';
import { cubeSettings, GROUP } from './models/house-parameters.js';
import { runStudy } from './run/run-study.js';
import { planStudies, type PlannedStudy } from './run/study-plan.js';
import { summariseStudy } from './run/summarise.js';

const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const isThere = fs.existsSync(`${folder}spy.csv`);
const MISSING = isThere ? '' : ' [skipped: there is no ../shared/data beside the project]';

function studyOf(markets: Markets, id: string, from: string): PlannedStudy {
  const found = planStudies(markets, from, '1').studies.find((study) => study.id === id);
  if (!found) throw new Error(`no study ${id}`);
  return found;
}

describe.skipIf(!isThere)(`the back-test on real history${MISSING}`, () => {
  it('margins WTI through its negative price, and finds both days that it did not cover', async () => {
    const markets = readMarkets(folder, '2020-05-29');
    const study = studyOf(markets, 'wti', '2020-04-01');
    const signal = new AbortController().signal;
    const result = await runStudy(study, () => undefined, signal, [new HouseFamily(study)]);
    const [long, short] = summariseStudy(result).models[0]?.books ?? [];
    expect(long).toMatchObject({ largestShortfallDate: '2020-04-16' });
    expect(short).toMatchObject({ largestShortfallDate: '2020-04-20' });
    // 19.82 on the 16th to -36.98 on the 20th: 56.80 USD a barrel on 1,000 barrels.
    expect(long?.largestShortfall?.loss).toBeCloseTo(56_800, 6);
    expect(short?.largestShortfall?.loss).toBeCloseTo(50_620, 6);
  });

  it('leaving out closes that no scenario reads changes no margin', () => {
    const study = studyOf(readMarkets(folder, '9999-12-31'), 'spx', '2008-01-02');
    const { market } = study;
    for (const date of ['2006-03-01', '2008-10-10', '2009-10-01', '2020-03-12']) {
      const day = market.dates.indexOf(date);
      const trimmed = new DailyCube(study, cubeSettings());
      trimmed.loadScenariosUpTo(day - 1);
      const whole = new DailyCube(study, cubeSettings());
      const closes = (market.closes[0] ?? new Float64Array()).subarray(0, day);
      const history = { symbol: 'SPX', dates: market.dates.slice(0, day), closes };
      whole.cube.loadScenarios(GROUP, new Map([['SPX', history]]));
      for (const daily of [trimmed, whole]) daily.setPricesOf(day);
      for (const book of study.books) {
        const margins = [trimmed, whole].map((daily) =>
          daily.flooredMarketRisk(marginBook(book, 'portfolio')),
        );
        expect(margins[0]).toBe(margins[1]);
        expect(margins[0]).toBeGreaterThan(0);
      }
    }
  });

  it('listed options: half of them within a point of volatility, no margin exceeded in a day', () => {
    const check = checkListedOptions(readMarkets(folder, '9999-12-31'));
    if ('reason' in check) throw new Error(check.reason);
    for (const values of check.values) expect(values.medianVolatilityError).toBeLessThan(0.01);
    expect(check.margins.contracts).toBe(18);
    for (const { loss, margin } of [...check.margins.singles, ...check.margins.portfolios]) {
      expect(loss).toBeLessThan(margin);
    }
  });
});
