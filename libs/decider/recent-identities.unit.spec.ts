import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentIdentities } from './recent-identities.js';

const identity = (position: number) => ({ position, fingerprint: `f${position}` });

describe('recent identities', () => {
  it('knows what was added, and nothing else', () => {
    const recent = new RecentIdentities(10);
    recent.add('trade/X/1', identity(7));
    expect(recent.get('trade/X/1')).toEqual(identity(7));
    expect(recent.get('trade/X/2')).toBeUndefined();
    expect(recent.get('constructor')).toBeUndefined();
  });

  it('always knows the newest of its bound, and never more than twice as many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.nat({ max: 60 }), (max, count) => {
        const recent = new RecentIdentities(max);
        for (let i = 1; i <= count; i++) recent.add(`k${i}`, identity(i));
        const known = Array.from({ length: count }, (_, i) => i + 1).filter((i) =>
          recent.get(`k${i}`),
        );
        expect(known.length).toBeLessThanOrEqual(2 * max);
        for (let i = Math.max(1, count - max + 1); i <= count; i++)
          expect(recent.get(`k${i}`)).toEqual(identity(i));
        // It forgets the oldest first: what it knows has no gap.
        expect(known).toEqual(known.map((_, i) => count - known.length + 1 + i));
      }),
    );
  });
});
