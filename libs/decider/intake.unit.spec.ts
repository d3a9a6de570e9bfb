import { describe, expect, it } from 'vitest';
import type { MessageBatch } from '#libs/messaging/message-batch.js';
import { Intake } from './intake.js';
import type { InputKind } from './input-kind.js';

const text: InputKind<string> = {
  decode: (value) => new TextDecoder().decode(value ?? new Uint8Array()),
  identityOf: (decoded) => `id/${decoded}`,
  fingerprintOf: () => '',
  decide: () => {},
};

function batch(partition: number, from: number, count: number): MessageBatch {
  const messages = Array.from({ length: count }, (_, i) => ({
    offset: String(from + i),
    key: null,
    value: new TextEncoder().encode(`m${from + i}`),
  }));
  const nextOffset = BigInt(from + count);
  return { topic: 't', partition, messages, nextOffset, clusterId: 'c', lastDigest: `d${from}` };
}

/** Whether a promise is done once everything that can go on has gone on. */
async function isDone(promise: Promise<void>): Promise<boolean> {
  let done = false;
  const settled = promise.then(() => (done = true));
  await new Promise((resolve) => setImmediate(resolve));
  if (done) await settled;
  return done;
}

describe('the intake', () => {
  it('decodes as messages come in and keeps their order', async () => {
    const intake = new Intake(10);
    await intake.submit(batch(0, 5, 3), text);
    const { waiting, offsets } = intake.take(10);
    expect(waiting.map(({ input }) => input.decoded)).toEqual(['m5', 'm6', 'm7']);
    expect(waiting.map(({ identity }) => identity)).toEqual(['id/m5', 'id/m6', 'id/m7']);
    expect(waiting.map(({ input }) => input.message.offset)).toEqual(['5', '6', '7']);
    expect(offsets).toEqual([
      { topic: 't', partition: 0, nextOffset: '8', clusterId: 'c', lastDigest: 'd5' },
    ]);
    expect(intake.isEmpty).toBe(true);
  });

  it('takes batches whole: the offset of a partition moves with its last message', async () => {
    const intake = new Intake(100);
    for (const each of [batch(0, 0, 4), batch(1, 0, 4), batch(0, 4, 4)])
      await intake.submit(each, text);
    expect(intake.take(8).waiting).toHaveLength(8);
    const rest = intake.take(8);
    expect(rest.waiting).toHaveLength(4);
    expect(rest.offsets.map(({ nextOffset }) => nextOffset)).toEqual(['8']);
  });

  it('names a partition once, where its last batch ends', async () => {
    const intake = new Intake(100);
    for (const each of [batch(0, 0, 2), batch(1, 0, 2), batch(0, 2, 2)])
      await intake.submit(each, text);
    const { offsets } = intake.take(100);
    expect(offsets.map(({ partition, nextOffset }) => [partition, nextOffset])).toEqual([
      [0, '4'],
      [1, '2'],
    ]);
  });

  it('takes a batch that alone is more than was asked for', async () => {
    const intake = new Intake(100);
    await intake.submit(batch(0, 0, 9), text);
    expect(intake.take(2).waiting).toHaveLength(9);
  });

  it('moves the offset of a batch without messages', async () => {
    const intake = new Intake(10);
    await intake.submit(batch(0, 7, 0), text);
    expect(intake.take(10)).toMatchObject({ waiting: [], offsets: [{ nextOffset: '7' }] });
  });

  it('lets who brings too much wait until there is room', async () => {
    const intake = new Intake(5);
    const first = intake.submit(batch(0, 0, 5), text);
    expect(await isDone(first)).toBe(true);
    const second = intake.submit(batch(1, 0, 1), text);
    expect(await isDone(second)).toBe(false);
    intake.take(5);
    expect(await isDone(second)).toBe(true);
  });

  it('lets everybody go when it closes', async () => {
    const intake = new Intake(1);
    const waiting = intake.submit(batch(0, 0, 3), text);
    expect(await isDone(waiting)).toBe(false);
    intake.close();
    expect(await isDone(waiting)).toBe(true);
    expect(await isDone(intake.wait(60_000))).toBe(true);
  });

  it('wakes who waits for input, for a call, or for nothing when the time is over', async () => {
    const intake = new Intake(5);
    const forInput = intake.wait(60_000);
    expect(await isDone(forInput)).toBe(false);
    await intake.submit(batch(0, 0, 1), text);
    expect(await isDone(forInput)).toBe(true);
    expect(await isDone(intake.wait(60_000))).toBe(true);
    intake.take(1);
    const forCall = intake.wait(60_000);
    intake.wake();
    expect(await isDone(forCall)).toBe(true);
    await intake.wait(1);
    expect(intake.isEmpty).toBe(true);
  });
});
