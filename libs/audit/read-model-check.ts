import type { Queryable } from '#libs/ledger/index.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/index.js';
import type { Findings } from './finding.js';
import {
  type ListDigest,
  ReadModelExpectations,
  digestText,
  expectedBalances,
  expectedDefaults,
  expectedPositions,
  expectedPriceFeeds,
} from './read-model-expectations.js';

type Texts = ReadonlyMap<string, string>;

interface ReadModel {
  readonly noun: string;
  /** Selects `name` and `value` of every entry; `$1` is the ledger. */
  readonly query: string;
  readonly expected: (house: HouseState, seen: ReadModelExpectations) => Texts;
}

const DIGEST = `count(*) || ' entries, sum ' || sum(p) || ', squares ' || sum(p::numeric * p)`;

/** The read models by the name of their checkpoint. */
const READ_MODELS: Readonly<Record<string, ReadModel>> = {
  positions: {
    noun: 'read model of positions:',
    query: `SELECT account || ' ' || instrument AS name,
        'long ' || long || ', short ' || short AS value
      FROM account_position WHERE ledger_id = $1 AND (long <> 0 OR short <> 0)
      UNION ALL
      SELECT account || ' ' || client || ' ' || instrument, 'long ' || long || ', short ' || short
      FROM client_position WHERE ledger_id = $1 AND (long <> 0 OR short <> 0)`,
    expected: expectedPositions,
  },
  balances: {
    noun: 'read model of balances:',
    query: `SELECT book || ' ' || asset AS name, amount::text AS value
      FROM balance WHERE ledger_id = $1 AND amount <> 0`,
    expected: expectedBalances,
  },
  trades: {
    noun: 'read model of trades:',
    query: `SELECT owner AS name, ${DIGEST} AS value
      FROM trade_index CROSS JOIN unnest(positions) AS p WHERE ledger_id = $1 GROUP BY owner`,
    expected: (_house, seen) => digests(seen.trades),
  },
  'margin-calls': {
    noun: 'read model of margin calls:',
    query: `SELECT call_id AS name, 'issued at ' || issued_position || ', changed at '
        || changed_position || ': ' || payload AS value
      FROM margin_call WHERE ledger_id = $1`,
    expected: (_house, seen) => seen.calls,
  },
  'settlement-cycles': {
    noun: 'read model of settlement cycles:',
    query: `SELECT cycle_id AS name, state || ' at ' || position || ': ' || payload AS value
        FROM settlement_cycle WHERE ledger_id = $1
      UNION ALL
      SELECT account || ' ' || cycle_position, ${DIGEST}
        FROM (SELECT account, cycle_position, position AS p FROM account_settlement
              WHERE ledger_id = $1) s GROUP BY account, cycle_position`,
    expected: (_house, seen) => new Map([...seen.cycles, ...digests(seen.settlements)]),
  },
  'reference-data': {
    noun: 'read model of reference data: version',
    query: `SELECT position::text AS name, 'a version' AS value
      FROM reference_data_version WHERE ledger_id = $1`,
    expected: (_house, seen) => seen.referenceData,
  },
  'price-feeds': {
    noun: 'read model of price feeds:',
    query: `SELECT symbol AS name, underlying || ' ' || state || ' ' || (f->>'quality') || ' since '
        || (f->>'since') || ', ' || (f->>'price') || ' of ' || (f->>'acceptedAt') AS value
      FROM (SELECT symbol, underlying, state, payload::json AS f FROM price_feed
            WHERE ledger_id = $1 AND state IS NOT NULL) feeds`,
    expected: expectedPriceFeeds,
  },
  defaults: {
    noun: 'read model of defaults:',
    query: `SELECT default_id AS name, concat_ws(', ', member || ' ' || (f->>'status'),
        coalesce((f->>'remaining') || ' of ' || (f->>'loss') || ' not borne', 'no loss'),
        (SELECT string_agg((l->>'layer') || ' ' || (l->>'used'), ', ' ORDER BY n)
         FROM json_array_elements(f->'layers') WITH ORDINALITY AS layers (l, n))) AS value
      FROM (SELECT default_id, member, payload::json AS f FROM default_case
            WHERE ledger_id = $1) cases
      UNION ALL
      SELECT 'events of ' || default_id, ${DIGEST}
        FROM (SELECT default_id, position AS p FROM default_event
              WHERE ledger_id = $1) e GROUP BY default_id`,
    expected: (house, seen) =>
      new Map([
        ...expectedDefaults(house),
        ...[...digests(seen.defaults)].map(([id, text]) => [`events of ${id}`, text] as const),
      ]),
  },
  'quarantine-releases': {
    noun: 'read model of quarantine: message',
    query: `SELECT position::text AS name, action || ' at ' || released_position AS value
      FROM quarantine_release WHERE ledger_id = $1`,
    expected: (_house, seen) => seen.releases,
  },
};

/** Compares each read model with the ledger at the position that its checkpoint names. */
export class ReadModelCheck {
  private readonly seen = new ReadModelExpectations();
  private readonly namesByPosition = new Map<number, string[]>();

  constructor(
    private readonly database: Queryable,
    private readonly ledgerId: string,
    private readonly findings: Findings,
  ) {}

  async load(): Promise<void> {
    const { rows } = await this.database.query<{ projection: string; position: string }>(
      'SELECT projection, position FROM projection_checkpoint WHERE ledger_id = $1',
      [this.ledgerId],
    );
    for (const { projection, position } of rows) {
      const names = this.namesByPosition.get(Number(position)) ?? [];
      this.namesByPosition.set(Number(position), [...names, projection]);
    }
  }

  take(event: RecordedEvent): void {
    this.seen.take(event);
  }

  /** Whether anything is to be checked at a position. */
  isDue(position: number): boolean {
    return this.namesByPosition.has(position);
  }

  /** Checks the read models that stand at the house's position. */
  async check(house: HouseState): Promise<void> {
    const names = this.namesByPosition.get(house.position);
    if (!names) return;
    this.namesByPosition.delete(house.position);
    for (const name of names) {
      const model = READ_MODELS[name];
      if (!model) continue;
      const { rows } = await this.database.query<{ name: string; value: string }>(model.query, [
        this.ledgerId,
      ]);
      const found = new Map(rows.map((row) => [row.name, row.value]));
      this.findings.compare(house.position, model.noun, model.expected(house, this.seen), found);
    }
  }

  finish(head: number): void {
    for (const [position, names] of this.namesByPosition) {
      if (position <= head) continue;
      const what = `read model ${names.join(', ')}: its position is beyond the ledger`;
      this.findings.add(position, what, `at most ${head}`, String(position));
    }
  }
}

function digests(lists: ReadonlyMap<string, ListDigest>): Texts {
  return new Map([...lists].map(([name, digest]) => [name, digestText(digest)]));
}
