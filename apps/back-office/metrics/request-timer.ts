import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { MetricsService } from './metrics.service.js';

/** Measures every request under the pattern of its route, so that ids make no series of their own. */
export function requestTimer(metrics: MetricsService): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const stop = metrics.httpSeconds.startTimer();
    response.on('finish', () => {
      const pattern: unknown = (request.route as { path?: unknown } | undefined)?.path;
      stop({
        method: request.method,
        route: typeof pattern === 'string' ? pattern : 'none',
        status: String(response.statusCode),
      });
    });
    next();
  };
}
