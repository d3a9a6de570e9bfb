import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type pg from 'pg';
import { createPool } from '#libs/ledger/index.js';
import type { ServiceConfiguration } from '#libs/platform/configuration.js';
import type { Logger } from '#libs/platform/logging.js';
import { ProjectionRunner, projections } from '#libs/projections/index.js';
import { PROJECTION_CONNECTIONS_MAX } from './limits.js';
import { CONFIGURATION, LOGGER } from './tokens.js';

/** Keeps the read models at the head while the service runs, on connections of its own. */
@Injectable()
export class ReadModels implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly pool: pg.Pool;
  private readonly runner: ProjectionRunner;

  constructor(
    @Inject(CONFIGURATION) configuration: ServiceConfiguration,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.pool = createPool(configuration.databaseUrl, {
      max: PROJECTION_CONNECTIONS_MAX,
      applicationName: 'ccp-projections',
    });
    this.runner = new ProjectionRunner(this.pool, projections, {
      onFailure: (error) =>
        logger.warn({ err: error }, 'a read model could not be folded; retried'),
    });
  }

  onApplicationBootstrap(): void {
    this.runner.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.runner.stop();
    await this.pool.end();
  }
}
