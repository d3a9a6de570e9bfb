import { Module } from '@nestjs/common';
import { CollateralController } from './collateral.controller.js';
import { MemberCollateralController } from './member-collateral.controller.js';

/** Collateral in and out. */
@Module({ controllers: [CollateralController, MemberCollateralController] })
export class CollateralModule {}
