export const EXIT_REFUSED = 1;
export const EXIT_WRONG_USE = 2;

/** The command was used in a way that cannot work; the message says the mend. */
export class WrongUseError extends Error {
  override readonly name = 'WrongUseError';
}

/** What was asked for is refused or not there. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  constructor(
    message: string,
    readonly result?: unknown,
  ) {
    super(message);
  }
}

export interface Failure {
  readonly document: object;
  readonly sentence: string;
  readonly exitStatus: number;
}

const BAD_REQUEST = 400;

/** Says what went wrong: for programs, for people, and as an exit status. */
export async function describeFailure(error: unknown): Promise<Failure> {
  if (!(error instanceof Error)) return plain('Failed', String(error), EXIT_REFUSED);
  if (error instanceof WrongUseError) return plain('Wrong use', error.message, EXIT_WRONG_USE);
  if (error instanceof RefusedError) {
    const { document, ...rest } = plain('Refused', error.message, EXIT_REFUSED);
    return { ...rest, document: { ...document, result: error.result } };
  }
  // By name, so that the HTTP client is loaded by those commands alone that speak HTTP.
  if (error.name === 'ConfigurationError') {
    return plain('Wrong configuration', error.message, EXIT_WRONG_USE);
  }
  if (error.name === 'OperatorProblem' || error.name === 'ReferenceDataFileError') {
    return describeAnswer(error);
  }
  if (error.name === 'UnreachableError') return plain('Unreachable', error.message, EXIT_REFUSED);
  const fault =
    process.env['LOG_LEVEL'] === 'debug' ? (error.stack ?? error.message) : error.message;
  return plain('Failed', fault, EXIT_REFUSED);
}

async function describeAnswer(error: Error): Promise<Failure> {
  const { OperatorProblem, ReferenceDataFileError } =
    await import('#libs/operator-client/index.js');
  if (error instanceof ReferenceDataFileError) {
    if (error.unreadable) return plain('Wrong use', error.message, EXIT_WRONG_USE);
    const { document, ...rest } = plain('Invalid reference data', error.message, EXIT_REFUSED);
    return { ...rest, document: { ...document, file: error.file, errors: error.errors } };
  }
  if (!(error instanceof OperatorProblem)) return plain('Failed', error.message, EXIT_REFUSED);
  const { problem } = error;
  return {
    document: problem,
    sentence: `ccp: ${error.message}${details(problem.result)}`,
    exitStatus: problem.status === BAD_REQUEST ? EXIT_WRONG_USE : EXIT_REFUSED,
  };
}

/** The lists of a refused result, such as the prices that are missing, a line each. */
function details(result: unknown): string {
  if (typeof result !== 'object' || result === null) return '';
  return Object.entries(result)
    .filter(([, value]) => Array.isArray(value) && value.length > 0)
    .map(([name, value]) => `\n  ${name}: ${(value as unknown[]).map(text).join(', ')}`)
    .join('');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function plain(title: string, detail: string, exitStatus: number): Failure {
  return {
    document: { type: 'about:blank', title, detail },
    sentence: `ccp: ${detail}`,
    exitStatus,
  };
}
