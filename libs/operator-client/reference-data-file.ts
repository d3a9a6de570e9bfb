import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A file of reference data that cannot be used; one line for each fault, with its mend. */
export class ReferenceDataFileError extends Error {
  override readonly name = 'ReferenceDataFileError';
  constructor(
    readonly file: string,
    readonly errors: readonly { readonly field: string; readonly message: string }[],
    /** Whether there was nothing to read, rather than something that is wrong in it. */
    readonly unreadable = false,
    /** Whether all that is wrong is that it has the terms before an adjustment of contracts. */
    readonly adjustedSince = false,
  ) {
    super(
      errors
        .map(({ field, message }) =>
          [path.basename(file), field, message].filter(Boolean).join(': '),
        )
        .join('\n'),
    );
  }
}

/**
 * Reads a file of reference data, YAML or JSON.
 * @throws ReferenceDataFileError when it is not there or not YAML
 */
export async function readReferenceDataFile(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message =
      code === 'ENOENT' ? `there is no file ${path.resolve(file)}` : `cannot be read (${code})`;
    throw new ReferenceDataFileError(file, [{ field: '', message }], true);
  }
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    const errors = document.errors.map(({ linePos, message }) => ({
      field: linePos ? `line ${linePos[0].line}` : '',
      message: message.split('\n')[0] ?? message,
    }));
    throw new ReferenceDataFileError(file, errors);
  }
  return document.toJS() as unknown;
}

/** The ledger that a document is about; `main` when it names none. */
export function ledgerOf(document: unknown): string {
  const ledger: unknown =
    typeof document === 'object' && document !== null && 'ledger' in document
      ? document.ledger
      : undefined;
  return typeof ledger === 'string' && ledger !== '' ? ledger : 'main';
}
