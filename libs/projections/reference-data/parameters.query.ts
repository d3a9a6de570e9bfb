import { LedgerReader, type Queryable } from '#libs/ledger/index.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { ParameterLog, type ParameterSetting } from '#libs/domain/reference-data/parameters.js';
import { cutPage, decodeCursor, type ListPage, readAtCheckpoint } from '../list-page.js';

/** A parameter of the reference data, and the event that set it. */
export interface ParameterItem {
  readonly path: string;
  /** Absent where the parameter was removed. */
  readonly value?: unknown;
  /** Absent where it was new. */
  readonly before?: unknown;
  readonly since: {
    readonly position: number;
    /** Null while the ledger had no time. */
    readonly ledgerTime: string | null;
    readonly recordedAt: string;
    readonly by: string;
    readonly proposedBy?: string;
  };
}

export interface ParameterRequest {
  /** Only paths that begin with it. */
  readonly path?: string | undefined;
  /** All that was ever set, not only what is in force. */
  readonly history: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface Folded {
  readonly log: ParameterLog;
  /** Of the last version that is in it. */
  version: number;
}

/**
 * The parameters of ledgers as the events of their reference data tell them. What was read stays in
 * memory: a version never changes.
 */
export class ParameterSource {
  private readonly folded = new Map<string, Promise<Folded>>();

  constructor(private readonly database: Queryable) {}

  /** A page of parameters, by path and position. @throws InvalidCursorError */
  async list(ledgerId: string, request: ParameterRequest): Promise<ListPage<ParameterItem>> {
    const { path, history, limit, cursor } = request;
    const after = cursor === undefined ? undefined : decodeCursor(cursor, 2);
    const { rows, position } = await readAtCheckpoint<{ position: number }>(
      this.database,
      'reference-data',
      ledgerId,
      'SELECT position FROM reference_data_version WHERE ledger_id = $1 ORDER BY position',
      [],
    );
    const log = await this.foldTo(
      ledgerId,
      rows.map((row) => Number(row.position)),
    );
    const all = history ? log.history(path) : log.current(path);
    const rest = after === undefined ? all : all.filter((each) => isAfter(each, after));
    return { ...cutPage(rest.slice(0, limit + 1), limit, keysOf, itemOf), position };
  }

  /** One fold of a ledger at a time: whoever asks meanwhile waits for it. */
  private async foldTo(ledgerId: string, versions: readonly number[]): Promise<ParameterLog> {
    const before =
      this.folded.get(ledgerId) ?? Promise.resolve({ log: new ParameterLog(), version: 0 });
    const next = before.then((folded) => this.fold(ledgerId, folded, versions));
    // A fold that failed is begun anew by the next who asks.
    next.catch(() => this.folded.delete(ledgerId));
    this.folded.set(ledgerId, next);
    return (await next).log;
  }

  private async fold(
    ledgerId: string,
    folded: Folded,
    versions: readonly number[],
  ): Promise<Folded> {
    const reader = new LedgerReader(this.database, ledgerId);
    for (const version of versions) {
      if (version <= folded.version) continue;
      const [event] = await reader.at([version]);
      if (event?.type !== 'ReferenceDataChanged' && event?.type !== 'ContractsAdjusted') continue;
      const { by, changes, proposal } = { proposal: undefined, ...event.payload };
      folded.log.take(changes, {
        position: event.position,
        ledgerTimeMs: event.ledgerTimeMs,
        recordedAtMs: event.recordedAtMs,
        by,
        ...(proposal ? { proposedBy: proposal.proposedBy } : {}),
      });
      folded.version = version;
    }
    return folded;
  }
}

const keysOf = ({ path, origin }: ParameterSetting): [string, number] => [path, origin.position];

function isAfter(setting: ParameterSetting, [path, position]: (string | number)[]): boolean {
  const key = String(path);
  return setting.path > key || (setting.path === key && setting.origin.position > Number(position));
}

function itemOf({ origin, ...setting }: ParameterSetting): ParameterItem {
  const { ledgerTimeMs, recordedAtMs, position, by, proposedBy } = origin;
  return {
    ...setting,
    since: {
      position,
      ledgerTime: ledgerTimeMs === undefined ? null : formatInstant(ledgerTimeMs),
      recordedAt: formatInstant(recordedAtMs),
      by,
      ...(proposedBy === undefined ? {} : { proposedBy }),
    },
  };
}
