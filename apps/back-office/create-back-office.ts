import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { ServiceConfiguration } from '#libs/platform/configuration.js';
import { type Logger, NestLogger } from '#libs/platform/logging.js';
import { BackOfficeModule } from './back-office.module.js';
import { ProblemFilter } from './http/problem.filter.js';
import { createValidationPipe } from './http/validation.pipe.js';
import { BODY_BYTES_MAX } from './limits.js';
import { MetricsService } from './metrics/metrics.service.js';
import { requestTimer } from './metrics/request-timer.js';
import { describeHttp } from './open-api.js';

/** Puts the back office together; it answers after `listen`. */
export async function createBackOffice(
  configuration: ServiceConfiguration,
  logger: Logger,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    BackOfficeModule.forRoot(configuration, logger),
    { logger: new NestLogger(logger), bodyParser: false, forceCloseConnections: true },
  );
  app.useBodyParser('json', { limit: BODY_BYTES_MAX });
  app.disable('x-powered-by');
  app.use(requestTimer(app.get(MetricsService)));
  app.useGlobalPipes(createValidationPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  describeHttp(app);
  return app;
}
