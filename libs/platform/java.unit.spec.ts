import { afterEach, describe, expect, it, vi } from 'vitest';
import { requireJava, requireMaven } from './java.js';

afterEach(() => vi.unstubAllEnvs());

describe('a machine without Java or Maven', () => {
  it.each([
    ['Java', requireJava],
    ['Maven', requireMaven],
  ])('is told what to do about %s, in two sentences', async (name, require) => {
    vi.stubEnv('PATH', '/nowhere');
    vi.stubEnv('JAVA_HOME', '');
    const problem = await require(() => undefined).catch((error: Error) => error.message);
    expect(problem).toContain(name);
    expect(problem).toContain('KAFKA_BROKERS');
    expect(problem).toContain('docker compose');
    expect(problem.match(/[.](?= |$)/g)).toHaveLength(2);
  });
});
