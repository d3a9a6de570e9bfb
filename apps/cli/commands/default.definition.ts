import { type Command, Option } from 'commander';
import { operatorName } from '../lib/operator-name.js';
import { defineAuction } from './default-auction.definition.js';
import { defineReport } from './default-report.definition.js';
import { defineDrill } from './default-simulate.definition.js';

const ID = 'such as main-D1';

const RUNBOOK = `
In the order of a default; hedge, port, close-out and sell may come in any order and several times:
  ccp default declare --member ALPHA --reason INSOLVENCY --by alice
  ccp default confirm main-D1 --by bob
  ccp default port main-D1 --account ALPHA/C1 --to BETA/C9
  ccp default auction open main-D1 --lot "L1: SPX-FUT-2026-12 -40" --reserve 2000000.00
  ccp default auction close main-D1
  ccp default close-out main-D1 --fill "-67 SPX-FUT-2026-12 4985.00 BETA/HOUSE"
  ccp default determine-loss main-D1
  ccp default apply-layers main-D1
  ccp default close main-D1
At any time, what was done and what is due next; on any day before, a rehearsal:
  ccp default show main-D1
  ccp default simulate --member ALPHA`;

/** `ccp default ...`: a default from its declaration to the last recovery. */
export function defineDefault(program: Command): void {
  const group = program
    .command('default')
    .description('take a member in default through its steps, and show them')
    .addHelpText('after', RUNBOOK);
  defineDeclaration(group);
  defineTrades(group);
  defineAuction(group);
  defineLiquidation(group);
  defineLoss(group);
  defineEnd(group);
  defineDrill(group);
  defineReport(group);
  group
    .command('show')
    .description('defaults as they stand; of one every step, and what is due next')
    .argument('[id]', ID)
    .option('--member <member>', 'only those of this member')
    .option('--as-of <position|time>', 'as it stood')
    .addHelpText(
      'after',
      '\nExamples:\n  ccp default show\n  ccp default show main-D1 --as-of 48211',
    )
    .action(async (id: string | undefined, options, command: Command) => {
      const { showDefaults } = await import('./default-show.command.js');
      await showDefaults(id, options, command);
    });
}

/** A step that is posted as it is: its path below the default, and its body. */
function step(
  group: Command,
  name: string,
  description: string,
  bodyOf: (options: Readonly<Record<string, unknown>>) => Promise<object> | object,
  path: string,
): Command {
  return group
    .command(name)
    .description(description)
    .argument('<id>', ID)
    .action(async (id: string, options: Readonly<Record<string, unknown>>, command: Command) => {
      const { takeStep } = await import('./default-step.command.js');
      await takeStep(id, path, await bodyOf(options), command);
    });
}

/** Who decides, where one person may: by default whoever is logged in. */
const anyOperator = (): Option =>
  new Option('--by <operator>', 'who decides').default(operatorName());

const idempotencyKey = (): Option =>
  new Option('--key <id>', 'the same key again does it once and shows the first answer');

/** Without a default, so that an option which has to be there at least once is asked for. */
const collect = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  text,
];

function defineDeclaration(group: Command): void {
  group
    .command('declare')
    .description('propose that a member be declared in default; another operator confirms it')
    .requiredOption('--member <member>', 'such as ALPHA')
    .requiredOption('--reason <reason>', 'such as INSOLVENCY, PAY_IN_FAILED, RULE_BREACH')
    .requiredOption('--by <operator>', 'who proposes it')
    .addHelpText(
      'after',
      '\nExample:\n  ccp default declare --member ALPHA --reason INSOLVENCY --by alice',
    )
    .action(async (options, command: Command) => {
      const { declareDefault } = await import('./default-step.command.js');
      await declareDefault(options, command);
    });
  step(
    group,
    'confirm',
    'declare what somebody else proposed',
    ({ by }) => ({ by }),
    'confirmation',
  )
    .requiredOption('--by <operator>', 'who confirms it: not who proposed it')
    .addHelpText('after', '\nExample:\n  ccp default confirm main-D1 --by bob');
  step(group, 'withdraw', 'take a proposal back', ({ by }) => ({ by }), 'withdrawal')
    .addOption(anyOperator())
    .addHelpText('after', '\nExample:\n  ccp default withdraw main-D1 --by alice');
  step(
    group,
    'port',
    'move a client account to another member, with all that it holds',
    ({ account, to, by }) => ({ account, toAccount: to, by }),
    'portings',
  )
    .requiredOption('--account <account>', "the defaulter's client, such as ALPHA/C1")
    .requiredOption('--to <account>', 'who receives it, such as BETA/C9')
    .addOption(anyOperator())
    .addHelpText('after', '\nExample:\n  ccp default port main-D1 --account ALPHA/C1 --to BETA/C9');
}

