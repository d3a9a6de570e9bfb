import { Module } from '@nestjs/common';
import { MemberTradesController } from './member-trades.controller.js';
import { TradesController } from './trades.controller.js';

/** Novation: trades of venues and sides of members in, answers out. */
@Module({ controllers: [TradesController, MemberTradesController] })
export class ClearingModule {}
