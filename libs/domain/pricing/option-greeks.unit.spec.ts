import { describe, expect, it } from 'vitest';
import { europeanOption, type EuropeanOption } from './european-option.js';
import type { OptionGreeks } from './greeks.js';
import { optionGreeks } from './option-greeks.js';
import { optionValue } from './option-value.js';

type Row = readonly ['call' | 'put', number, number, number, number, number, readonly number[]];
const GREEKS = ['value', 'delta', 'gamma', 'vega', 'theta', 'vanna', 'volga', 'speed'] as const;

/**
 * Right, forward, strike, years, volatility, rate, and the value and greeks in the order above: the
 * textbook formula and its numerical derivatives in 60-digit arithmetic.
 */
const BLACK: readonly Row[] = [
  [
    'call',
    100,
    105,
    0.25,
    0.32,
    0.05,
    [
      4.282630548709232, 0.40590785656021267, 0.02400901424290838, 19.207211394326702,
      -12.078483764933628, 0.46209972773967445, 5.197201582500223, 9.744437481642548e-5,
    ],
  ],
  [
    'put',
    100,
    105,
    0.25,
    0.32,
    0.05,
    [
      9.22051955117864, -0.5816699439336688, 0.02400901424290838, 19.207211394326702,
      -11.831589314810158, 0.46209972773967445, 5.197201582500223, 9.744437481642548e-5,
    ],
  ],
  [
    'call',
    100,
    100,
    1,
    0.2,
    0,
    [
      7.965567455405797, 0.539827837277029, 0.019847627373850586, 39.69525474770118,
      -3.969525474770118, 0.19847627373850588, -1.984762737385059, -0.0002977144106077588,
    ],
  ],
  [
    'put',
    5000,
    4200,
    0.08,
    0.22,
    0.04,
    [
      0.21482086549166524, -0.002297743983336512, 2.3104008089226067e-5, 10.16576355925947,
      -13.969332059362104, -0.09053483425718563, 362.7347828739383, -2.1500259018383959e-7,
    ],
  ],
  [
    'call',
    60000,
    90000,
    0.0273972602739726,
    0.6,
    0,
    [
      0.03598720386426915, 2.7528201625986694e-5, 1.9667021073157693e-8, 1.1638565895348114,
      -12.744229655406185, 0.0008071278874721333, 32.328183944566085, 1.29833992479007e-11,
    ],
  ],
  [
    'put',
    60000,
    90000,
    0.0273972602739726,
    0.6,
    0.03,
    [
      29975.388553848512, -0.999150914288698, 1.9650863039500476e-8, 1.162900388090987,
      886.527897365859, 0.0008064647672404041, 32.30162375111788, 1.2972732345106815e-11,
    ],
  ],
  [
    'call',
    1.08,
    1.0795,
    0.004,
    0.07,
    0.02,
    [
      0.0021672941946627483, 0.5424869336678309, 82.95569598295128, 0.027092666662464033,
      -0.23701748741266707, -0.5801349889045396, 0.004232497273704569, -1929.9511128105662,
    ],
  ],
  [
    'call',
    100,
    1,
    0.5,
    4,
    0.01,
    [
      98.80268369930079, 0.9938447830534944, 1.371680121223038e-5, 0.27433602424460757,
      -0.10931725998542247, -0.0002075249785191784, 0.04464469395002633, -2.847122731705665e-7,
    ],
  ],
  [
    'put',
    2,
    150,
    2,
    1.5,
    0.01,
    [
      145.24839421782406, -0.8185897992886825, 0.057322065309993724, 0.6878647837199247,
      1.1945346482832688, 0.5019493100889811, 1.3836989762756269, -0.015492956135911961,
    ],
  ],
  [
    'call',
    100,
    100.0001,
    0.0001,
    0.05,
    0,
    [
      0.019897163680037997, 0.4993018517645591, 7.978833390444632, 0.39894166952223165,
      -99.7354173805579, 0.017952367150202087, 3.141662456169038e-5, 0.1994706751951491,
    ],
  ],
];

