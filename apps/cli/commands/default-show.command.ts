import type { Command } from 'commander';
import type { DefaultContent } from '#libs/projections/defaults/default-content.js';
import type {
  CycleOfDefaultItem,
  DefaultStepItem,
} from '#libs/projections/defaults/defaults.query.js';
import { sentenceOf, tablesOf } from '../lib/default-steps.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { readAll } from '../lib/read-all.js';
import { fields, table } from '../lib/table.js';
import { pathOf } from './default-step.command.js';

interface Detail extends DefaultContent {
  readonly steps: readonly DefaultStepItem[];
  readonly cycles: readonly CycleOfDefaultItem[];
  readonly due?: string;
}

/** Lists defaults, or shows one with all its steps. */
export async function showDefaults(
  id: string | undefined,
  { member, asOf }: { readonly member?: string; readonly asOf?: string },
  command: Command,
): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  if (id !== undefined) {
    const one = (await client.get(pathOf(id), { asOf })) as Detail;
    outputOf(command).result(one, () => describe(one));
    return;
  }
  const list = await readAll<DefaultContent>(client, 'defaults', { member, asOf });
  outputOf(command).result(list, () =>
    table(
      list.items,
      [
        { title: 'default', value: (row) => row.defaultId },
        { title: 'member', value: (row) => row.member },
        { title: 'status', value: (row) => row.status },
        { title: 'reason', value: (row) => row.reason },
        { title: 'declared', value: (row) => row.declaredAt },
        { title: 'loss', value: (row) => row.loss, right: true },
        { title: 'not borne', value: (row) => row.remaining, right: true },
        { title: 'currency', value: (row) => row.currency },
        { title: 'layers', value: (row) => row.layers.length, right: true },
      ],
      'no defaults',
    ),
  );
}

function describe(of: Detail): string {
  return [
    headOf(of),
    '',
    ...waterfallOf(of.steps),
    ...of.steps.flatMap((step) => [
      `${step.step} at ${step.at}, position ${step.position}: ${sentenceOf(step)}`,
      ...tablesOf(step).map((text) => text.replaceAll(/^/gm, '  ')),
      '',
    ]),
    ...of.cycles.map(
      ({ cycleId, position, carried, currency, cuts }) =>
        `cycle ${cycleId}, position ${position}: ${carried} ${currency} of the layers reached the counterparties; gains cut: ` +
        (cuts.length === 0
          ? 'none'
          : cuts.map(({ account, amount }) => `${account} ${amount}`).join(', ')),
    ),
    // Last, since that is what a terminal shows of a long page.
    ...(of.due === undefined ? [] : ['', `DUE NEXT: ${of.due}`]),
  ]
    .join('\n')
    .trimEnd();
}

function headOf(of: Detail): string {
  const { currency } = of;
  const inBase = (amount: string | null): string | undefined =>
    amount === null ? undefined : `${amount} ${currency ?? ''}`;
  const rows: (readonly [string, string | undefined])[] = [
    ['default', `${of.defaultId} of ${of.member} (${of.status})`],
    ['reason', of.reason],
    ['proposed', whoWhen(of.proposedBy, of.proposedAt)],
    ['declared', whoWhen(of.confirmedBy, of.declaredAt)],
    ['port until', of.portingUntil ?? undefined],
    ['loss', inBase(of.loss)],
    ['not borne', inBase(of.remaining)],
    ['recovered', Number(of.recovered) === 0 ? undefined : inBase(of.recovered)],
    [of.status === 'WITHDRAWN' ? 'withdrawn' : 'closed', whoWhen(of.endedBy, of.endedAt)],
  ];
  return fields(rows.filter(([, value]) => value !== undefined));
}

const whoWhen = (who: string | null, when: string | null): string | undefined =>
  who === null ? undefined : `by ${who}, ${when ?? ''}`;

type Layer = Extract<DefaultStepItem, { readonly step: 'LAYER_APPLIED' }>;

function waterfallOf(steps: readonly DefaultStepItem[]): string[] {
  const layers = steps.filter((step): step is Layer => step.step === 'LAYER_APPLIED');
  if (layers.length === 0) return [];
  const text = table(
    layers,
    [
      { title: 'order', value: (row) => row.order, right: true },
      { title: 'layer', value: (row) => row.layer },
      { title: 'available', value: (row) => row.available, right: true },
      { title: 'loss before', value: (row) => row.lossBefore, right: true },
      { title: 'used', value: (row) => row.used, right: true },
      { title: 'loss after', value: (row) => row.lossAfter, right: true },
    ],
    '',
  );
  return [text, ''];
}
