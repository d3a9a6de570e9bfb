import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { LedgersService } from '../queries/ledgers.service.js';
import { type LedgerStatus, StatusService } from './status.service.js';

/** How far the house is. */
@ApiTags('status')
@Controller('v1')
export class StatusController {
  constructor(
    @Inject(LedgersService) private readonly ledgers: LedgersService,
    @Inject(StatusService) private readonly service: StatusService,
  ) {}

  @Get('ledgers')
  @ApiOperation({ summary: 'The ledgers of this deployment' })
  @ApiOkResponse({ type: Object })
  async names(): Promise<{ items: string[] }> {
    return { items: await this.ledgers.names() };
  }

  @Get('ledgers/:ledger/status')
  @ApiOperation({ summary: 'Position, head hash, input offsets, publisher and read models' })
  @ApiOkResponse({ type: Object })
  status(@Param('ledger') ledger: string): Promise<LedgerStatus> {
    return this.service.status(ledger);
  }
}
