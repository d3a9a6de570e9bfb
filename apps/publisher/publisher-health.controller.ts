import { Controller, Get, Header, Inject, ServiceUnavailableException } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { PublisherService } from '#libs/publishing/index.js';
import { PUBLISHER } from './tokens.js';

/** Health and metrics of a publisher. A standby lives but is not ready. */
@Controller()
export class PublisherHealthController {
  private readonly registry = new Registry();

  constructor(@Inject(PUBLISHER) private readonly publisher: PublisherService) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'ccp_publisher_active',
      help: '1 while this process publishes its ledger',
      registers: [this.registry],
      collect() {
        this.set(publisher.status === 'active' ? 1 : 0);
      },
    });
    new Gauge({
      name: 'ccp_publisher_position',
      help: 'ledger position up to which everything is published',
      registers: [this.registry],
      collect() {
        this.set(publisher.checkpoint.position);
      },
    });
  }

  @Get('health/live')
  live(): { status: string } {
    return { status: this.publisher.status };
  }

  @Get('health/ready')
  ready(): { status: string } {
    const { status } = this.publisher;
    if (status === 'active') return { status };
    throw new ServiceUnavailableException({ status });
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4')
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}
