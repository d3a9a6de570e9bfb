import { beforeAll, describe, expect, it } from 'vitest';
import { FailedSignIns } from './failed-sign-ins.js';
import { FAILURES_KEPT_MAX, FAILURES_MAX, FAILURE_WINDOW_MS, HEADER_LENGTH_MAX } from './limits.js';
import { hashPassword, isPasswordOf, NOBODYS_HASH, passwordFault } from './password.js';
import { SignIn } from './sign-in.js';

const PASSWORD = 'a-password-of-alpha';
const TOKEN = 'a-token-of-the-operators-that-is-long';
let hash = '';

beforeAll(async () => {
  hash = await hashPassword(PASSWORD);
});

const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

/** A sign-in that knows ALPHA; `asked` counts look-ups, `now` is moved by hand. */
function desk(hashes: Map<string, string> = new Map([['ALPHA', hash]])) {
  const clock = { ms: 0 };
  const signIn = new SignIn(
    (member) => Promise.resolve(hashes.get(member)),
    TOKEN,
    () => clock.ms,
  );
  return { signIn, clock, hashes };
}

describe('passwords', () => {
  it('are hashed with a salt of their own, and only the right one fits', async () => {
    const again = await hashPassword(PASSWORD);
    expect(again).not.toBe(hash);
    expect(await isPasswordOf(PASSWORD, again)).toBe(true);
    expect(await isPasswordOf(`${PASSWORD} `, again)).toBe(false);
    expect(await isPasswordOf('', NOBODYS_HASH)).toBe(false);
    expect(again).not.toContain(PASSWORD);
  });

  it('that are short or have blanks are refused, and not quoted', () => {
    for (const bad of ['short', 'has a blank within it', 'ümlaut-in-a-password', 'x'.repeat(129)]) {
      expect(passwordFault(bad)).toBeDefined();
      expect(passwordFault(bad)).not.toContain(bad);
    }
    expect(passwordFault(PASSWORD)).toBe(undefined);
  });
});

describe('a sign-in', () => {
  it('knows members by their password and operators by the token', async () => {
    const { signIn } = desk();
    expect(await signIn.identify(basic('ALPHA', PASSWORD), 'a')).toEqual({
      ok: true,
      caller: { kind: 'member', member: 'ALPHA' },
    });
    expect(await signIn.identify(`Bearer ${TOKEN}`, 'a')).toEqual({
      ok: true,
      caller: { kind: 'operator' },
    });
  });

  it.each([
    ['another password', () => basic('ALPHA', 'a-password-of-nobody')],
    ['a name that is not known', () => basic('BETA', PASSWORD)],
    ['a name that is none', () => basic('_ccp-admin', PASSWORD)],
    ['no password', () => basic('ALPHA', '')],
    ['another token', () => `Bearer ${TOKEN}x`],
    ['no token', () => 'Bearer '],
    ['a scheme that is not known', () => `Digest ${TOKEN}`],
    ['nothing', () => ''],
    ['more than is looked at', () => `Bearer ${TOKEN}${' '.repeat(HEADER_LENGTH_MAX)}`],
  ])('refuses %s', async (_what, header) => {
    expect(await desk().signIn.identify(header(), 'a')).toMatchObject({
      ok: false,
      fault: 'WRONG',
    });
  });

  it('without a token of operators has none that fits, an empty one neither', async () => {
    const signIn = new SignIn(() => Promise.resolve(undefined), undefined);
    for (const token of ['', 'undefined', TOKEN])
      expect((await signIn.identify(`Bearer ${token}`, 'a')).ok).toBe(false);
  });

  it('goes by the hash that counts now, though the password was right before', async () => {
    const { signIn, hashes } = desk();
    expect((await signIn.identify(basic('ALPHA', PASSWORD), 'a')).ok).toBe(true);
    hashes.set('ALPHA', await hashPassword('another-password-now'));
    expect((await signIn.identify(basic('ALPHA', PASSWORD), 'a')).ok).toBe(false);
    hashes.delete('ALPHA');
    expect((await signIn.identify(basic('ALPHA', 'another-password-now'), 'a')).ok).toBe(false);
  });

  it('checks nothing for an address and a name that failed too often, until a minute is over', async () => {
    const { signIn, clock, hashes } = desk();
    hashes.set('BETA', hash);
    expect((await signIn.identify(basic('BETA', PASSWORD), 'a')).ok).toBe(true);
    for (let n = 0; n < FAILURES_MAX; n++)
      expect(await signIn.identify(`Bearer wrong-${n}`, 'a')).toMatchObject({ fault: 'WRONG' });
    expect(await signIn.identify(`Bearer ${TOKEN}`, 'a')).toMatchObject({ fault: 'TOO_MANY' });
    // Elsewhere, and for who has signed in from there before, nothing has changed.
    expect((await signIn.identify(`Bearer ${TOKEN}`, 'b')).ok).toBe(true);
    expect((await signIn.identify(basic('BETA', PASSWORD), 'a')).ok).toBe(true);
    clock.ms = FAILURE_WINDOW_MS;
    expect((await signIn.identify(`Bearer ${TOKEN}`, 'a')).ok).toBe(true);
  });

  it('has an end to how many passwords it checks at once', async () => {
    const { signIn } = desk();
    const tries = Array.from({ length: 60 }, (_, n) =>
      signIn.identify(basic('ALPHA', `a-password-of-nobody-${n}`), `address-${n}`),
    );
    const faults = (await Promise.all(tries)).map((result) => !result.ok && result.fault);
    expect(new Set(faults)).toEqual(new Set(['WRONG', 'BUSY']));
  }, 60_000);
});

describe('failures', () => {
  it('are forgotten, the oldest first, where there are too many to keep', () => {
    const failed = new FailedSignIns(() => 0);
    for (let n = 0; n < FAILURES_MAX; n++) failed.count('first', 'ALPHA');
    expect(failed.isBarred('first', 'ALPHA')).toBe(true);
    for (let n = 0; n < FAILURES_KEPT_MAX; n++) failed.count(`address-${n}`, 'ALPHA');
    expect(failed.isBarred('first', 'ALPHA')).toBe(false);
  });
});
