import { Module } from '@nestjs/common';
import { TradesController } from './trades.controller.js';

/** Novation: trades in, answers out. */
@Module({ controllers: [TradesController] })
export class ClearingModule {}
