import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceData } from '#libs/domain/testing/reference-document.js';
import type { ReferenceData } from './model.js';
import { type ParameterOrigin, ParameterLog, parametersOf } from './parameters.js';
import { changesBetween } from './reference-data-changes.js';

const origin = (position: number, given: Partial<ParameterOrigin> = {}): ParameterOrigin => ({
  position,
  ledgerTimeMs: position * 1000,
  recordedAtMs: position * 1000 + 7,
  by: 'alice',
  ...given,
});

/** A log of documents that were applied one after the other, at positions 2, 4, 6 and so on. */
function logOf(documents: readonly ReferenceData[]): ParameterLog {
  const log = new ParameterLog();
  documents.forEach((document, i) => {
    log.take(changesBetween(documents[i - 1], document), origin(2 * (i + 1)));
  });
  return log;
}

const calls = (dueMinutes: number): ReferenceData => referenceData({ marginCalls: { dueMinutes } });

describe('parameters', () => {
  it('are listed by path, each with where it was last set', () => {
    const log = logOf([referenceData(), calls(7), referenceData({ marginCalls: {} })]);
    const [due] = log.current('marginCalls.dueMinutes');
    expect(due).toMatchObject({ path: 'marginCalls.dueMinutes', origin: { position: 6 } });
    const [lookback] = log.current('model.lookback');
    expect(lookback).toMatchObject({ value: 1250, origin: { position: 2, by: 'alice' } });
    const paths = log.current().map(({ path }) => path);
    expect(paths).toEqual([...paths].sort());
    expect(paths).toContain('members[ALPHA].accounts[C1].marginMode');
  });

  it('keep everything that they were ever set to', () => {
    const log = logOf([calls(5), calls(7), calls(6)]);
    expect(
      log.history('marginCalls.dueMinutes').map(({ before, value, origin: { position } }) => ({
        before,
        value,
        position,
      })),
    ).toEqual([
      { before: undefined, value: 5, position: 2 },
      { before: 5, value: 7, position: 4 },
      { before: 7, value: 6, position: 6 },
    ]);
  });

  it('that are removed are no longer in force, but in the history', () => {
    const [all] = [referenceData()];
    const collateral = all.collateral.filter(({ asset }) => asset !== 'ETH');
    const log = logOf([all, { ...all, collateral }, all]);
    const path = 'collateral[ETH].haircut';
    expect(log.history(path)).toHaveLength(3);
    expect(log.history(path)[1]).toEqual({ path, before: '0.30', origin: origin(4) });
    expect(log.current(path)[0]?.origin.position).toBe(6);
    const gone = logOf([all, { ...all, collateral }]);
    expect(gone.current('collateral[ETH]')).toEqual([]);
  });

  it('say who confirmed them and who proposed them', () => {
    const log = new ParameterLog();
    const both = origin(9, { by: 'bob', proposedBy: 'alice' });
    log.take([{ path: 'model.lookback', before: 1250, after: 1000 }], both);
    expect(log.current()).toEqual([
      { path: 'model.lookback', value: 1000, before: 1250, origin: both },
    ]);
  });

  it('are after any changes what the document in force says', () => {
    const documents = fc.array(
      fc.record({
        holidays: fc.subarray(['2026-11-26', '2026-12-25']),
        assets: fc.subarray(['USD', 'EUR', 'BTC', 'ETH', 'UST-2028']),
        limits: fc.boolean(),
        due: fc.integer({ min: 1, max: 4 }),
        fund: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    );
    const all = referenceData();
    fc.assert(
      fc.property(documents, (drawn) => {
        const applied = drawn.map(({ holidays, assets, limits, due, fund }): ReferenceData => {
          const { defaultFund, ...rest } = all;
          return {
            ...rest,
            ...(fund && defaultFund ? { defaultFund } : {}),
            ...(due === 1
              ? {}
              : {
                  calendar: {
                    timezone: 'UTC',
                    weekend: [],
                    holidays,
                    endOfDay: '22:00',
                    intraday: [],
                  },
                }),
            collateral: all.collateral.filter(({ asset }) => assets.includes(asset)),
            collateralLimits: limits ? all.collateralLimits : [],
            marginCalls: { ...all.marginCalls, dueMinutes: due },
          };
        });
        const current = logOf(applied).current();
        const said = new Map(current.map(({ path, value }) => [path, value]));
        expect(said).toEqual(parametersOf('', applied.at(-1)));
      }),
    );
  });
});
