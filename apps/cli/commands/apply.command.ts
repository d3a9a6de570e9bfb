import type { Command } from 'commander';
import { applyReferenceData } from '#libs/operator-client/apply-reference-data.js';
import { type Change, changeLines, type Effects, effectLines } from '../lib/describe-changes.js';
import { WrongUseError } from '../lib/failure.js';
import { httpUrl, operatorToken } from '../lib/house.js';
import { operatorName } from '../lib/operator-name.js';
import { outputOf } from '../lib/output.js';

interface ApplyCommandOptions {
  readonly file?: string;
  readonly check?: boolean;
  readonly propose?: boolean;
  readonly by?: string;
}

interface Answer {
  readonly changes: readonly Change[];
  readonly needsApproval?: readonly string[];
  readonly effects?: Effects;
  readonly proposalId?: string;
}

export async function apply(options: ApplyCommandOptions, command: Command): Promise<void> {
  const { file, check = false, propose = false, by = operatorName() } = options;
  if (file === undefined)
    throw new WrongUseError('apply takes a file: -f clearing-house.yaml; --help shows the rest');
  if (check && propose) throw new WrongUseError('--check and --propose exclude each other');
  const mode = check ? 'check' : propose ? 'propose' : 'apply';
  const answer = (await applyReferenceData(httpUrl(), file, {
    by,
    mode,
    token: operatorToken(),
  })) as Answer;
  outputOf(command).result(answer, () => [heading(file, mode, answer), ...body(answer)].join('\n'));
}

function heading(file: string, mode: string, { changes, proposalId }: Answer): string {
  if (mode === 'propose')
    return `${file}: ${changes.length} proposed as ${proposalId}; another operator confirms it`;
  const done = mode === 'check' ? 'would change' : 'changed';
  return `${file}: ${changes.length === 0 ? 'nothing' : changes.length} ${done}`;
}

function body({ changes, needsApproval = [], effects }: Answer): string[] {
  const reserved =
    needsApproval.length > 0
      ? [`${needsApproval.length} of them need a second operator: use --propose`]
      : [];
  return [...changeLines(changes), ...reserved, ...(effects ? effectLines(effects) : [])];
}
