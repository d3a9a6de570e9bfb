import type { HouseState } from '#libs/domain/house/house-state.js';
import { sha256 } from '#libs/domain/kernel/sha-256.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import {
  nextProposalId,
  pendingProposals,
  PROPOSALS_PENDING_MAX,
  type Proposal,
} from '#libs/domain/reference-data/proposal-state.js';
import { refused, type CommandOutcome } from './command-outcome.js';
import { planChange } from './plan-change.js';
import { isSamePerson } from './same-person.js';

const STREAM = 'reference-data';

interface ProposalRefusal {
  readonly code: string;
  readonly reason: string;
}

/** Records a change that another operator is to confirm: refused wherever applying it would be. */
export function decidePropose(
  house: HouseState,
  { document }: { readonly document: unknown },
  by: string,
): CommandOutcome {
  const planned = planChange(house, document);
  if (!planned.ok) return refused(planned.error);
  const { after, changes } = planned.value;
  if (changes.length === 0)
    return refused({
      code: 'NOTHING_TO_PROPOSE',
      reason: 'the document says what is in force already',
    });
  if (pendingProposals(house.proposals).length >= PROPOSALS_PENDING_MAX)
    return refused({
      code: 'LIMIT_EXCEEDED',
      reason: `${PROPOSALS_PENDING_MAX} proposals wait already: confirm or withdraw some first`,
    });
  const proposalId = nextProposalId(house.proposals, house.ledgerId);
  const hash = sha256(JSON.stringify(after));
  const against = house.proposals.inForceSince;
  return {
    outcome: 'DONE',
    result: { proposalId, hash, changes, position: house.position + 1 },
    events: [
      {
        type: 'ReferenceDataProposed',
        streamId: STREAM,
        payload: { proposalId, by, against, changes, document: after, hash },
      },
    ],
  };
}

/**
 * Applies a proposal. Refused to whoever made it, and when the reference data have changed since or
 * the ledger now holds something whose past it would rewrite.
 */
export function decideConfirm(
  house: HouseState,
  { proposalId }: { readonly proposalId: string },
  by: string,
): CommandOutcome {
  const found = pendingProposal(house, proposalId);
  if (!found.ok) return refused(found.error);
  const proposal = found.value;
  if (isSamePerson(proposal.by, by))
    return refused({
      code: 'SAME_OPERATOR',
      reason: `${proposal.by} proposed ${proposalId}: somebody else has to confirm it`,
    });
  const planned = planChange(house, proposal.document);
  if (!planned.ok) return refused(planned.error);
  const { after, changes } = planned.value;
  const from = { proposalId, proposedBy: proposal.by };
  return {
    outcome: 'DONE',
    result: { ...from, changes, position: house.position + 1 },
    events: [
      {
        type: 'ReferenceDataChanged',
        streamId: STREAM,
        payload: { by, changes, document: after, proposal: from },
      },
    ],
  };
}

/** Takes a proposal back; whoever made it may, and so may anybody else who operates the house. */
export function decideWithdraw(
  house: HouseState,
  { proposalId }: { readonly proposalId: string },
  by: string,
): CommandOutcome {
  const found = pendingProposal(house, proposalId);
  if (!found.ok) return refused(found.error);
  return {
    outcome: 'DONE',
    result: { proposalId, status: 'WITHDRAWN', position: house.position + 1 },
    events: [
      {
        type: 'ReferenceDataProposalWithdrawn',
        streamId: STREAM,
        payload: { proposalId, by },
      },
    ],
  };
}

function pendingProposal(
  { proposals }: HouseState,
  proposalId: string,
): Result<Proposal, ProposalRefusal> {
  const proposal = proposals.proposals.get(proposalId);
  if (!proposal)
    return failed({
      code: 'UNKNOWN_PROPOSAL',
      reason: `there is no proposal ${proposalId}; ccp apply proposals lists them`,
    });
  const { status, decidedBy, decidedAt } = proposal;
  switch (status) {
    case 'PENDING':
      return ok(proposal);
    case 'CONFIRMED':
    case 'WITHDRAWN':
      return failed({
        code: `PROPOSAL_${status}`,
        reason: `${proposalId} was ${status.toLowerCase()} by ${decidedBy} at position ${decidedAt}`,
      });
    case 'OUTDATED':
      return failed({
        code: 'PROPOSAL_OUTDATED',
        reason: `the reference data have changed at position ${decidedAt}, after ${proposalId} was made: propose it anew`,
      });
  }
}
