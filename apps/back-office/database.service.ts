import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { DATABASE } from './tokens.js';

/** Gives the connections for queries back when the service stops. */
@Injectable()
export class DatabaseCloser implements OnApplicationShutdown {
  constructor(@Inject(DATABASE) private readonly database: pg.Pool) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.end();
  }
}
