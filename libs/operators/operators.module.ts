import { Module, type DynamicModule } from '@nestjs/common';
import type { CommandPolicy } from '#libs/domain/commands/command-policy.js';
import { CommandsController } from './commands.controller.js';
import { COMMAND_POLICY } from './tokens.js';

/** Operators' commands: reference data, history, settlement cycles, calls, quarantine. */
@Module({})
export class OperatorsModule {
  static under(policy: CommandPolicy): DynamicModule {
    return {
      module: OperatorsModule,
      controllers: [CommandsController],
      providers: [{ provide: COMMAND_POLICY, useValue: policy }],
    };
  }
}
