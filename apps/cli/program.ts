import { Command } from 'commander';
import { defineAccess } from './commands/access.definition.js';
import { defineAudit } from './commands/audit.definition.js';
import { defineBackTest } from './commands/backtest.definition.js';
import { defineBooks } from './commands/books.definition.js';
import { defineCollateral } from './commands/collateral.definition.js';
import { defineCalls } from './commands/calls.definition.js';
import { defineDefault } from './commands/default.definition.js';
import { defineInstruments } from './commands/instruments.definition.js';
import { defineMarket } from './commands/market.definition.js';
import { defineMember } from './commands/member.definition.js';
import { defineOperation } from './commands/operation.definition.js';
import { defineQuarantine } from './commands/quarantine.definition.js';
import { defineReferenceData } from './commands/reference-data.definition.js';

const ENVIRONMENT = `
Where the clearing house is: the one that runs from this folder is found by itself
(endpoints.json in the data folder, CCP_DATA_DIR). Another one is named by the environment:
  CCP_URL        of its HTTP interface, such as http://127.0.0.1:8080
  DATABASE_URL   of its database, for audit, explain, migrate, inputs and access
  KAFKA_BROKERS  of its brokers, for access, with KAFKA_SASL_* of their administrator
  CCP_TOKEN      the operators' token, where the house runs with --secure;
                 CCP_OPERATOR_TOKEN_FILE names a file that holds it

Exit status: 0 good, 1 refused or findings, 2 wrong use.

Examples:
  ccp apply -f clearing-house.yaml
  ccp status
  ccp settle --type EOD --date 2026-11-20
  ccp margin ALPHA/HOUSE
  ccp explain main-000001
  ccp what-if ALPHA/HOUSE --trade "+10 SPX-FUT-2026-12"`;

/**
 * The whole command line. Only what describes commands is loaded here; what a command does is loaded
 * when it runs, so that each starts at once.
 */
export function buildProgram(): Command {
  const program = new Command('ccp')
    .description('Operates, queries and audits a clearing house.')
    .option('--json', 'print one JSON document on standard output and nothing else')
    .option('--ledger <id>', 'the ledger to work with', 'main')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help shows how it is used)')
    .addHelpText('after', ENVIRONMENT);
  defineReferenceData(program);
  defineOperation(program);
  defineBooks(program);
  defineCalls(program);
  defineCollateral(program);
  defineDefault(program);
  defineAudit(program);
  defineQuarantine(program);
  defineInstruments(program);
  defineMarket(program);
  defineBackTest(program);
  defineAccess(program);
  defineMember(program);
  return program;
}
