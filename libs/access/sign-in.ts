import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import { FailedSignIns } from './failed-sign-ins.js';
import {
  CACHED_SIGN_INS_MAX,
  CHECKS_RUNNING_MAX,
  CHECKS_WAITING_MAX,
  HEADER_LENGTH_MAX,
} from './limits.js';
import { isPasswordOf, NOBODYS_HASH } from './password.js';

/** Who asks. */
export type Caller =
  { readonly kind: 'operator' } | { readonly kind: 'member'; readonly member: string };

/** WRONG: not these credentials; TOO_MANY: failed too often of late; BUSY: too many are being checked. */
export type SignInFault = 'WRONG' | 'TOO_MANY' | 'BUSY';

export type SignInResult =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly fault: SignInFault; readonly name: string };

/** The hash of a member's password; undefined for who cannot sign in. */
export type HashOf = (member: string) => Promise<string | undefined>;

/**
 * Checks credentials of HTTP: `Bearer` with the operators' token, `Basic` with a member's id and password.
 * Comparisons take a time that tells nothing, and so does a member that is not known. A password that was
 * right is recognised by a keyed digest as long as its hash is the one that counts, so that scrypt runs once
 * for many requests.
 */
export class SignIn {
  private readonly key = randomBytes(32);
  private readonly seen = new Map<string, { readonly hash: string; readonly digest: Buffer }>();
  private readonly failed: FailedSignIns;
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly hashOf: HashOf,
    private readonly operatorToken: string | undefined,
    now: () => number = Date.now,
  ) {
    this.failed = new FailedSignIns(now);
  }

  /**
   * Who sends this header.
   * @param address of the caller, whose failures are counted
   */
  async identify(header: string, address: string): Promise<SignInResult> {
    const [scheme = '', credentials = ''] = header.slice(0, HEADER_LENGTH_MAX + 1).split(' ', 2);
    const isWhole = header.length <= HEADER_LENGTH_MAX;
    if (isWhole && scheme.toLowerCase() === 'bearer') return this.byToken(credentials, address);
    const pair = isWhole && scheme.toLowerCase() === 'basic' ? pairOf(credentials) : undefined;
    if (pair === undefined) return this.refuse(address, '');
    return this.byPassword(pair.name, pair.password, address);
  }

  private byToken(token: string, address: string): SignInResult {
    if (this.failed.isBarred(address, 'operator')) return fault('TOO_MANY', 'operator');
    const { operatorToken } = this;
    // Digests are of one length, whatever the token that was sent.
    const isRight =
      operatorToken !== undefined &&
      timingSafeEqual(this.digestOf('token', token), this.digestOf('token', operatorToken));
    return isRight ? { ok: true, caller: { kind: 'operator' } } : this.refuse(address, 'operator');
  }

  private async byPassword(name: string, password: string, address: string): Promise<SignInResult> {
    const hash = await this.hashOf(name);
    const caller = { kind: 'member', member: name } as const;
    const known = this.seen.get(name);
    const digest = this.digestOf(hash ?? '', password);
    if (known && known.hash === hash && timingSafeEqual(known.digest, digest))
      return { ok: true, caller };
    if (this.failed.isBarred(address, name)) return fault('TOO_MANY', name);
    if (this.running >= CHECKS_RUNNING_MAX && this.waiting.length >= CHECKS_WAITING_MAX)
      return fault('BUSY', name);
    const isRight = await this.inTurn(() => isPasswordOf(password, hash ?? NOBODYS_HASH));
    if (hash === undefined || !isRight) return this.refuse(address, name);
    this.remember(name, { hash, digest });
    return { ok: true, caller };
  }

  private refuse(address: string, name: string): SignInResult {
    this.failed.count(address, name);
    return fault('WRONG', name);
  }

  private digestOf(context: string, secret: string): Buffer {
    return createHmac('sha256', this.key).update(context).update('\0').update(secret).digest();
  }

  private remember(name: string, known: { readonly hash: string; readonly digest: Buffer }): void {
    this.seen.delete(name);
    this.seen.set(name, known);
    const [oldest] = this.seen.keys();
    if (this.seen.size > CACHED_SIGN_INS_MAX && oldest !== undefined) this.seen.delete(oldest);
  }

  /** Runs a check when few enough others run: each takes memory and a core. */
  private async inTurn<T>(check: () => Promise<T>): Promise<T> {
    while (this.running >= CHECKS_RUNNING_MAX)
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
    try {
      return await check();
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }
}

const fault = (kind: SignInFault, name: string): SignInResult => ({ ok: false, fault: kind, name });

/** Name and password; undefined for what cannot be a member's. */
function pairOf(credentials: string): { name: string; password: string } | undefined {
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const name = text.slice(0, colon);
  return colon > 0 && isIdentifier(name) ? { name, password: text.slice(colon + 1) } : undefined;
}
