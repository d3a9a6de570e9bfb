import { Module } from '@nestjs/common';
import { CommandsController } from './commands.controller.js';

/** Operators' commands: reference data, history, settlement cycles, calls, quarantine. */
@Module({ controllers: [CommandsController] })
export class OperatorsModule {}
