import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { LogLevel } from './configuration.js';

export type { Logger };

const STANDARD_ERROR = 2;

/**
 * A service's logger: one JSON object a line on standard error, since standard output is for what a
 * person or a program asked for.
 */
export function createLogger(service: string, level: LogLevel): Logger {
  return pino(
    { name: service, level, base: { name: service }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: STANDARD_ERROR, sync: true }),
  );
}

/** Nest's own words in the service's log. Its `log` is chatter about modules, so it goes to debug. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: readonly unknown[]): void {
    this.write('debug', message, rest);
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: readonly unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: readonly unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: readonly unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest hands the context over as the last parameter, and for errors a stack before it. */
  private write(
    level: 'trace' | 'debug' | 'warn' | 'error' | 'fatal',
    message: unknown,
    rest: readonly unknown[],
  ): void {
    const context = rest.at(-1);
    const details = {
      ...(typeof context === 'string' ? { context } : {}),
      ...(message instanceof Error ? { err: message } : {}),
      ...(rest.length > 1 && typeof rest[0] === 'string' ? { stack: rest[0] } : {}),
    };
    this.logger[level](details, message instanceof Error ? message.message : String(message));
  }
}
