import { describe, expect, it } from 'vitest';
import { europeanOption } from '#libs/domain/pricing/european-option.js';
import { optionValue } from '#libs/domain/pricing/option-value.js';
import { yearsToExpiry } from '#libs/domain/pricing/time-to-expiry.js';
import type { OptionRight } from '#libs/domain/reference-data/model.js';
import { closeInstant } from '../run/option-chain.js';
import { readOptionQuotes, type OptionQuote } from './option-quotes.js';
import { quotedExpiries, RISK_FREE_RATE } from './quoted-expiry.js';
import { checkValues } from './value-check.js';

const DATE = '2015-12-22';
const CARRY = 0.01;
const INDEX = 2000;

/** Closes of options at 20 % volatility, forwards growing with {@link CARRY} a year. */
function quotes(expiry: string, rights: readonly OptionRight[]): OptionQuote[] {
  const years = yearsToExpiry(closeInstant(expiry), closeInstant(DATE));
  const forward = INDEX * Math.exp(CARRY * years);
  return [1800, 1900, 2000, 2100, 2200].flatMap((strike) =>
    rights.map((right) => {
      const option = europeanOption({
        right,
        strike,
        years,
        riskFreeRate: Number(RISK_FREE_RATE),
        premiumStyle: 'premium',
      });
      const close = optionValue(option, forward, 0.2);
      const contract = `${expiry} ${strike} ${right}`;
      return { contract, expiry, strike, right, close, impliedVolatility: 0.2 };
    }),
  );
}

describe('listed options', () => {
  it('reads expiry, strike, right and close, and names the line of what is no option', () => {
    const header =
      '#expiry,strike,right,open,high,low,close,volume,open_interest,implied_volatility';
    const row = '20160219,1515,P,1,1,1,7.25,0,,0.3409151';
    expect(readOptionQuotes(`${header}\n${row}\n`, 'o.csv')).toEqual([
      {
        contract: '2016-02-19 1515 put',
        expiry: '2016-02-19',
        strike: 1515,
        right: 'put',
        close: 7.25,
        impliedVolatility: 0.3409151,
      },
    ]);
    const wrong = `${header}\n${row}\n20160219,1515,X,1,1,1,7.25,0,,0.3\n`;
    expect(() => readOptionQuotes(wrong, 'o.csv')).toThrow('o.csv line 3 is not an option');
  });

  it('finds forwards by parity, and on the line between them where there is no pair', () => {
    const both = ['call', 'put'] as const;
    const all = [
      ...quotes('2016-01-22', both),
      ...quotes('2016-06-17', ['call']),
      ...quotes('2016-12-16', both),
    ];
    for (const { years, forward } of quotedExpiries(all, DATE, 1900)) {
      expect(forward / (INDEX * Math.exp(CARRY * years))).toBeCloseTo(1, 9);
    }
  });

  it('options on one smile are valued at their closes by each other', () => {
    const expiries = quotedExpiries(quotes('2016-03-18', ['call', 'put']), DATE, INDEX);
    const check = checkValues(DATE, expiries);
    expect(check).toMatchObject({ options: 10, valued: 10, unexplained: 0 });
    expect(check.worst[0] && Math.abs(check.worst[0].value - check.worst[0].close)).toBeLessThan(
      1e-8,
    );
    expect(check.medianAgainstFile).toBeLessThan(1e-10);
  });

  it('an option off the smile is found, by how much in volatility too', () => {
    const all = quotes('2016-03-18', ['call', 'put']);
    const off = all.map((quote) =>
      quote.contract === '2016-03-18 2100 call' ? { ...quote, close: quote.close + 10 } : quote,
    );
    const [worst] = checkValues(DATE, quotedExpiries(off, DATE, INDEX)).worst;
    expect(worst?.contract).toBe('2016-03-18 2100 call');
    expect(worst && worst.close - worst.value).toBeGreaterThan(5);
  });
});
