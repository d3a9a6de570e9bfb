import { HttpException, HttpStatus } from '@nestjs/common';

/** What is wrong with one field of a request. */
export interface ProblemError {
  readonly field: string;
  readonly message: string;
}

/** Problem details (RFC 9457). */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance?: string;
  readonly errors?: readonly ProblemError[];
  /** Of an operator's command: what the clearing house answered. */
  readonly result?: unknown;
}

const TYPE_PREFIX = 'urn:clearing-house:problem:';

/** A refusal with its problem details; thrown by handlers, written by the problem filter. */
export class Problem extends HttpException {
  constructor(
    readonly kind: string,
    readonly title: string,
    status: HttpStatus,
    detail: string,
    readonly extra: Pick<ProblemDetails, 'errors' | 'result'> = {},
  ) {
    super(detail, status);
  }

  details(instance: string): ProblemDetails {
    return {
      type: `${TYPE_PREFIX}${this.kind}`,
      title: this.title,
      status: this.getStatus(),
      detail: this.message,
      instance,
      ...this.extra,
    };
  }
}

export function notFound(kind: string, detail: string): Problem {
  return new Problem(`unknown-${kind}`, `Unknown ${kind}`, HttpStatus.NOT_FOUND, detail);
}

export function invalidRequest(errors: readonly ProblemError[]): Problem {
  const detail = errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return new Problem('invalid-request', 'Invalid request', HttpStatus.BAD_REQUEST, detail, {
    errors,
  });
}

export function timedOut(detail: string): Problem {
  return new Problem('timeout', 'Timed out', HttpStatus.GATEWAY_TIMEOUT, detail);
}
