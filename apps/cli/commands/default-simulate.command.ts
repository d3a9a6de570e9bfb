import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { waterfallChart } from '#libs/default-report/waterfall-chart.js';
import type { DrillResult } from '#libs/domain/fire-drill/drill-result.js';
import type { OwnShare } from '#libs/domain/fire-drill/own-share.js';
import type { ReverseResult } from '#libs/domain/fire-drill/reverse-default.js';
import { describeDrill, describeReverse, describeShare } from '../lib/describe-drill.js';
import { WrongUseError } from '../lib/failure.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { withPatience } from '../lib/with-patience.js';

interface Options {
  readonly member: string;
  readonly scenario?: string;
  readonly loss?: string;
  readonly reverse?: boolean;
  readonly for?: string;
  readonly svg?: string;
}

/** Holds a fire drill and says who would pay what. */
export async function simulate(options: Options, command: Command): Promise<void> {
  const { member, scenario, loss, reverse = false, for: who, svg } = options;
  if (loss !== undefined && (scenario !== undefined || reverse))
    throw new WrongUseError(
      '--loss states the loss: it goes with neither --scenario nor --reverse',
    );
  if (svg !== undefined && (reverse || who !== undefined))
    throw new WrongUseError('--svg draws a whole drill: it goes with neither --reverse nor --for');
  const client = operatorClient(globalsOf(command).ledger);
  const query = { member, scenario, loss, reverse: reverse || undefined, for: who };
  const answer = await withPatience(
    reverse ? `reverse stress of ${member}` : `drill for ${member}`,
    () => client.get('default-simulation', query),
  );
  const output = outputOf(command);
  if (reverse) {
    output.result(answer, () => describeReverse(answer as ReverseResult));
    return;
  }
  if (who !== undefined) {
    output.result(answer, () => describeShare(answer as OwnShare));
    return;
  }
  const drill = answer as DrillResult;
  if (svg !== undefined) await writeFile(svg, chartOf(drill));
  output.result(drill, () =>
    [
      describeDrill(drill),
      ...(svg === undefined ? [] : [`\nThe waterfall is drawn in ${svg}.`]),
    ].join('\n'),
  );
}

/** A layer that has nothing and is asked for nothing is not drawn. */
function chartOf(drill: DrillResult): string {
  const { member, scenario, statedLoss, position } = drill;
  const where =
    scenario === null
      ? statedLoss === null
        ? 'at present prices'
        : 'with a stated loss'
      : `in scenario ${scenario}`;
  const title = `Default of ${member} ${where}, at ledger position ${position}`;
  const layers = drill.layers.filter(({ used, available }) => Number(used) + Number(available) > 0);
  return waterfallChart({ ...drill, title, layers });
}
