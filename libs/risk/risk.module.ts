import { Module } from '@nestjs/common';
import { MarketDataController } from './market-data.controller.js';

/** Market data in; requirements follow from it where the decider evaluates. */
@Module({ controllers: [MarketDataController] })
export class RiskModule {}
