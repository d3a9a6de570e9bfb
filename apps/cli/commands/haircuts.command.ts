import type { Command } from 'commander';
import { stringify } from 'yaml';
import type {
  HaircutCalibration,
  HaircutProposal,
} from '#libs/domain/collateral-advice/propose-haircuts.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { table } from '../lib/table.js';

interface Options {
  readonly asset?: string;
  readonly confidence?: string;
  readonly days?: string;
  readonly liquidity?: string;
  readonly minimum?: string;
}

/** Proposes haircuts from history; applying them is an operator's decision. */
export async function calibrateHaircuts(options: Options, command: Command): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const { asset, confidence, days, liquidity, minimum } = options;
  const answer = (await client.get('haircuts', {
    asset,
    confidence,
    days,
    liquidity,
    minimum,
  })) as HaircutCalibration;
  outputOf(command).result(answer, () => describe(answer));
}

function describe({ proposals, confidenceBp, days, position }: HaircutCalibration): string {
  const proposed = proposals.filter((each) => each.proposed !== null);
  const share = (text: string | null): string => text ?? '-';
  const columns = [
    { title: 'asset', value: (row: HaircutProposal) => row.asset },
    { title: 'parameter', value: (row: HaircutProposal) => row.parameter },
    { title: 'history', value: (row: HaircutProposal) => row.symbol },
    { title: 'windows', value: (row: HaircutProposal) => String(row.windows), right: true },
    { title: 'recent', value: (row: HaircutProposal) => share(row.recent), right: true },
    { title: '10 years', value: (row: HaircutProposal) => share(row.tenYears), right: true },
    { title: 'stress', value: (row: HaircutProposal) => share(row.stress), right: true },
    { title: 'current', value: (row: HaircutProposal) => row.current, right: true },
    { title: 'proposed', value: (row: HaircutProposal) => share(row.proposed), right: true },
  ];
  const collateral = proposed.map((row) => ({ asset: row.asset, [row.parameter]: row.proposed }));
  return [
    `expected shortfall at ${confidenceBp} basis points over ${days} days, at position ${position}`,
    '',
    table(proposals, columns, 'no asset that could be calibrated'),
    ...proposals.flatMap(({ asset, reason }) => (reason === null ? [] : [`\n${asset}: ${reason}`])),
    ...(proposed.length === 0
      ? []
      : ['\nFor the reference data (nothing is applied):\n', stringify({ collateral }).trimEnd()]),
  ].join('\n');
}
