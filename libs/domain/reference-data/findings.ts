import { ENTRIES_READ_MAX, ERRORS_MAX } from './reference-data-limits.js';

/** What is wrong at one place of the document, with the mend. */
export interface ReferenceDataError {
  /** Such as `members[1].accounts[0].marginMode`; empty for the document as a whole. */
  readonly path: string;
  /** Such as `"portfolo" is not one of portfolio, cross, isolated (did you mean portfolio?)`. */
  readonly message: string;
  /** Where it says the terms before an adjustment: the ledger position of that. */
  readonly adjustedAt?: number;
}

/** Collects the errors of one reading, and ends it when there are too many or too much was read. */
export class Findings {
  private readonly found: ReferenceDataError[] = [];
  private entriesRead = 0;
  private ended = false;

  /** Whether nothing more is to be read. */
  get isEnded(): boolean {
    return this.ended;
  }

  get errors(): readonly ReferenceDataError[] {
    return this.found;
  }

  add(path: string, message: string): void {
    if (this.ended) return;
    if (this.found.length < ERRORS_MAX) {
      this.found.push({ path, message });
      return;
    }
    this.end(`these are the first ${ERRORS_MAX} errors; mend them to see the others`);
  }

  /** Counts one object or list entry; false when the document is too large to go on. */
  countEntry(): boolean {
    this.entriesRead += 1;
    if (this.entriesRead > ENTRIES_READ_MAX && !this.ended) {
      this.end(`the document has more than ${ENTRIES_READ_MAX} entries; split the ledger`);
    }
    return !this.ended;
  }

  private end(message: string): void {
    this.ended = true;
    this.found.push({ path: '', message });
  }
}
