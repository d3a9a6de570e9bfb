import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import type { ReferenceDataChange } from '#libs/domain/reference-data/reference-data-changes.js';

/** An operator asks for a change of the reference data that a second operator is to confirm. */
export interface ReferenceDataProposed {
  readonly proposalId: string;
  readonly by: string;
  /** Ledger position of the reference data that it was compared with; 0 where there was none. */
  readonly against: number;
  readonly changes: readonly ReferenceDataChange[];
  readonly document: ReferenceData;
  /** SHA-256 of `document` as the JSON text of this event has it, in hexadecimal. */
  readonly hash: string;
}

/** A proposal was taken back, by whoever made it or by somebody else. */
export interface ReferenceDataProposalWithdrawn {
  readonly proposalId: string;
  readonly by: string;
}

/** What a change that two operators made says of the first of them. */
export interface ConfirmedProposal {
  readonly proposalId: string;
  readonly proposedBy: string;
}
