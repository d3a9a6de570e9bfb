import { Inject, Injectable } from '@nestjs/common';
import { changesThatNeedApproval } from '#libs/domain/commands/needs-approval.js';
import { type ChangeRefusal, planChange } from '#libs/domain/commands/plan-change.js';
import { ok, type Result } from '#libs/domain/kernel/result.js';
import type { ReferenceDataChange } from '#libs/domain/reference-data/reference-data-changes.js';
import { type ChangeEffects, changeEffects } from '#libs/domain/what-if/change-effects.js';
import type { ServiceConfiguration } from '#libs/platform/configuration.js';
import type { Replica } from '../house/house-replica.js';
import { HouseReplicas } from '../house/house-replicas.service.js';
import { inSlices } from '../house/in-slices.js';
import { refused } from '../http/problem.js';
import { CONFIGURATION } from '../tokens.js';

/** What applying a document would do. */
export interface CheckedChange {
  readonly checked: true;
  /** Ledger position of the state that it was judged on. */
  readonly position: number;
  readonly changes: readonly ReferenceDataChange[];
  /** Paths of the changes that this house takes by the way of a proposal only. */
  readonly needsApproval: readonly string[];
  /** Absent before the ledger has reference data. */
  readonly effects?: ChangeEffects;
}

/** Says what documents of reference data would change, with their effect on every account. */
@Injectable()
export class CheckService {
  constructor(
    @Inject(HouseReplicas) private readonly replicas: HouseReplicas,
    @Inject(CONFIGURATION) private readonly configuration: ServiceConfiguration,
  ) {}

  /** Judges a document as applying it would; nothing is written. @throws Problem 409 with the refusal */
  async check(ledger: string, document: unknown): Promise<CheckedChange> {
    const judged = await this.replicas.now(ledger, (replica) => this.judge(replica, document));
    if (!judged.ok) throw refused(judged.error);
    return judged.value;
  }

  /** The same on a state that the caller has. */
  async judge(
    { house, engine }: Replica,
    document: unknown,
  ): Promise<Result<CheckedChange, ChangeRefusal>> {
    const { position } = house;
    const planned = planChange(house, document);
    if (!planned.ok) return planned;
    const { after, changes } = planned.value;
    const reserved =
      this.configuration.requireApproval && house.reference ? changesThatNeedApproval(changes) : [];
    const effects = await inSlices(changeEffects(house, engine, after));
    return ok({
      checked: true,
      position,
      changes,
      needsApproval: reserved.map(({ path }) => path),
      ...(effects ? { effects } : {}),
    });
  }
}
