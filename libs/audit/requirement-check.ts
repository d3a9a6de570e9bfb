import { isDeepStrictEqual } from 'node:util';
import type { Queryable } from '#libs/ledger/index.js';
import {
  type HouseState,
  type AccountEvaluation,
  type MarginEngine,
  evaluateAccount,
  notComputableContent,
  requirementContent,
  requirementMessage,
} from '#libs/domain/house/index.js';
import type { Findings } from './finding.js';

/** Recomputes every stored requirement from the state at the position that it names. */
export class RequirementCheck {
  private readonly accountsByPosition = new Map<number, string[]>();

  constructor(
    private readonly database: Queryable,
    private readonly ledgerId: string,
    private readonly findings: Findings,
  ) {}

  async load(): Promise<void> {
    const { rows } = await this.database.query<{ account: string; position: string }>(
      'SELECT account, position FROM margin_requirement WHERE ledger_id = $1 ORDER BY account',
      [this.ledgerId],
    );
    for (const { account, position } of rows) {
      const known = this.accountsByPosition.get(Number(position));
      if (known) known.push(account);
      else this.accountsByPosition.set(Number(position), [account]);
    }
  }

  /** Whether anything is to be checked at a position. */
  isDue(position: number): boolean {
    return this.accountsByPosition.has(position);
  }

  /** Checks the requirements that were computed at the house's position. */
  async check(house: HouseState, engine: MarginEngine): Promise<void> {
    const accounts = this.accountsByPosition.get(house.position);
    if (!accounts) return;
    this.accountsByPosition.delete(house.position);
    const { rows } = await this.database.query<{ account: string; payload: string }>(
      `SELECT account, payload FROM margin_requirement
       WHERE ledger_id = $1 AND account = ANY($2::text[]) ORDER BY account`,
      [this.ledgerId, accounts],
    );
    for (const { account, payload } of rows) {
      const evaluation = evaluateAccount(house, engine, account);
      const found = parse(payload);
      const expected = requirementMessage(house, expectedContent(house, evaluation, found));
      this.compare(house.position, account, expected, found);
    }
  }

  finish(): void {
    for (const [position, accounts] of this.accountsByPosition) {
      const what = `margin requirement of ${accounts.join(', ')}`;
      this.findings.add(position, what, 'a position of the ledger', `position ${position}`);
    }
  }

  private compare(position: number, account: string, expected: object, found: object): void {
    // As the message has it: what is undefined is not written.
    const written = parse(JSON.stringify(expected));
    for (const name of new Set([...Object.keys(written), ...Object.keys(found)])) {
      const [a, b] = [written[name], (found as Record<string, unknown>)[name]];
      if (isDeepStrictEqual(a, b)) continue;
      this.findings.add(
        position,
        `${name} of the margin requirement of ${account}`,
        JSON.stringify(a) ?? 'nothing',
        JSON.stringify(b) ?? 'nothing',
      );
    }
  }
}

/** Where an evaluation fails, the amounts are those of an earlier position: only why is compared. */
function expectedContent(
  house: HouseState,
  evaluation: AccountEvaluation,
  found: Record<string, unknown>,
): Record<string, unknown> {
  const { account, failure } = evaluation;
  return failure
    ? notComputableContent({ ...found, account }, failure)
    : requirementContent(house, evaluation);
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
