import { Injectable } from '@nestjs/common';
import { validateReferenceData } from '#libs/domain/reference-data/validate-reference-data.js';
import { invalidRequest } from '../http/problem.js';

/** Judges the form of reference data before they become a command; what they may change, the decider. */
@Injectable()
export class ReferenceDataService {
  /** Reads a document for a ledger. @throws Problem 400 with every error, its path and its mend */
  validate(ledger: string, document: unknown): void {
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
  }
}
