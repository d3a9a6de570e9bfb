import { Inject, Injectable } from '@nestjs/common';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import {
  type ReferenceDataChange,
  changesBetween,
} from '#libs/domain/reference-data/reference-data-changes.js';
import { validateReferenceData } from '#libs/domain/reference-data/validate-reference-data.js';
import { invalidRequest } from '../http/problem.js';
import { LedgersService } from '../queries/ledgers.service.js';

/** Judges reference data before it becomes a command. */
@Injectable()
export class ReferenceDataService {
  constructor(@Inject(LedgersService) private readonly ledgers: LedgersService) {}

  /** Reads a document for a ledger. @throws Problem 400 with every error, its path and its mend */
  validate(ledger: string, document: unknown): ReferenceData {
    const result = validateReferenceData(document);
    if (!result.ok) {
      throw invalidRequest(result.error.map(({ path, message }) => ({ field: path, message })));
    }
    if (result.value.ledger !== ledger) {
      throw invalidRequest([
        {
          field: 'ledger',
          message: `"${result.value.ledger}" is not "${ledger}", the ledger that it was sent to`,
        },
      ]);
    }
    return result.value;
  }

  /** What applying a document would change now. */
  async changes(ledger: string, document: ReferenceData): Promise<ReferenceDataChange[]> {
    return changesBetween(await this.ledgers.reference(ledger), document);
  }
}
