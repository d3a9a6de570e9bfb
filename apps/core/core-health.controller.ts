import { Controller, Get, Header, Inject, ServiceUnavailableException } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { CoreService } from '#libs/decider/index.js';
import { describeInputGap } from '#libs/messaging/index.js';
import { CORE } from './tokens.js';

/** Health and metrics of a core. A standby lives but is not ready. */
@Controller()
export class CoreHealthController {
  private readonly registry = new Registry();

  constructor(@Inject(CORE) private readonly core: CoreService) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'ccp_core_active',
      help: '1 while this process decides for its ledger',
      registers: [this.registry],
      collect() {
        this.set(core.status === 'active' ? 1 : 0);
      },
    });
    new Gauge({
      name: 'ccp_core_position',
      help: 'ledger position of the last decision',
      registers: [this.registry],
      collect() {
        this.set(core.position ?? 0);
      },
    });
  }

  @Get('health/live')
  live(): { status: string } {
    return { status: this.core.status };
  }

  @Get('health/ready')
  ready(): { status: string } {
    const { status, haltedBecause } = this.core;
    const listens = this.core.listensToMembers();
    if (status === 'active' && listens) return { status };
    throw new ServiceUnavailableException({
      status,
      halted: haltedBecause.map(describeInputGap),
      ...(listens ? {} : { waitsFor: 'topics of members' }),
    });
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4')
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}
