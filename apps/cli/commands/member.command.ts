import type { Command } from 'commander';
import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import { basic } from '#libs/operator-client/authorization.js';
import { WrongUseError } from '../lib/failure.js';
import { operatorClient, signedInAs } from '../lib/house.js';
import { memberPassword } from '../lib/member-password.js';
import type { MemberQuestion } from '../lib/member-questions.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { table } from '../lib/table.js';

interface Options {
  readonly passwordFile?: string;
  readonly instrument?: string;
  readonly asOf?: string;
  readonly status?: string;
  readonly from?: string;
  readonly to?: string;
  readonly csv?: boolean;
  readonly trade: readonly string[];
  readonly client?: string;
  readonly reduce?: boolean;
  readonly of?: string;
  readonly scenario?: string;
  readonly loss?: string;
}

interface MemberAccounts {
  readonly accounts: readonly {
    readonly account: string;
    readonly type: string;
    readonly marginMode: string;
  }[];
}

/** Asks as a member, with its own credentials, whatever else this folder may know. */
export async function askAsMember(
  member: string,
  question: MemberQuestion,
  account: string | undefined,
  options: Options,
  command: Command,
): Promise<void> {
  if (!isIdentifier(member)) throw new WrongUseError('MEMBER is to be an id, such as ALPHA');
  const password = memberPassword(member, options.passwordFile);
  await signedInAs(basic(member, password), () => ask(member, question, account, options, command));
}

async function ask(
  member: string,
  question: MemberQuestion,
  account: string | undefined,
  options: Options,
  command: Command,
): Promise<void> {
  const { instrument, asOf, status, from, to, csv, trade, reduce, client } = options;
  const named = account === undefined ? undefined : fullName(member, account);
  // Of whom is said too: a house that knows no sign-in yet must not show everybody's.
  const filter = named === undefined ? { member } : { account: named };
  const one = (): Promise<string> => oneAccount(member, named, command);
  switch (question) {
    case 'accounts':
      return accounts(member, command);
    case 'positions': {
      const { positions } = await import('./books.command.js');
      return positions({ ...filter, ...given({ instrument, asOf }) }, command);
    }
    case 'balances': {
      const { balances } = await import('./books.command.js');
      return balances({ ...filter, ...given({ asOf }) }, command);
    }
    case 'trades': {
      const { trades } = await import('./trades.command.js');
      return trades(filter, command);
    }
    case 'sides': {
      const { sides } = await import('./sides.command.js');
      return sides(filter, command);
    }
    case 'calls': {
      const { listCalls } = await import('./calls.command.js');
      return listCalls({ ...filter, ...given({ status }) }, command);
    }
    case 'statement': {
      const { statement } = await import('./statement.command.js');
      return statement(await one(), { ...given({ from, to }), csv: csv === true }, command);
    }
    case 'margin': {
      const { margin } = await import('./margin.command.js');
      return margin(await one(), command);
    }
    case 'collateral': {
      const { showCollateral } = await import('./collateral.command.js');
      return showCollateral(await one(), given({ asOf }), command);
    }
    case 'what-if': {
      const { whatIf } = await import('./what-if.command.js');
      const rest = { ...given({ client }), reduce: reduce === true };
      return whatIf(await one(), { trade, ...rest }, command);
    }
    case 'drill':
      return drill(member, options, command);
  }
}

async function drill(member: string, options: Options, command: Command): Promise<void> {
  const { of, scenario, loss } = options;
  if (of === undefined) throw new WrongUseError('drill takes --of MEMBER: who fails');
  const { simulate } = await import('./default-simulate.command.js');
  await simulate({ member: of, for: member, ...given({ scenario, loss }) }, command);
}

async function accounts(member: string, command: Command): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const answer = (await client.get(`members/${member}`)) as MemberAccounts;
  outputOf(command).result(answer, () =>
    table(
      answer.accounts,
      [
        { title: 'account', value: (row) => row.account },
        { title: 'type', value: (row) => row.type },
        { title: 'margin mode', value: (row) => row.marginMode },
      ],
      'no accounts',
    ),
  );
}

/** The account that was named, or the only one that the member has. @throws WrongUseError for several */
async function oneAccount(
  member: string,
  named: string | undefined,
  command: Command,
): Promise<string> {
  if (named !== undefined) return named;
  const client = operatorClient(globalsOf(command).ledger);
  const { accounts: all } = (await client.get(`members/${member}`)) as MemberAccounts;
  const houses = all.filter(({ type }) => type === 'house');
  const [only] = all.length === 1 ? all : houses;
  if (only !== undefined && (all.length === 1 || houses.length === 1)) return only.account;
  const names = all.map((each) => each.account).join(', ');
  throw new WrongUseError(`name an account of ${member}: ${names}`);
}

const fullName = (member: string, account: string): string =>
  account.includes('/') ? account : `${member}/${account}`;

/** Options that were given. */
function given<T extends Record<string, string | undefined>>(
  options: T,
): { [Name in keyof T]?: string } {
  const there = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as { [Name in keyof T]?: string };
}
