import { bearer } from './authorization.js';
import { type ApplyMode, OperatorClient, OperatorProblem } from './operator-client.js';
import { ReferenceDataFileError, ledgerOf, readReferenceDataFile } from './reference-data-file.js';

export interface ApplyOptions {
  /** Who applies it, for the record. */
  readonly by?: string;
  /** `check` only says what would change, `propose` leaves it to another operator to confirm. */
  readonly mode?: ApplyMode;
  /** The operators' token, where the house asks for it. */
  readonly token?: string | undefined;
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
  { by = 'operator', mode = 'apply', token }: ApplyOptions = {},
): Promise<unknown> {
  const document = await readReferenceDataFile(file);
  const client = new OperatorClient(httpUrl, ledgerOf(document), bearer(token));
  try {
    return await client.applyReferenceData(document, by, mode);
  } catch (error) {
    const errors = error instanceof OperatorProblem ? errorsOf(error) : [];
    if (errors.length > 0)
      throw new ReferenceDataFileError(file, errors, false, isAdjustedSince(error));
    throw error;
  }
}

/** What is wrong, path by path: found before the command was sent, or by the decider. */
function errorsOf({ problem }: OperatorProblem): readonly { field: string; message: string }[] {
  if (problem.errors) return problem.errors;
  const { result } = problem;
  if (typeof result !== 'object' || result === null || !('errors' in result)) return [];
  if (!Array.isArray(result.errors)) return [];
  return (result.errors as { path: string; message: string }[]).map(({ path, message }) => ({
    field: path,
    message,
  }));
}

function isAdjustedSince(error: unknown): boolean {
  const result = error instanceof OperatorProblem ? error.problem.result : undefined;
  return (
    typeof result === 'object' &&
    result !== null &&
    'code' in result &&
    result.code === 'ADJUSTED_SINCE'
  );
}

/**
 * Applies a file of reference data as a house starts. Contracts may have been adjusted since somebody
 * wrote it: then what is in force stays so, since a house has to start again after a split.
 * @returns what differs from the file, one sentence each; nothing where the file counts
 */
export async function applyReferenceDataFile(
  httpUrl: string,
  file: string,
  token?: string,
): Promise<readonly string[]> {
  try {
    await applyReferenceData(httpUrl, file, { by: 'start', token });
    return [];
  } catch (error) {
    if (!(error instanceof ReferenceDataFileError) || !error.adjustedSince) throw error;
    return error.message.split('\n');
  }
}
