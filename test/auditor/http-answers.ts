import type { AuditResult } from './audit.js';
import { decimal } from './arithmetic.js';

/** What the clearing house answers over HTTP, all pages together. */
export interface HttpAnswers {
  readonly balances: readonly { account: string; currency: string; amount: string }[];
  readonly trial: readonly { book: string; asset: string; amount: string }[];
  readonly positions: readonly { account: string; instrument: string; net: string }[];
  readonly calls: readonly { callId: string; status: string; outstanding: string }[];
}

/** Where what the clearing house says of itself is not what the auditor computed. */
export function compareWithHttp(result: AuditResult, answers: HttpAnswers): string[] {
  const { positions, calls, cash } = result;
  return [
    ...differences(
      'balance of',
      answers.balances.map((each) => [`${each.account} ${each.currency}`, each.amount]),
      [...cash.cash()].map(([key, amount]) => [key, written(result, key, amount)]),
    ),
    ...differences(
      'book',
      answers.trial.map(({ book, asset, amount }) => [`${book} ${asset}`, amount]),
      [...cash.trial()].map(([key, amount]) => [key, written(result, key, amount)]),
    ),
    ...differences(
      'position of',
      answers.positions.map(({ account, instrument, net }) => [`${account} ${instrument}`, net]),
      [...positions.lots].map(([key, lots]) => [key, String(lots)]),
    ),
    ...differences(
      'call',
      answers.calls.map(({ callId, status, outstanding }) => [callId, `${status} ${outstanding}`]),
      [...calls.seen].map(([id, { call }]) => [id, `${call.status} ${call.outstanding}`]),
    ),
    ...sums(answers.trial),
  ];
}

type Entries = readonly (readonly [key: string, value: string])[];

const written = ({ terms }: AuditResult, key: string, amount: bigint): string =>
  decimal(amount, terms.scale(key.split(' ')[1] ?? ''));

const isNothing = (value: string): boolean => /^-?0(\.0+)?$/.test(value);

/** What is zero need not be named. */
function differences(what: string, told: Entries, computed: Entries): string[] {
  const [is, should] = [new Map(told), new Map(computed)];
  return [...new Set([...is.keys(), ...should.keys()])].flatMap((key) => {
    const [claimed, expected] = [is.get(key) ?? '0', should.get(key) ?? '0'];
    if (claimed === expected || (isNothing(claimed) && isNothing(expected))) return [];
    return [`${what} ${key} is ${claimed}, not ${expected}`];
  });
}

/** Where the books of an asset do not add up to nothing. */
function sums(trial: HttpAnswers['trial']): string[] {
  const totals = new Map<string, bigint>();
  for (const { asset, amount } of trial)
    totals.set(asset, (totals.get(asset) ?? 0n) + BigInt(amount.replace('.', '')));
  return [...totals]
    .filter(([, total]) => total !== 0n)
    .map(([asset, total]) => `the books of ${asset} add up to ${total}`);
}
