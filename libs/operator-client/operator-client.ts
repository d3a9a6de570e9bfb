import { type HttpAnswer, requestJson } from './request-json.js';

/** Problem details (RFC 9457) as the back office sends them. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  readonly result?: unknown;
}

/** The back office answered with a problem. */
export class OperatorProblem extends Error {
  override readonly name = 'OperatorProblem';
  constructor(readonly problem: ProblemDocument) {
    super(problem.detail ?? problem.title);
  }
}

/** What is to become of a document of reference data. */
export type ApplyMode = 'apply' | 'check' | 'propose';

const APPLY_PATHS: Readonly<Record<ApplyMode, string>> = {
  apply: 'reference-data',
  check: 'reference-data?check=true',
  propose: 'reference-data/proposals',
};

export type QueryValue = string | number | boolean | undefined;

/** Longer than any request of ours takes to be answered, a wait for idleness aside. */
const REQUEST_MS = 120_000;
const WAIT_MARGIN_MS = 10_000;

/** The operators' side of the HTTP interface, for one ledger. */
export class OperatorClient {
  private readonly base: string;

  /**
   * @param httpUrl of the back office, such as http://127.0.0.1:8080
   * @param authorization the header's value, where the house asks who is there
   */
  constructor(
    httpUrl: string,
    readonly ledger = 'main',
    private readonly authorization?: string,
  ) {
    this.base = `${httpUrl.replace(/\/+$/, '')}/v1/ledgers/${encodeURIComponent(ledger)}`;
  }

  /** Reads what is at a path below the ledger. @throws OperatorProblem, UnreachableError */
  async get(path: string, query: Readonly<Record<string, QueryValue>> = {}): Promise<unknown> {
    const url = new URL(`${this.base}/${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return valueOf(await requestJson('GET', url.href, undefined, REQUEST_MS, this.signed({})));
  }

  /** Posts to a path below the ledger. @throws OperatorProblem, UnreachableError */
  async post(
    path: string,
    body: object,
    options: { readonly idempotencyKey?: string; readonly timeoutMs?: number } = {},
  ): Promise<unknown> {
    const { idempotencyKey, timeoutMs = REQUEST_MS } = options;
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    const url = `${this.base}/${path}`;
    return valueOf(await requestJson('POST', url, body, timeoutMs, this.signed(headers)));
  }

  private signed(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const { authorization } = this;
    return authorization === undefined ? headers : { ...headers, authorization };
  }

  /** Applies reference data, or only says what would change, or proposes it. */
  applyReferenceData(document: unknown, by: string, mode: ApplyMode = 'apply'): Promise<unknown> {
    return this.post(APPLY_PATHS[mode], { document, by });
  }

  /** Runs a settlement cycle. */
  settle(cycle: {
    readonly type: 'EOD' | 'INTRADAY';
    readonly date: string;
    readonly cycleId?: string;
    readonly at?: string;
    readonly by?: string;
  }): Promise<unknown> {
    return this.post('settlement-cycles', cycle);
  }

  /** Imports closes of a risk factor. */
  importHistory(
    symbol: string,
    closes: readonly (readonly [date: string, close: string])[],
    options: { readonly scale?: string; readonly by?: string } = {},
  ): Promise<unknown> {
    return this.post('price-history', { symbol, closes, ...options });
  }

  /** Comes back when everything sent until now is decided and published. */
  waitIdle(timeoutMs: number): Promise<unknown> {
    return this.post('wait-idle', { timeoutMs }, { timeoutMs: timeoutMs + WAIT_MARGIN_MS });
  }
}

const ANSWER_MS = 10_000;

/** The ledgers of a clearing house. @throws OperatorProblem, UnreachableError */
export async function ledgersOf(
  httpUrl: string,
  authorization?: string,
): Promise<{ readonly items: string[] }> {
  const headers = authorization === undefined ? {} : { authorization };
  const url = `${httpUrl.replace(/\/+$/, '')}/v1/ledgers`;
  return valueOf(await requestJson('GET', url, undefined, ANSWER_MS, headers)) as {
    items: string[];
  };
}

function valueOf({ status, body }: HttpAnswer): unknown {
  if (status < 400) return body;
  if (isProblem(body)) throw new OperatorProblem(body);
  throw new OperatorProblem({
    type: 'about:blank',
    title: 'Unexpected answer',
    status,
    detail: `the back office answered with status ${status}`,
  });
}

function isProblem(body: unknown): body is ProblemDocument {
  return typeof body === 'object' && body !== null && 'title' in body && 'status' in body;
}
