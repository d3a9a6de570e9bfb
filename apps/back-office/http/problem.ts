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

/** What was asked for is refused; `result` says why, with a code. */
export function refused(result: unknown, otherwise = 'it was refused'): Problem {
  return new Problem('refused', 'Refused', HttpStatus.CONFLICT, sentenceOf(result, otherwise), {
    result,
  });
}

/** The sentence of a refusal, where its result has one. */
function sentenceOf(result: unknown, otherwise: string): string {
  if (typeof result === 'string') return result;
  if (typeof result === 'object' && result !== null) {
    const { reason, detail, message } = result as Record<string, unknown>;
    const sentence = [reason, detail, message].find((value) => typeof value === 'string');
    if (typeof sentence === 'string') return sentence;
    const { errors } = result as { errors?: unknown };
    if (Array.isArray(errors) && errors.length > 0) return errors.map(errorText).join('; ');
  }
  return `${otherwise}: ${JSON.stringify(result)}`;
}

function errorText(error: unknown): string {
  const { path, message } = error as { path?: unknown; message?: unknown };
  return [path, message].filter((part) => typeof part === 'string' && part !== '').join(': ');
}

export function overloaded(detail: string): Problem {
  return new Problem('overloaded', 'Overloaded', HttpStatus.SERVICE_UNAVAILABLE, detail);
}

export function timedOut(detail: string): Problem {
  return new Problem('timeout', 'Timed out', HttpStatus.GATEWAY_TIMEOUT, detail);
}
