import { OperatorClient, OperatorProblem } from './operator-client.js';
import { ReferenceDataFileError, ledgerOf, readReferenceDataFile } from './reference-data-file.js';

export interface ApplyOptions {
  /** Who applies it, for the record. */
  readonly by?: string;
  /** Only validate, and say what would change. */
  readonly check?: boolean;
}

/**
 * Applies a file of reference data to the ledger that it names.
 * @returns the answer of the clearing house
 * @throws ReferenceDataFileError that names file, path inside it and mend, when it is not valid
 * @throws OperatorProblem when it would rewrite the past; UnreachableError when nobody answers
 */
export async function applyReferenceData(
  httpUrl: string,
  file: string,
  { by = 'operator', check = false }: ApplyOptions = {},
): Promise<unknown> {
  const document = await readReferenceDataFile(file);
  const client = new OperatorClient(httpUrl, ledgerOf(document));
  try {
    return await client.applyReferenceData(document, by, check);
  } catch (error) {
    if (error instanceof OperatorProblem && error.problem.errors) {
      throw new ReferenceDataFileError(file, error.problem.errors);
    }
    throw error;
  }
}

/** Applies a file of reference data, for callers that need no answer but the absence of errors. */
export async function applyReferenceDataFile(httpUrl: string, file: string): Promise<void> {
  await applyReferenceData(httpUrl, file, { by: 'start' });
}
