import { describe, expect, it } from 'vitest';
import { futureOn, requirementOf, walk } from './known-market.fixture.js';
import { MarginCube } from './margin-cube.js';
import { cubeSettings, EQUITY, underlying } from './margin-settings.fixture.js';

/** One future in euros, margined by scan and fully priced. */
function cube(): MarginCube {
  const made = new MarginCube(cubeSettings());
  made.setGroup(EQUITY);
  const scan = { priceRange: '0.04', volatilityRange: '0.04' };
  const given = { extremeMultiple: '2', extremeCover: '0.35' };
  made.setUnderlying(underlying('A', { method: 'scan', scan: { ...scan, ...given } }));
  made.loadScenarios('EQUITY', new Map());
  const terms = { currency: 'EUR', tickSize: '0.5', tickValueMinor: 500 };
  made.setInstrument({ id: 'A1', type: 'perpetual', underlying: 'A', ...terms });
  made.setPrice('A1', 8000);
  made.setExchangeRate('EUR', '1.25');
  return made;
}

describe('the cube of the margin model', () => {
  it('has no row for an instrument whose mark was cleared, until there is one again', () => {
    const priced = cube();
    const before = priced.row('A1');
    expect(before.ok).toBe(true);
    priced.clearPrice('A1');
    expect(priced.row('A1')).toEqual({
      ok: false,
      error: { code: 'NO_PRICE', instrument: 'A1' },
    });
    priced.clearPrice('A1');
    priced.clearPrice('NO-SUCH');
    priced.setPrice('A1', 8000);
    expect(priced.row('A1')).toEqual(before);
  });

  it('has no row in a currency whose rate was cleared, until there is one again', () => {
    const priced = cube();
    const before = priced.row('A1');
    priced.clearExchangeRate('EUR');
    expect(priced.row('A1')).toEqual({
      ok: false,
      error: { code: 'NO_EXCHANGE_RATE', currency: 'EUR' },
    });
    priced.setExchangeRate('EUR', '1.25');
    expect(priced.row('A1')).toEqual(before);
    expect(() => priced.clearExchangeRate('USD')).toThrow('its own measure');
  });

  it('keeps a row while the rate stays what it is, and builds it anew for another', () => {
    const priced = cube();
    const before = priced.row('A1');
    priced.setExchangeRate('EUR', '1.250');
    const same = priced.row('A1');
    expect(same.ok && before.ok && same.value === before.value).toBe(true);
    priced.setExchangeRate('EUR', '1.50');
    expect(priced.row('A1')).not.toEqual(before);
  });

  it('a rung of one class builds its rows anew and leaves those of the others (d.3)', () => {
    const histories = new Map(
      [walk('X', 5, 400), walk('Y', 6, 400)].map((history) => [history.symbol, history]),
    );
    const both = new MarginCube(cubeSettings({ stressPeriods: [] }));
    both.setGroup(EQUITY);
    for (const id of ['X', 'Y']) {
      both.setUnderlying(underlying(id));
      both.setInstrument(futureOn(`${id}-FUT`));
      both.setPrice(`${id}-FUT`, 10_000);
    }
    const rows = (regimes: Record<string, number>) => {
      both.loadScenarios('EQUITY', histories, new Map(Object.entries(regimes)));
      return ['X-FUT', 'Y-FUT'].map((id) => {
        const row = both.row(id);
        if (!row.ok) throw new Error(row.error.code);
        return row.value;
      });
    };
    const [calmX, calmY] = rows({});
    const [stormX, sameY] = rows({ X: 1.5 });
    expect(sameY).toBe(calmY);
    expect(stormX?.pnl).not.toEqual(calmX?.pnl);
    const kept = requirementOf(both, { 'X-FUT': 3, 'Y-FUT': -4 }).groups;
    both.setUnderlying(underlying('Y'));
    const [, newY] = rows({ X: 1.5 });
    expect(newY).not.toBe(calmY);
    expect(newY?.pnl).toEqual(calmY?.pnl);
    expect(requirementOf(both, { 'X-FUT': 3, 'Y-FUT': -4 }).groups).toEqual(kept);
    // Another confidence is another measure, whatever the scenarios are.
    both.setGroup({ ...EQUITY, confidenceBp: 9500 });
    rows({ X: 1.5 });
    const [less] = requirementOf(both, { 'Y-FUT': -4 }).groups;
    expect(less?.marketRiskMinor).toBeLessThan(kept[0]?.classes[1]?.marketRiskMinor ?? 0n);
  });
});
