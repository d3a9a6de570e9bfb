import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HouseState } from '#libs/domain/house/house-state.js';
import {
  evaluateAccount,
  type AccountEvaluation,
} from '#libs/domain/margin-calls/account-evaluation.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { booksOf, fold, type PlayInput } from '#libs/domain/testing/house-play.js';
import { deposit } from '#libs/domain/testing/inputs.js';
import { ACCOUNTS, history, played } from '#libs/domain/testing/funded-market.js';

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));

describe('funding over any history', () => {
  it('adds up to zero in every interval, and is settled to the cent of what accrued', () => {
    fc.assert(
      fc.property(history, (inputs) => {
        const play = played(inputs);
        const balance = new Map<string, bigint>();
        const add = (name: string, minor: bigint): void => {
          balance.set(name, (balance.get(name) ?? 0n) + minor);
        };
        for (const { amounts } of play.of('FundingAccrued')) {
          expect(amounts.reduce((sum, { amount }) => sum + cents(amount), 0n)).toBe(0n);
          for (const { account: name, amount } of amounts) add(name, cents(amount));
        }
        for (const { account: name, lines } of play.of('AccountSettled'))
          for (const { kind, amount } of lines) if (kind === 'FUNDING') add(name, -cents(amount));
        for (const name of ACCOUNTS)
          expect(play.house.funding.accrued.get(name)?.get('BTC-PERP') ?? 0n).toBe(
            balance.get(name) ?? 0n,
          );
      }),
      { numRuns: 60 },
    );
  });

  it('is folded from its events alone, and goes on from a snapshot as if it had never stopped', () => {
    fc.assert(
      fc.property(history, fc.nat(), (inputs, cut) => {
        const through = played(inputs);
        expect(booksOf(fold('main', through.events))).toEqual(booksOf(through.house));
        const stopped = cut % inputs.length;
        const play = played(inputs.slice(0, stopped));
        const { attention } = play.house;
        const restored = deserialize(serialize(play.house)) as HouseState;
        play.restart({ ...restored, attention });
        for (const input of inputs.slice(stopped)) play.batch([input]);
        expect(play.of('FundingAccrued')).toEqual(through.of('FundingAccrued'));
      }),
      { numRuns: 40 },
    );
  });

  it('does not depend on the batches in which inputs come', () => {
    const cuts = fc.array(fc.boolean(), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(history, cuts, (inputs, where) => {
        const [alone, inBatches] = [played(inputs), played(inputs, where)];
        expect(inBatches.of('FundingAccrued')).toEqual(alone.of('FundingAccrued'));
        expect(inBatches.house.funding).toEqual(alone.house.funding);
      }),
      { numRuns: 60 },
    );
  });

  const debtsMinor = ({ collateral }: AccountEvaluation): bigint =>
    collateral.debts.reduce((sum, { baseMinor }) => sum + baseMinor, 0n);

  it('does not let a cycle raise deficit plus debts (margin-model.md, section 0, row 11)', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 5_000_000 }), (inputs, held) => {
        const play = played([
          ...ACCOUNTS.map((name, i): PlayInput => {
            const given = { instructionId: `D-${i}`, account: name };
            const quantity = (held / 100).toFixed(2);
            return { kind: 'collateral', instruction: deposit({ ...given, quantity }) };
          }).filter(() => held > 0),
          ...inputs,
        ]);
        const shorts = (): { short: bigint; booked: bigint }[] => {
          const engine = new MarginEngine(play.house);
          return ACCOUNTS.map((name) => {
            const evaluation = evaluateAccount(play.house, engine, name);
            const lines = evaluation.unsettledLines;
            const booked = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
            return { short: evaluation.deficitMinor + debtsMinor(evaluation), booked };
          });
        };
        const before = shorts();
        play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
        shorts().forEach(({ short, booked }, i) => {
          const then = before[i]!;
          expect(booked).toBe(0n);
          expect(short <= then.short).toBe(true);
          if (then.booked <= 0n) expect(short).toBe(then.short);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('has seen intervals with payments, and cycles that booked them', () => {
    const samples = fc.sample(history, { seed: 4, numRuns: 30 }).map((inputs) => played(inputs));
    const paid = samples.flatMap((play) => play.of('FundingAccrued'));
    expect(paid.some(({ amounts }) => amounts.length > 2)).toBe(true);
    const lines = samples.flatMap((play) =>
      play.of('AccountSettled').flatMap((each) => each.lines),
    );
    expect(lines.some(({ kind, amount }) => kind === 'FUNDING' && amount !== '0.00')).toBe(true);
  });
});
