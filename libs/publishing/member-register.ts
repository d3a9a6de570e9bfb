import type { ReferenceDataChanged } from '#libs/domain/events/event-catalogue.js';
import type { DatabasePool, RawEvent } from '#libs/ledger/index.js';

/** Makes sure that members have their topics. @returns those that have them */
export type OpenMemberTopics = (members: readonly string[]) => Promise<readonly string[]>;

/**
 * The members of the ledger as of the event that is being published, so far as their topics are there: to
 * nobody else is anything sent.
 */
export class MemberRegister {
  private members: ReadonlySet<string> | undefined;

  constructor(
    private readonly pool: DatabasePool,
    private readonly ledgerId: string,
    private readonly openTopics: OpenMemberTopics,
  ) {}

  get all(): Iterable<string> {
    return this.members ?? [];
  }

  has(member: string): boolean {
    return this.members?.has(member) ?? false;
  }

  /** Knows the members as of a position, unless it has followed up to there. */
  async startAt(position: number): Promise<void> {
    if (this.members) return;
    const { rows } = await this.pool.query<{ payload: string }>(
      `SELECT payload FROM event
       WHERE ledger_id = $1 AND position <= $2 AND type = 'ReferenceDataChanged'
       ORDER BY position DESC LIMIT 1`,
      [this.ledgerId, position],
    );
    const payload = rows[0]?.payload;
    await this.take(payload === undefined ? [] : membersIn(payload));
  }

  /** Follows an event. */
  async follow({ type, payloadText }: RawEvent): Promise<void> {
    if (type === 'ReferenceDataChanged') await this.take(membersIn(payloadText));
  }

  private async take(members: readonly string[]): Promise<void> {
    this.members = new Set(members.length === 0 ? [] : await this.openTopics(members));
  }
}

function membersIn(payloadText: string): string[] {
  const { document } = JSON.parse(payloadText) as ReferenceDataChanged;
  return document.members.map(({ id }) => id);
}
