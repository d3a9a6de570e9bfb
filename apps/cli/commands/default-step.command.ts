import type { Command } from 'commander';
import type { AccountLiquidated } from '#libs/domain/events/default-events.js';
import { sentenceOf, tablesOf, type TakenStep } from '../lib/default-steps.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';

/** What a step is answered with. */
export interface StepAnswer {
  readonly defaultId: string;
  readonly position: number;
  readonly steps: readonly TakenStep[];
  readonly remaining?: string;
}

/** Proposes a declaration. */
export async function declareDefault(
  { member, reason, by }: { readonly member: string; readonly reason: string; readonly by: string },
  command: Command,
): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const answer = (await client.post('defaults', { member, reason, by })) as StepAnswer;
  const { defaultId } = answer;
  outputOf(command).result(
    answer,
    () =>
      `${defaultId} is proposed. Nothing is suspended yet: another operator confirms it with\n` +
      `  ccp default confirm ${defaultId} --by NAME`,
  );
}

/** Takes a step of a default. */
export async function takeStep(
  defaultId: string,
  path: string,
  body: object,
  command: Command,
): Promise<void> {
  const { ledger, key } = command.optsWithGlobals<{ ledger: string; key?: string }>();
  const options = key === undefined ? {} : { idempotencyKey: key };
  const client = operatorClient(ledger);
  const answer = await client.post(`${pathOf(defaultId)}/${path}`, body, options);
  outputOf(command).result(answer, () => describeAnswer(answer as StepAnswer));
}

/** Liquidates an account, or a bucket of it, alone. */
export async function liquidateAccount(
  account: string,
  body: object,
  command: Command,
): Promise<void> {
  const { ledger, key } = command.optsWithGlobals<{ ledger: string; key?: string }>();
  const options = key === undefined ? {} : { idempotencyKey: key };
  const path = `accounts/${account.split('/').map(encodeURIComponent).join('/')}/liquidations`;
  const answer = await operatorClient(ledger).post(path, body, options);
  outputOf(command).result(answer, () => describeLiquidation(answer as LiquidationAnswer));
}

interface LiquidationAnswer {
  readonly steps: readonly AccountLiquidated[];
}

function describeLiquidation({ steps }: LiquidationAnswer): string {
  const [done] = steps;
  if (!done) return 'nothing was liquidated';
  const whose =
    done.bucket === undefined ? done.account : `bucket ${done.bucket} of ${done.account}`;
  return [
    `${done.defaultId}: ${whose} is liquidated for call ${done.callId}, fees ${done.fees} ${done.currency}`,
    ...done.trades.map(
      ({ quantity, instrument, price, counterparty }) =>
        `  ${quantity} ${instrument} at ${price} with ${counterparty}`,
    ),
    ...done.sales.map(
      ({ quantity, asset, proceeds }) => `  sold ${quantity} ${asset} for ${proceeds}`,
    ),
    'What its own means do not cover is its debt from the next settlement cycle on.',
  ].join('\n');
}

export const pathOf = (defaultId: string): string => `defaults/${encodeURIComponent(defaultId)}`;

/** What a step did, for people. */
export function describeAnswer({ defaultId, position, steps, remaining }: StepAnswer): string {
  if (steps.length === 0) return `${defaultId} is withdrawn, at position ${position}`;
  const lines = steps.flatMap((step) => [
    `${defaultId} ${step.step}: ${sentenceOf(step)}`,
    ...tablesOf(step).map(indented),
  ]);
  const left =
    remaining === undefined || Number(remaining) === 0
      ? []
      : [`${remaining} of the loss is not borne yet`];
  return [...lines, ...left].join('\n');
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');
