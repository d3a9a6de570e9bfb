// @ts-expect-error -- a file inside the client, which describes its public interface alone
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import './idle-connections.js';

interface Queue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  readonly checkPendingRequests: () => void;
}

const { scheduleCheckPendingRequests: schedule } = (
  RequestQueue as { prototype: { scheduleCheckPendingRequests: (this: Queue) => void } }
).prototype;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function looksAfter(ms: number, queue: Omit<Queue, 'checkPendingRequests'>): number {
  const checkPendingRequests = vi.fn<() => void>();
  schedule.call({ ...queue, checkPendingRequests });
  vi.advanceTimersByTime(ms);
  return checkPendingRequests.mock.calls.length;
}

it('a connection on which no request waits is left alone', () => {
  expect(looksAfter(60_000, { pending: [], throttledUntil: -1 })).toBe(0);
});

it('one on which a request waits is looked at: soon, or when the broker wants to hear of it again', () => {
  expect(looksAfter(100, { pending: ['request'], throttledUntil: -1 })).toBe(1);
  const throttledUntil = Date.now() + 500;
  expect(looksAfter(499, { pending: ['request'], throttledUntil })).toBe(0);
  expect(looksAfter(600, { pending: ['request'], throttledUntil: Date.now() + 500 })).toBe(1);
});
