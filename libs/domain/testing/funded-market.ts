import fc from 'fast-check';
import type { HousePlay, PlayInput } from './house-play.js';
import { A, at, B, C, D, fundedHouse, indexInput, markInput, tradeInput } from './funded-house.js';

/** Who trades in a random market of the perpetual. */
export const ACCOUNTS = [A, B, C, D];
const FIRST_SECOND = 8 * 3600;
const CENT_STEPS = { minimumTransferAmount: '0.00', rounding: '0.01', coalesceSeconds: 0 };

type Step = (time: string, i: number) => PlayInput;

const account = fc.constantFrom(...ACCOUNTS);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 5_950, max: 6_050 }).map(markStep) },
  { weight: 4, arbitrary: fc.integer({ min: 5_950_000, max: 6_050_000 }).map(indexStep) },
  {
    weight: 3,
    arbitrary: fc
      .record({ buyer: account, seller: account, lots: fc.integer({ min: 1, max: 90_000 }) })
      .map(({ buyer, seller, lots }): Step => (time, i) => {
        const input = tradeInput(buyer, seller, lots, time, '60000');
        if (input.kind !== 'trade') return input;
        return { kind: 'trade', trade: { ...input.trade, tradeId: `T-${i}` } };
      }),
  },
  { weight: 1, arbitrary: fc.constant(settleStep) },
);

function markStep(tens: number): Step {
  return (time) => markInput(String(tens * 10), time);
}

function indexStep(cents: number): Step {
  return (time) => indexInput((cents / 100).toFixed(2), time);
}

function settleStep(time: string, i: number): PlayInput {
  const body = { type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' } as const;
  const command = { commandId: `S-${i}`, ledger: 'main', by: 'op', at: at(time), body };
  return { kind: 'command', command };
}

const clockTime = (second: number): string =>
  [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');

/** Steps at seconds that go on by up to three hours each, so that intervals end among them. */
export const history = fc
  .array(fc.record({ step, seconds: fc.integer({ min: 0, max: 10_800 }) }), {
    minLength: 3,
    maxLength: 30,
  })
  .map((steps) => {
    let second = FIRST_SECOND;
    return steps.map((each, i) => each.step(clockTime((second += each.seconds)), i));
  });

const OPENING = [indexInput('60000', '08:00:00'), markInput('60010', '08:00:00')];

/**
 * The house after a history: each input a batch of its own, but for those that `cuts` keeps together
 * with the next.
 */
export function played(inputs: readonly PlayInput[], cuts: readonly boolean[] = []): HousePlay {
  const play = fundedHouse({ marginCalls: CENT_STEPS });
  play.batch(OPENING);
  let batch: PlayInput[] = [];
  inputs.forEach((input, i) => {
    batch.push(input);
    if (cuts[i] === false) return;
    play.batch(batch);
    batch = [];
  });
  play.batch(batch);
  return play;
}
