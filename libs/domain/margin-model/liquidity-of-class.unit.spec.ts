import { describe, expect, it } from 'vitest';
import { accountRequirement } from './account-requirement.js';
import { MarginBook } from './margin-book.js';
import { MarginCube } from './margin-cube.js';
import { cubeSettings, EQUITY, underlying } from './margin-settings.fixture.js';

const SCAN = { volatilityRange: '0.04', extremeMultiple: '2', extremeCover: '0.35' };
const LIQUIDITY = { halfSpread: '0.0001', averageDailyVolume: '20000', halfSpreadVolatility: '0' };

/** A contract of 50 USD a point and one of a tenth of it, at the same price. */
function market(): MarginCube {
  const cube = new MarginCube(cubeSettings({ liquidityAddOn: true }));
  cube.setGroup(EQUITY);
  const scan = { ...SCAN, priceRange: '0.08' };
  cube.setUnderlying(underlying('A', { method: 'scan', scan, liquidity: LIQUIDITY }));
  const terms = { underlying: 'A', currency: 'USD', tickSize: '0.25', type: 'perpetual' } as const;
  cube.setInstrument({ ...terms, id: 'LARGE', tickValueMinor: 1250 });
  cube.setInstrument({ ...terms, id: 'SMALL', tickValueMinor: 125 });
  cube.loadScenarios('EQUITY', new Map());
  for (const id of ['LARGE', 'SMALL']) cube.setPrice(id, 16_000);
  return cube;
}

function classOf(positions: Readonly<Record<string, number>>) {
  const book = new MarginBook('portfolio');
  for (const [id, lots] of Object.entries(positions)) book.add(id, 'A', lots);
  const result = accountRequirement(book, market());
  if (!result.ok) throw new Error(result.error.code);
  return result.value.groups[0]!.classes[0]!;
}

describe('the liquidity charge of contracts of different size', () => {
  it('counts small lots by their share of the largest contract', () => {
    const [mixed, whole] = [classOf({ LARGE: 9, SMALL: 10 }), classOf({ LARGE: 10 })];
    expect(mixed.netDelta).toBe(10);
    expect(mixed.liquidityMinor).toBe(whole.liquidityMinor);
  });

  it('is not nothing where as many small lots stand against large ones', () => {
    const spread = classOf({ LARGE: 100, SMALL: -100 });
    expect(spread.netDelta).toBe(90);
    expect(spread.liquidityMinor).toBe(classOf({ LARGE: 90 }).liquidityMinor);
  });
});
