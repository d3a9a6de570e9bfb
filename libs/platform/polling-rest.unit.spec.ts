import { expect, it } from 'vitest';
import { PollingRest, QUIET_AFTER_MS, QUIET_REST_MS, REST_MS } from './polling-rest.js';

it('rests longer once there was no news for a while, and shortly again after some', () => {
  let nowMs = 5_000;
  const rest = new PollingRest(() => nowMs);
  expect(rest.restMs).toBe(REST_MS);
  nowMs += QUIET_AFTER_MS - 1;
  expect(rest.restMs).toBe(REST_MS);
  nowMs += 1;
  expect(rest.restMs).toBe(QUIET_REST_MS);
  rest.heard();
  expect(rest.restMs).toBe(REST_MS);
});
