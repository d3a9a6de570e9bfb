import {
  type CanActivate,
  type ExecutionContext,
  HttpStatus,
  Inject,
  Injectable,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from '#libs/platform/logging.js';
import type { SignInFault } from '#libs/access/sign-in.js';
import type { ServiceConfiguration } from '#libs/platform/configuration.js';
import { Problem } from '../http/problem.js';
import { SIGN_IN_LOG_MS } from '../limits.js';
import { MetricsService } from '../metrics/metrics.service.js';
import { CONFIGURATION, LOGGER } from '../tokens.js';
import { isOpenToMembers, rememberScope } from './caller-scope.decorator.js';
import { isPublic } from './public.decorator.js';
import { HOUSE, type Scope } from './scope.js';
import { SignInService } from './sign-in.service.js';

const CHALLENGE = 'Basic realm="clearing house", charset="UTF-8", Bearer realm="clearing house"';
const RETRY_SECONDS = '60';

/**
 * Who asks, and whether that one may ask this. Without `--secure` whoever sends no credentials is an
 * operator, as on a loopback interface of one's own; credentials that are sent are honoured all the same.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  private loggedMs = 0;
  private unlogged = 0;

  constructor(
    @Inject(SignInService) private readonly signIn: SignInService,
    @Inject(CONFIGURATION) private readonly configuration: ServiceConfiguration,
    @Inject(MetricsService) private readonly metrics: MetricsService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (isPublic(context.getClass())) return true;
    const scope = await this.scopeOf(request, http.getResponse<Response>());
    if (scope.kind === 'member' && !isOpenToMembers(context.getHandler()))
      throw new Problem(
        'operators-only',
        'Operators only',
        HttpStatus.FORBIDDEN,
        `${scope.member} has signed in: this is for operators`,
      );
    rememberScope(request, scope);
    return true;
  }

  private async scopeOf(request: Request, response: Response): Promise<Scope> {
    const header = request.headers.authorization;
    if (header === undefined) {
      if (!this.configuration.secure) return HOUSE;
      response.setHeader('www-authenticate', CHALLENGE);
      throw new Problem(
        'sign-in-required',
        'Sign-in required',
        HttpStatus.UNAUTHORIZED,
        'sign in with the operators’ token (Bearer), or with a member’s id and password (Basic)',
      );
    }
    const address = request.socket.remoteAddress ?? '';
    const result = await this.signIn.identify(header, address);
    if (result.ok) return result.caller.kind === 'operator' ? HOUSE : result.caller;
    this.note(result.fault, result.name, address);
    if (result.fault === 'WRONG') response.setHeader('www-authenticate', CHALLENGE);
    else response.setHeader('retry-after', RETRY_SECONDS);
    throw problemOf(result.fault);
  }

  /** Counts every failure and logs some: whoever guesses a lot does not fill the log. */
  private note(fault: SignInFault, name: string, address: string): void {
    this.metrics.failedSignIns.inc({ fault });
    const now = Date.now();
    if (now - this.loggedMs < SIGN_IN_LOG_MS) {
      this.unlogged++;
      return;
    }
    const { unlogged } = this;
    this.logger.warn({ fault, name, address, unlogged }, 'a sign-in was refused');
    this.loggedMs = now;
    this.unlogged = 0;
  }
}

function problemOf(fault: SignInFault): Problem {
  switch (fault) {
    case 'WRONG':
      return new Problem(
        'wrong-credentials',
        'Wrong credentials',
        HttpStatus.UNAUTHORIZED,
        'these credentials are not right; an operator makes new ones with ccp access sync --rotate',
      );
    case 'TOO_MANY':
      return new Problem(
        'too-many-sign-ins',
        'Too many failed sign-ins',
        HttpStatus.TOO_MANY_REQUESTS,
        'too many sign-ins have failed; try again in a minute, with the right credentials',
      );
    case 'BUSY':
      return new Problem(
        'overloaded',
        'Overloaded',
        HttpStatus.SERVICE_UNAVAILABLE,
        'too many sign-ins are being checked; try again',
      );
  }
}
