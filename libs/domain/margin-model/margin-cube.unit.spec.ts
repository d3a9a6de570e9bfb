import { describe, expect, it } from 'vitest';
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
});
