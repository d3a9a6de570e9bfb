import { Module, type DynamicModule } from '@nestjs/common';
import type { PublisherService } from '#libs/publishing/index.js';
import { PublisherHealthController } from './publisher-health.controller.js';
import { PUBLISHER } from './tokens.js';

/** The ledger, in order, to Kafka. */
@Module({})
export class PublisherModule {
  static around(publisher: PublisherService): DynamicModule {
    return {
      module: PublisherModule,
      controllers: [PublisherHealthController],
      providers: [{ provide: PUBLISHER, useValue: publisher }],
    };
  }
}
