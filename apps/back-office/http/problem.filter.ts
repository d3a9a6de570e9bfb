import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { STATUS_CODES } from 'node:http';
import type { Logger } from '#libs/platform/logging.js';
import { InvalidCursorError } from '#libs/projections/index.js';
import { Problem, type ProblemDetails, invalidRequest } from './problem.js';

const UNAVAILABLE = 503;
const FAULT = 500;

/** Writes whatever a request ran into as problem details; faults of ours are logged, not shown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = this.describe(exception, request.originalUrl);
    if (response.headersSent) {
      response.end();
      return;
    }
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private describe(exception: unknown, instance: string): ProblemDetails {
    if (exception instanceof Problem) return exception.details(instance);
    if (exception instanceof InvalidCursorError) {
      return invalidRequest([{ field: 'cursor', message: exception.message }]).details(instance);
    }
    if (exception instanceof HttpException) {
      return plain(exception.getStatus(), exception.message, instance);
    }
    // The body parser's own errors carry their status and are meant to be shown.
    const { status, expose, message } = fieldsOf(exception);
    if (typeof status === 'number' && expose === true) return plain(status, message, instance);
    this.logger.error({ err: exception, instance }, 'a request failed');
    return isConnectionFailure(exception)
      ? plain(UNAVAILABLE, 'the database does not answer; try again', instance)
      : plain(FAULT, 'the request failed; the log of the back office says why', instance);
  }
}

function plain(status: number, detail: string, instance: string): ProblemDetails {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, instance };
}

function fieldsOf(exception: unknown): { status?: unknown; expose?: unknown; message: string } {
  if (!(exception instanceof Error)) return { message: String(exception) };
  const { status, expose } = exception as Error & { status?: unknown; expose?: unknown };
  return { status, expose, message: exception.message };
}

/** SQLSTATE class 08 (connection), 57P (shutdown), and what the operating system says of sockets. */
function isConnectionFailure(exception: unknown): boolean {
  if (!(exception instanceof Error)) return false;
  const { code } = exception as Error & { code?: unknown };
  return (
    (typeof code === 'string' && /^(08|57P|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(code)) ||
    /timeout exceeded when trying to connect|Connection terminated/.test(exception.message)
  );
}
