import type { Command } from 'commander';
import type { DefaultContent } from '#libs/projections/defaults/default-content.js';
import { RefusedError } from '../lib/failure.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { describeAnswer, pathOf, type StepAnswer } from './default-step.command.js';

/**
 * Takes the steps that are left of a flat book, one after the other, and stops at the first that is
 * refused. Each is a command of its own: run again, it goes on where it stopped.
 */
export async function runDefault(
  defaultId: string,
  { tearUp = false, by }: { readonly tearUp?: boolean; readonly by: string },
  command: Command,
): Promise<void> {
  const { ledger, json } = globalsOf(command);
  const client = operatorClient(ledger);
  const path = pathOf(defaultId);
  const of = (await client.get(path)) as DefaultContent;
  const done: StepAnswer[] = [];
  for (const [step, body] of stepsLeft(of, tearUp)) {
    const answer = (await client
      .post(`${path}/${step}`, { ...body, by })
      .catch((error: unknown) => {
        throw afterSome(error, done);
      })) as StepAnswer;
    done.push(answer);
    if (!json) process.stdout.write(`${describeAnswer(answer)}\n`);
  }
  const defaults = { defaultId, steps: done.flatMap(({ steps }) => steps) };
  outputOf(command).result(defaults, () => `${defaultId} is closed`);
}

/** What is not done yet; what cannot be done is refused by the house, with what is due first. */
function stepsLeft(
  { loss, isPaid }: DefaultContent,
  tearUp: boolean,
): (readonly [string, object])[] {
  return [
    ...(loss === null ? ([['loss', { tearUp }]] as const) : []),
    ...(isPaid ? [] : ([['layers', {}]] as const)),
    ['closing', {}],
  ];
}

/** A refusal, with what was done before it. */
function afterSome(error: unknown, done: readonly StepAnswer[]): unknown {
  if (!(error instanceof Error) || error.name !== 'OperatorProblem' || done.length === 0)
    return error;
  const steps = done.flatMap((answer) => answer.steps.map(({ step }) => step));
  return new RefusedError(`${error.message}; before that it did ${steps.join(', ')}`, { done });
}
