import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { EventsAnswer } from './answers.js';
import { eventItem } from './event-item.js';
import { streamEvents } from './event-stream.js';
import { EventQuery } from './event.query.js';
import { LedgersService } from './ledgers.service.js';

/** The ledger itself. */
@ApiTags('ledger')
@Controller('v1/ledgers/:ledger/events')
export class EventsController {
  constructor(@Inject(LedgersService) private readonly ledgers: LedgersService) {}

  @Get()
  @ApiOperation({
    summary: 'Events after a position',
    description:
      'A page as JSON; with `Accept: text/event-stream` everything after the position and then ' +
      'whatever is appended. A stream that broke goes on from `Last-Event-ID`.',
  })
  @ApiProduces('application/json', 'text/event-stream')
  @ApiOkResponse({ type: EventsAnswer })
  async events(
    @Param('ledger') ledger: string,
    @Query() query: EventQuery,
    @Headers('accept') accept: string | undefined,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const reader = await this.ledgers.reader(ledger);
    if (accept?.includes('text/event-stream')) {
      const resumed = /^\d{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) : query.after;
      await streamEvents(reader, resumed, response);
      return;
    }
    const { position } = await reader.head();
    const events = await reader.page(query.after, query.limit);
    const last = events.at(-1)?.position ?? query.after;
    response.json({
      items: events.map(eventItem),
      nextCursor: last < position ? String(last) : null,
      // Something may have been appended since the head was read.
      position: Math.max(position, events.at(-1)?.position ?? 0),
    });
  }
}
