import { Controller, type ExecutionContext, Get, HttpException } from '@nestjs/common';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '#libs/access/password.js';
import { SignIn } from '#libs/access/sign-in.js';
import { readServiceConfiguration } from '#libs/platform/configuration.js';
import { AccessGuard } from './access.guard.js';
import { CallerScope } from './caller-scope.decorator.js';
import { Public } from './public.decorator.js';
import { HOUSE, ownPart, requireAccount, type Scope } from './scope.js';

@Controller()
class Lists {
  @Get()
  own(@CallerScope() scope: Scope): Scope {
    return scope;
  }

  @Get()
  all(): string {
    return 'everything';
  }
}

@Public()
@Controller()
class Health {
  @Get()
  live(): string {
    return 'ok';
  }
}

let signIn: SignIn;
let logged = '';
beforeAll(async () => {
  const hash = await hashPassword('a-password-of-alpha');
  signIn = new SignIn(
    (member) => Promise.resolve(member === 'ALPHA' ? hash : undefined),
    'a-token-of-the-operators-that-is-long',
  );
});

const basic = (password: string): string =>
  `Basic ${Buffer.from(`ALPHA:${password}`).toString('base64')}`;

/** @returns the status with which a request is refused, or 200 */
async function ask(
  secure: boolean,
  controller: { readonly prototype: object },
  handler: string,
  authorization?: string,
): Promise<number> {
  const configuration = readServiceConfiguration({
    DATABASE_URL: 'postgres://u:p@db/ccp',
    KAFKA_BROKERS: 'k:9092',
    CCP_SECURE: String(secure),
  });
  const failedSignIns = { inc: () => undefined };
  const logger = pino({}, { write: (line) => void (logged += line) });
  const guard = Reflect.construct(AccessGuard, [
    signIn,
    configuration,
    { failedSignIns },
    logger,
  ]) as AccessGuard;
  const request = { headers: { authorization }, socket: { remoteAddress: '127.0.0.1' } };
  const response = { setHeader: () => undefined };
  const context: Partial<ExecutionContext> & object = {
    getClass: () => controller as never,
    getHandler: () => Reflect.get(controller.prototype, handler) as never,
    switchToHttp: () => ({
      getRequest: () => request as never,
      getResponse: () => response as never,
      getNext: () => undefined as never,
    }),
  };
  try {
    await guard.canActivate(context as ExecutionContext);
    return 200;
  } catch (error) {
    if (error instanceof HttpException) return error.getStatus();
    throw error;
  }
}

describe('the door of HTTP', () => {
  it('without --secure is open to who sends no credentials, and honours those that are sent', async () => {
    expect(await ask(false, Lists, 'all')).toBe(200);
    expect(await ask(false, Lists, 'own', basic('a-password-of-alpha'))).toBe(200);
    expect(await ask(false, Lists, 'all', basic('a-password-of-alpha'))).toBe(403);
    expect(await ask(false, Lists, 'own', basic('another-password'))).toBe(401);
  });

  it('with --secure is closed to who sends none, but for health and documents', async () => {
    expect(await ask(true, Lists, 'own')).toBe(401);
    expect(await ask(true, Health, 'live')).toBe(200);
    expect(await ask(true, Lists, 'all', 'Bearer a-token-of-the-operators-that-is-long')).toBe(200);
    expect(await ask(true, Lists, 'own', basic('a-password-of-alpha'))).toBe(200);
  });

  it('opens to members no handler that does not ask whose data it may show', async () => {
    expect(await ask(true, Lists, 'all', basic('a-password-of-alpha'))).toBe(403);
  });

  it('logs refusals without what was sent', async () => {
    await ask(true, Lists, 'own', basic('a-guess-that-was-wrong'));
    expect(logged).toContain('a sign-in was refused');
    expect(logged).not.toContain('a-guess-that-was-wrong');
    expect(logged).not.toContain(basic('a-guess-that-was-wrong').slice(6));
  });
});

describe('a scope', () => {
  const alpha: Scope = { kind: 'member', member: 'ALPHA' };

  it('narrows a list to the member, and refuses another’s', () => {
    expect(ownPart(alpha, {})).toEqual({ member: 'ALPHA' });
    expect(ownPart(alpha, { account: 'ALPHA/C1' })).toEqual({
      account: 'ALPHA/C1',
      member: 'ALPHA',
    });
    expect(() => ownPart(alpha, { member: 'BETA' })).toThrow('BETA');
    expect(() => ownPart(alpha, { account: 'BETA/C1' })).toThrow('BETA');
    expect(ownPart(HOUSE, { member: 'BETA' })).toEqual({ member: 'BETA' });
  });

  it('takes no account for its own whose member only begins alike', () => {
    for (const account of ['ALPHA2/HOUSE', 'ALPH/HOUSE', 'ALPHA.B/HOUSE', 'alpha/HOUSE'])
      expect(() => requireAccount(alpha, account)).toThrow(/is shown/);
    expect(() => requireAccount(alpha, 'ALPHA/HOUSE')).not.toThrow();
  });
});
