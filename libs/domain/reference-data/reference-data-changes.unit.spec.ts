import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReferenceData } from './model.js';
import { changesBetween } from './reference-data-changes.js';
import { validateReferenceData } from './validate-reference-data.js';
import { leastDocument, wholeDocument } from './whole-document.fixture.js';

function normalised(document: unknown): ReferenceData {
  const result = validateReferenceData(document);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('the changes between two documents', () => {
  it('are none for the same file, also when its entries are written in another order', () => {
    const before = normalised(wholeDocument());
    const document = wholeDocument();
    document.instruments.reverse();
    document.members[0]?.accounts.reverse();
    document.collateral.reverse();
    expect(changesBetween(before, before)).toEqual([]);
    expect(changesBetween(before, normalised(document))).toEqual([]);
  });

  it('name entries by what they are known by, and only what differs', () => {
    const before = normalised(wholeDocument());
    const document = wholeDocument();
    const [member] = document.members;
    if (!member) throw new Error('the fixture has a member');
    member.accounts = member.accounts.filter(({ id }) => id !== 'F1');
    member.status = 'active';
    document.model.decay.fast = '0.95';
    document.waterfall.reverse();
    const after = normalised({
      ...document,
      currencies: { ...document.currencies, SEK: { scale: 2 } },
      members: [member, { id: 'SUD', accounts: [] }],
      skinInTheGame: undefined,
      collateralLimits: document.collateralLimits.slice(1),
      cashInterest: { JPY: '-0.001', SEK: '0.02' },
    });
    expect(changesBetween(before, after)).toEqual([
      { path: 'currencies.SEK', after: { scale: 2 } },
      { path: 'members[NORD].status', before: 'suspended', after: 'active' },
      { path: 'members[NORD].accounts[F1]', before: before.members[0]?.accounts[1] },
      {
        path: 'members[SUD]',
        after: {
          id: 'SUD',
          name: 'SUD',
          group: 'SUD',
          status: 'active',
          ownIssues: [],
          accounts: [],
        },
      },
      { path: 'model.decay.fast', before: '0.94', after: '0.95' },
      {
        path: 'collateralLimits',
        before: before.collateralLimits,
        after: before.collateralLimits.slice(1),
      },
      { path: 'waterfall', before: before.waterfall, after: [...before.waterfall].reverse() },
      { path: 'cashInterest.SEK', after: '0.02' },
      { path: 'skinInTheGame', before: { first: '100000', second: '50000' } },
    ]);
  });

  it('are the whole document when there was none', () => {
    const changes = changesBetween(undefined, normalised(leastDocument()));
    expect(changes.map(({ path }) => path)).toEqual([
      'version',
      'ledger',
      'baseCurrency',
      'clock',
      'currencies',
      'model',
      'marginCalls',
      'waterfall',
      'cashInterest',
    ]);
    expect(changes.every((change) => !('before' in change))).toBe(true);
    expect(changesBetween(undefined, normalised(wholeDocument()))).toContainEqual({
      path: 'members[NORD]',
      after: wholeDocument().members[0],
    });
  });

  it('are the same in both directions, with before and after exchanged', () => {
    fc.assert(
      fc.property(anyDocument(), anyDocument(), (left, right) => {
        const there = changesBetween(left, right);
        const back = changesBetween(right, left).map(({ path, before, after }) => ({
          path,
          ...(after === undefined ? {} : { before: after }),
          ...(before === undefined ? {} : { after: before }),
        }));
        expect(byPath(there)).toEqual(byPath(back));
        const isSame = JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
        expect(there.length === 0).toBe(isSame);
      }),
      { numRuns: 200 },
    );
  });
});

function byPath<T extends { readonly path: string }>(changes: readonly T[]): T[] {
  return [...changes].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function sorted(data: ReferenceData): ReferenceData {
  const members = [...data.members].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ...data, members };
}

/** Documents that differ in their members and their limits, in a limited choice of names. */
function anyDocument(): fc.Arbitrary<ReferenceData> {
  const account = fc.record({
    id: fc.constantFrom('A', 'B'),
    type: fc.constantFrom('house', 'client-segregated'),
    limits: fc.option(fc.record({ maxOrderLots: fc.nat(2) }), { nil: undefined }),
  });
  const accounts = fc.uniqueArray(account, { selector: ({ id }) => id, maxLength: 1 });
  const member = fc.record({ id: fc.constantFrom('L', 'M', 'N'), accounts });
  return fc
    .uniqueArray(member, { selector: ({ id }) => id, maxLength: 3 })
    .map((members) => normalised({ ...leastDocument(), members }));
}
