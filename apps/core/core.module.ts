import { Module, type DynamicModule } from '@nestjs/common';
import { ClearingModule } from '#libs/clearing/index.js';
import { CollateralModule } from '#libs/collateral/index.js';
import { DECIDER, type CoreService } from '#libs/decider/index.js';
import { DefaultManagementModule } from '#libs/default-management/index.js';
import type { CommandPolicy } from '#libs/domain/commands/command-policy.js';
import { OperatorsModule } from '#libs/operators/index.js';
import { RiskModule } from '#libs/risk/index.js';
import { CoreHealthController } from './core-health.controller.js';
import { CORE } from './tokens.js';

/** The decider with the features that feed it. */
@Module({})
export class CoreModule {
  static around(core: CoreService, policy: CommandPolicy): DynamicModule {
    return {
      module: CoreModule,
      global: true,
      imports: [
        ClearingModule,
        RiskModule,
        CollateralModule,
        DefaultManagementModule,
        OperatorsModule.under(policy),
      ],
      controllers: [CoreHealthController],
      providers: [
        { provide: CORE, useValue: core },
        { provide: DECIDER, useExisting: CORE },
      ],
      exports: [DECIDER],
    };
  }
}
