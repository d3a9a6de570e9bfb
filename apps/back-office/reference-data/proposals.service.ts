import { Inject, Injectable } from '@nestjs/common';
import type { ChangeRefusal } from '#libs/domain/commands/plan-change.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { Proposal } from '#libs/domain/reference-data/proposal-state.js';
import type { ReferenceDataChange } from '#libs/domain/reference-data/reference-data-changes.js';
import { HouseReplicas } from '../house/house-replicas.service.js';
import { notFound } from '../http/problem.js';
import { LedgersService } from '../queries/ledgers.service.js';
import { type CheckedChange, CheckService } from './check.service.js';

/** A proposal as it stands. */
export interface ProposalItem extends Omit<Proposal, 'document'> {
  readonly proposedAt: string;
}

/** A proposal with what it changes and, while it is pending, what that would do now. */
export interface ProposalDetail extends ProposalItem {
  readonly changes: readonly ReferenceDataChange[];
  readonly check?: CheckedChange;
  /** Why it could not be applied now; of a pending one that could not. */
  readonly refusal?: ChangeRefusal;
}

/** Proposals of reference data, as they stand. */
@Injectable()
export class ProposalsService {
  constructor(
    @Inject(HouseReplicas) private readonly replicas: HouseReplicas,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
    @Inject(CheckService) private readonly checks: CheckService,
  ) {}

  /** All proposals, in the order in which they were made. */
  async list(ledger: string): Promise<{ items: ProposalItem[]; position: number }> {
    const { proposals, position } = await this.replicas.now(ledger, ({ house }) => ({
      proposals: [...house.proposals.proposals.values()],
      position: house.position,
    }));
    const reader = await this.ledgers.reader(ledger);
    const events = await reader.at(proposals.map((proposal) => proposal.position));
    const recordedAt = new Map(events.map((event) => [event.position, event.recordedAtMs]));
    const items = proposals.map((proposal) =>
      itemOf(proposal, recordedAt.get(proposal.position) ?? 0),
    );
    return { items, position };
  }

  /** One proposal. @throws Problem 404 for one that nobody made */
  async one(ledger: string, proposalId: string): Promise<ProposalDetail> {
    const reader = await this.ledgers.reader(ledger);
    return this.replicas.now(ledger, async (replica) => {
      const proposal = replica.house.proposals.proposals.get(proposalId);
      const [event] = proposal ? await reader.at([proposal.position]) : [];
      if (!proposal || event?.type !== 'ReferenceDataProposed')
        throw notFound('proposal', `there is no proposal ${proposalId} in ledger ${ledger}`);
      const { document } = proposal;
      const { changes } = event.payload;
      const detail = { ...itemOf(proposal, event.recordedAtMs), changes };
      if (!document) return detail;
      const judged = await this.checks.judge(replica, document);
      return { ...detail, ...(judged.ok ? { check: judged.value } : { refusal: judged.error }) };
    });
  }
}

function itemOf({ document, ...item }: Proposal, recordedAtMs: number): ProposalItem {
  void document;
  return { ...item, proposedAt: formatInstant(recordedAtMs) };
}