/** The same for Bachelier, with the normal volatility in price points. */
const BACHELIER: readonly Row[] = [
  [
    'call',
    -5,
    10,
    0.5,
    30,
    0.03,
    [
      2.950034365627367, 0.23618064770374764, 0.014428320180407959, 0.21642480270611938,
      -6.4042430502147605, 0.0072141600902039795, 0.0036070800451019898, 0.00048094400601359866,
    ],
  ],
  [
    'put',
    -37.63,
    20,
    0.1,
    80,
    0.0,
    [
      57.72876917020302, -0.9886374788514621, 0.0011774863499894607, 0.009419890799915688,
      -3.7679563199662747, 0.0008482317293736579, 0.0006110449320475489, 0.00010602896617170724,
    ],
  ],
  [
    'call',
    -2,
    -4,
    0.25,
    6,
    0.05,
    [
      2.422882827242111, 0.7382217756221725, 0.10515991955530729, 0.15773987933296094,
      -1.7717344106334258, -0.035053306518435766, 0.011684435506145254, -0.02336887101229051,
    ],
  ],
  [
    'put',
    0,
    1,
    1,
    0.5,
    0.02,
    [
      0.9843599610269846, -0.9578990241535964, 0.10584374749355276, 0.05292187374677638,
      0.006456730783845598, 0.2116874949871055, 0.423374989974211, 0.423374989974211,
    ],
  ],
  [
    'put',
    12,
    -3,
    2,
    10,
    0.01,
    [
      1.027564420127018, -0.14156243234247742, 0.0157550045263209, 0.31510009052641796,
      -0.7774745821147747, -0.023632506789481346, 0.03544876018422202, -0.0011816253394740673,
    ],
  ],
];

const option = ([right, , strike, years, , riskFreeRate]: Row, normalScale = 1): EuropeanOption =>
  europeanOption({ right, strike, years, riskFreeRate, premiumStyle: 'premium', normalScale });

function expectGreeks(actual: OptionGreeks, row: Row): void {
  const [, forward, strike, , , , expected] = row;
  const size = Math.max(Math.abs(forward), Math.abs(strike));
  expect(Math.abs(actual.value - expected[0]!)).toBeLessThanOrEqual(1e-15 * size);
  GREEKS.forEach((greek, i) => {
    if (greek === 'value') return;
    const close = 1e-9 * Math.abs(expected[i]!);
    expect(Math.abs(actual[greek] - expected[i]!), greek).toBeLessThanOrEqual(close);
  });
}

describe('option greeks (margin-model.md a.3)', () => {
  it.each(BLACK)('of Black: %s on %d at %d, %d years, vol %d, rate %d', (...row) => {
    const [, forward, , , volatility] = row;
    expectGreeks(optionGreeks(option(row), forward, volatility), row);
  });

  it.each(BACHELIER)('of Bachelier: %s on %d at %d, %d years, vol %d, rate %d', (...row) => {
    const [, forward, , , volatility] = row;
    // The size of a volatility in points comes from the scale: 50 % of 2 points are 1 point.
    const greeks = optionGreeks(option(row), forward, volatility);
    if (forward > 0 && option(row).strike > 0) throw new Error('a case for Black');
    expectGreeks(greeks, row);
  });

  it('by the volatility given, not by the points that it stands for', () => {
    for (const row of BACHELIER) {
      const [, forward, , , volatility] = row;
      const [one, scaled] = [option(row), option(row, 4)];
      const [a, b] = [
        optionGreeks(one, forward, volatility),
        optionGreeks(scaled, forward, volatility / 4),
      ];
      expect(b.value).toBe(a.value);
      expect(b.vega).toBe(4 * a.vega);
      expect(b.vanna).toBe(4 * a.vanna);
      expect(b.volga).toBe(16 * a.volga);
    }
  });

  it('the value alone has the same bits', () => {
    for (const row of [...BLACK, ...BACHELIER]) {
      const [, forward, , , volatility] = row;
      const greeks = optionGreeks(option(row), forward, volatility);
      expect(optionValue(option(row), forward, volatility)).toBe(greeks.value);
    }
  });

  it.each([
    ['call', 110, 10, 1],
    ['call', 90, 0, 0],
    ['call', 100, 0, 0.5],
    ['put', 90, 10, -1],
    ['put', 110, 0, 0],
    ['put', 100, 0, -0.5],
  ] as const)('at expiry a %s on %d is worth %d, delta %d', (right, forward, value, delta) => {
    for (const [years, volatility] of [
      [0, 0.3],
      [0.25, 0],
      [1e-18, 0.3],
    ] as const) {
      const expired = europeanOption({
        right,
        strike: 100,
        years,
        riskFreeRate: 0,
        premiumStyle: 'premium',
      });
      expect(optionGreeks(expired, forward, volatility)).toEqual({
        value,
        delta,
        gamma: 0,
        vega: 0,
        theta: 0,
        vanna: 0,
        volga: 0,
        speed: 0,
      });
    }
  });

  it('stay finite where the option is far out, and at volatilities of 0 and 10,000 %', () => {
    for (const forward of [1e-12, 1, 1e5, 1e12, 0, -1, -1e6]) {
      for (const strike of [-100, 0, 1e-9, 100, 1e8]) {
        for (const volatility of [0, 0.01, 1, 100]) {
          const row: Row = ['put', forward, strike, 0.5, volatility, 0.02, []];
          const greeks = optionGreeks(option(row), forward, volatility);
          expect(Object.values(greeks).filter((greek) => !Number.isFinite(greek))).toEqual([]);
        }
      }
    }
  });
});