function defineTrades(group: Command): void {
  for (const [name, description, path] of [
    ['hedge', 'book hedges at stated prices', 'hedges'],
    ['close-out', 'book the trades that close the book out, at stated prices', 'close-outs'],
  ] as const) {
    step(group, name, description, fillsBody, path)
      .requiredOption(
        '--fill <fill>',
        "signed lots as the defaulter trades them, instrument, price, counterparty and, where it is not clear, the defaulter's account; may be given again, all or none",
        collect,
      )
      .option('--fees <amount>', 'what it cost beside the prices, in the base currency')
      .addOption(anyOperator())
      .addOption(idempotencyKey())
      .addHelpText(
        'after',
        `\nExample:\n  ccp default ${name} main-D1 --fill "-67 SPX-FUT-2026-12 4985.00 BETA/HOUSE" --fees 50.00`,
      );
  }
  step(group, 'sell', "sell the defaulter's own collateral at stated prices", salesBody, 'sales')
    .requiredOption(
      '--sale <sale>',
      'account, asset, quantity and price of one price unit; may be given again, all or none',
      collect,
    )
    .addOption(anyOperator())
    .addOption(idempotencyKey())
    .addHelpText(
      'after',
      '\nExample:\n  ccp default sell main-D1 --sale "ALPHA/HOUSE BTC 1.5 68000.00"',
    );
}

async function fillsBody({ fill, fees, by }: Readonly<Record<string, unknown>>): Promise<object> {
  const { readFill } = await import('../lib/read-fill.js');
  const fills = (fill as readonly string[]).map(readFill);
  return { fills, by, ...(fees === undefined ? {} : { fees }) };
}

async function salesBody({ sale, by }: Readonly<Record<string, unknown>>): Promise<object> {
  const { readSale } = await import('../lib/read-fill.js');
  return { sales: (sale as readonly string[]).map(readSale), by };
}

function defineLiquidation(group: Command): void {
  group
    .command('liquidate')
    .description('liquidate one account or bucket whose call stayed overdue; its member goes on')
    .argument('<account>', 'such as ALPHA/ISO')
    .option('--bucket <instrument>', 'only this bucket of an isolated account')
    .requiredOption(
      '--fill <fill>',
      'signed lots as the account trades them, instrument, price, counterparty; may be given again, all or none',
      collect,
      [],
    )
    .option(
      '--sale <sale>',
      'account, asset, quantity and price of one price unit, into its own cash; may be given again',
      collect,
      [],
    )
    .option('--fees <amount>', 'what it cost beside the prices, in the base currency')
    .addOption(anyOperator())
    .addOption(idempotencyKey())
    .addHelpText(
      'after',
      '\nExample:\n  ccp default liquidate ALPHA/ISO --bucket SPX-FUT-2026-12 --fill "-10 SPX-FUT-2026-12 4985.00 BETA/HOUSE"',
    )
    .action(async (account: string, options, command: Command) => {
      const { liquidateAccount } = await import('./default-step.command.js');
      const { sales } = (await salesBody(options)) as { sales: readonly object[] };
      const body = { ...(await fillsBody(options)), sales };
      await liquidateAccount(account, { ...body, bucket: options.bucket }, command);
    });
}

function defineLoss(group: Command): void {
  step(
    group,
    'determine-loss',
    'determine the loss of a flat book',
    ({ tearUp = false, by }) => ({ tearUp, by }),
    'loss',
  )
    .option('--tear-up', 'what is still open goes to tear-up; else an open position is refused')
    .addOption(anyOperator())
    .addHelpText('after', '\nExample:\n  ccp default determine-loss main-D1');
  step(
    group,
    'apply-layers',
    'apply the layers of the waterfall until the loss is borne, and pay it',
    ({ next = false, by }) => ({ next, by }),
    'layers',
  )
    .option('--next', 'only the next layer that bears anything')
    .addOption(anyOperator())
    .addHelpText(
      'after',
      '\nExamples:\n  ccp default apply-layers main-D1 --next\n  ccp default apply-layers main-D1',
    );
}

function defineEnd(group: Command): void {
  step(
    group,
    'recover',
    'give back what came in after all, in the reverse order of the layers',
    ({ amount, reason, by }) => ({ amount, reason, by }),
    'recoveries',
  )
    .requiredOption('--amount <amount>', 'in the base currency')
    .requiredOption('--reason <reason>', 'where it comes from')
    .addOption(anyOperator())
    .addOption(idempotencyKey())
    .addHelpText(
      'after',
      '\nExample:\n  ccp default recover main-D1 --amount 1000.00 --reason "dividend of the estate"',
    );
  step(
    group,
    'close',
    'close a default whose loss is borne and paid',
    ({ by }) => ({ by }),
    'closing',
  )
    .addOption(anyOperator())
    .addHelpText('after', '\nExample:\n  ccp default close main-D1');
  group
    .command('run')
    .description('take what is left of a flat book: determine-loss, apply-layers, close')
    .argument('<id>', ID)
    .option('--tear-up', 'what is still open goes to tear-up')
    .addOption(anyOperator())
    .addHelpText('after', '\nIt stops at the first refusal. Example:\n  ccp default run main-D1')
    .action(async (id: string, options, command: Command) => {
      const { runDefault } = await import('./default-run.command.js');
      await runDefault(id, options, command);
    });
}
