import fc from 'fast-check';
import { it, expect } from 'vitest';
import { HouseOfDefaults } from '#libs/domain/testing/house-of-defaults.js';
import { playBook, randomBook, movePrices } from '#libs/domain/testing/random-default.js';
it('tries', () => {
  const seen: Record<string, number> = {};
  fc.assert(fc.property(randomBook, fc.array(fc.integer({min:80,max:120}),{minLength:1,maxLength:20}), fc.array(fc.boolean(),{minLength:6,maxLength:6}), fc.boolean(), (book, prices, cycles, next) => {
    const house = new HouseOfDefaults();
    const check = (at: string) => expect([at, house.wrongs()]).toEqual([at, []]);
    const maybe = (i: number) => { if (cycles[i]) { movePrices(house, {FUT: prices[i % prices.length] ?? 100, FUTU: prices[(i+1)%prices.length] ?? 100}); const a = house.cycle(); expect(a.outcome).toBe('DONE'); check('cycle '+i);} };
    playBook(house, book);
    check('book');
    const id = house.declare(); check('declared'); maybe(0);
    const a = house.flatten(id, 'A', 'D/HOUSE', (_, i) => prices[i % prices.length]);
    expect([undefined, 'DONE']).toContain(a?.outcome);
    check('flat'); maybe(1);
    let d = house.ask({ type: 'DETERMINE_LOSS', defaultId: id });
    if (d.outcome === 'REFUSED') { seen[d.result.code + (d.result.reason ?? '').slice(0, 30)] = (seen[d.result.code + (d.result.reason ?? '').slice(0, 30)] ?? 0) + 1; house.cycle(); d = house.ask({ type: 'DETERMINE_LOSS', defaultId: id }); }
    expect(d.outcome + (d.result.reason ?? '')).toBe('DONE'); check('loss'); maybe(2);
    let r;
    for (let i = 0; i < 12; i++) { r = house.ask({ type: 'APPLY_LAYERS', defaultId: id, next }); check('layer'); if (r.outcome !== 'DONE') break; if (house.play.house.defaults.cases.get(id)?.isPaid) break; maybe(3); }
    const of = house.play.house.defaults.cases.get(id)!;
    seen[String(of.applied.map(l=>l.layer).join('>'))+ of.isPaid] = (seen[String(of.applied.map(l=>l.layer).join('>'))+of.isPaid] ?? 0) + 1;
    if (!of.isPaid) return;
    maybe(4);
    expect(house.ask({ type: 'CLOSE_DEFAULT', defaultId: id }).outcome).toBe('DONE'); check('closed');
    expect(house.held(`default/${id}/cash/JPY`)).toBe(0n);
    house.cycle(); check('last cycle'); 
    for (const m of ['B','C','D','E']) house.deposit(m, '10000', 'DEFAULT_FUND_DEPOSIT');
    check('paid');
    if (of.reservedMinor === 0n) {
      const neg = [...house.play.house.books].flatMap(([b, m]) => [...m].filter(([, u]) => u < 0n && !b.startsWith('external')).map(([c, u]) => `${b} ${c} ${u}`));
      expect(neg).toEqual([]);
      expect([...house.play.house.settlement.booked]).toEqual([]);
    } else seen.reservedLeft = (seen.reservedLeft ?? 0) + 1;
  }), { numRuns: Number(process.env.RUNS ?? 60), seed: Number(process.env.SEED ?? 1) });
  console.log(seen);
}, 300000);
