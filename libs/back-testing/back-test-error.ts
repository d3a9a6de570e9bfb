/** The back-test cannot be done as asked; the message says the mend. */
export class BackTestError extends Error {
  override readonly name = 'BackTestError';
}

/** The data are not where they were said to be. */
export class MissingDataError extends BackTestError {}
