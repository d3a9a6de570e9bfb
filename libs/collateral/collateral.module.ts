import { Module } from '@nestjs/common';
import { CollateralController } from './collateral.controller.js';

/** Collateral in and out. */
@Module({ controllers: [CollateralController] })
export class CollateralModule {}
