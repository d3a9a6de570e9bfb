import type { Command } from 'commander';
import { type Change, changeLines, type Effects, effectLines } from '../lib/describe-changes.js';
import { WrongUseError } from '../lib/failure.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { fields, table } from '../lib/table.js';

interface Proposal {
  readonly proposalId: string;
  readonly by: string;
  readonly status: string;
  readonly position: number;
  readonly proposedAt: string;
  readonly hash: string;
  readonly decidedBy?: string;
  readonly decidedAt?: number;
}

interface ProposalDetail extends Proposal {
  readonly changes: readonly Change[];
  readonly check?: { readonly effects?: Effects };
  readonly refusal?: {
    readonly code: string;
    readonly errors: readonly { readonly path: string; readonly message: string }[];
  };
}

const PATH = 'reference-data/proposals';

/** Lists proposals, or shows one. */
export async function proposals(id: string | undefined, command: Command): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  if (id !== undefined) {
    const one = (await client.get(`${PATH}/${encodeURIComponent(id)}`)) as ProposalDetail;
    outputOf(command).result(one, () => detail(one));
    return;
  }
  const list = (await client.get(PATH)) as { items: Proposal[]; position: number };
  outputOf(command).result(list, () =>
    table(
      list.items,
      [
        { title: 'proposal', value: (row) => row.proposalId },
        { title: 'status', value: (row) => row.status },
        { title: 'by', value: (row) => row.by },
        { title: 'proposed', value: (row) => row.proposedAt },
        { title: 'decided by', value: (row) => row.decidedBy },
        { title: 'at position', value: (row) => row.decidedAt, right: true },
      ],
      'no proposals',
    ),
  );
}

function detail(proposal: ProposalDetail): string {
  const { changes, check, refusal } = proposal;
  return [
    fields([
      ['proposal', `${proposal.proposalId} (${proposal.status})`],
      ['by', `${proposal.by}, ${proposal.proposedAt}, at position ${proposal.position}`],
      ['document', `SHA-256 ${proposal.hash}`],
      ...(proposal.decidedAt === undefined
        ? []
        : [
            [
              'decided',
              `${proposal.decidedBy ?? ''} at position ${proposal.decidedAt}`.trim(),
            ] as const,
          ]),
    ]),
    '',
    `${changes.length} changes`,
    ...changeLines(changes),
    ...(check?.effects ? effectLines(check.effects) : []),
    ...(refusal
      ? [
          '',
          `it could not be applied now: ${refusal.code}`,
          ...refusal.errors.map(({ path, message }) => `  ${path}: ${message}`),
        ]
      : []),
  ].join('\n');
}

/**
 * Confirms or withdraws a proposal. `--by` is an option of `apply` itself, so it is looked for here: who
 * decides has to say so.
 */
export async function decideProposal(
  action: 'confirm' | 'withdraw',
  id: string,
  command: Command,
): Promise<void> {
  const { by } = command.optsWithGlobals<{ readonly by?: string }>();
  if (by === undefined) throw new WrongUseError(`apply ${action} takes --by: who decides`);
  const client = operatorClient(globalsOf(command).ledger);
  const step = action === 'confirm' ? 'confirmation' : 'withdrawal';
  const answer = await client.post(`${PATH}/${encodeURIComponent(id)}/${step}`, { by });
  outputOf(command).result(answer, () => {
    if (action === 'withdraw') return `${id} is withdrawn`;
    const { changes } = answer as { readonly changes: readonly Change[] };
    return [`${id}: ${changes.length} changed`, ...changeLines(changes)].join('\n');
  });
}
