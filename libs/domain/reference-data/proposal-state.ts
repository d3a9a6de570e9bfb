import { invariant } from '#libs/domain/kernel/assert.js';
import type { ReferenceData } from './model.js';

/** Most proposals that wait at the same time: each keeps a whole document in the state. */
export const PROPOSALS_PENDING_MAX = 20;

/** OUTDATED: the reference data changed before anybody confirmed it. */
export type ProposalStatus = 'PENDING' | 'CONFIRMED' | 'WITHDRAWN' | 'OUTDATED';

/** A change of the reference data that one operator asked for. */
export interface Proposal {
  readonly proposalId: string;
  readonly by: string;
  readonly status: ProposalStatus;
  /** Ledger position at which it was made. */
  readonly position: number;
  readonly hash: string;
  /** There while it is pending. */
  readonly document?: ReferenceData;
  /** Who confirmed or withdrew it. */
  readonly decidedBy?: string;
  /** Ledger position at which it stopped being pending. */
  readonly decidedAt?: number;
}

/** Proposals and what they are compared with. */
export interface ProposalState {
  /** Ledger position of the reference data in force; 0 before the first. */
  inForceSince: number;
  /** By id, in the order in which they were made. */
  readonly proposals: Map<string, Proposal>;
}

export function emptyProposals(): ProposalState {
  return { inForceSince: 0, proposals: new Map() };
}

export function pendingProposals({ proposals }: ProposalState): Proposal[] {
  return [...proposals.values()].filter(({ status }) => status === 'PENDING');
}

/** The id of the next proposal of a ledger, such as main-P1. */
export function nextProposalId({ proposals }: ProposalState, ledgerId: string): string {
  return `${ledgerId}-P${proposals.size + 1}`;
}

/**
 * Takes the reference data of a position into the state: proposals that were made on what was in force
 * before are out of date.
 * @param confirmed the proposal that they come from, where they come from one
 */
export function takeReferenceData(
  state: ProposalState,
  position: number,
  by: string,
  confirmed: string | undefined,
): void {
  for (const { proposalId } of pendingProposals(state)) {
    if (proposalId === confirmed) close(state, proposalId, 'CONFIRMED', position, by);
    else close(state, proposalId, 'OUTDATED', position);
  }
  state.inForceSince = position;
}

/** A pending proposal is over; its document is in the event that made it. */
export function close(
  state: ProposalState,
  proposalId: string,
  status: Exclude<ProposalStatus, 'PENDING'>,
  position: number,
  decidedBy?: string,
): void {
  const proposal = state.proposals.get(proposalId);
  invariant(proposal?.status === 'PENDING', () => `${proposalId} is not a pending proposal`);
  const { document, ...rest } = proposal;
  void document;
  state.proposals.set(proposalId, {
    ...rest,
    status,
    decidedAt: position,
    ...(decidedBy === undefined ? {} : { decidedBy }),
  });
}
