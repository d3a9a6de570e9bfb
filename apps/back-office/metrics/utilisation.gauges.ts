import type pg from 'pg';
import { Gauge, type Registry } from 'prom-client';

interface MemberRow {
  readonly ledger: string;
  readonly member: string;
  readonly exposure: number;
  readonly counted: number;
  readonly excess: number;
  readonly deficit: number;
}

type Amount = 'exposure' | 'counted' | 'excess' | 'deficit';

const AMOUNTS: readonly (readonly [Amount, string])[] = [
  ['exposure', 'What has to be covered'],
  ['counted', 'What counts as collateral'],
  ['excess', 'Counted collateral above the exposure, account by account'],
  ['deficit', 'Exposure above counted collateral, account by account'],
];

/**
 * How far collateral is used, by member and for the house, as the requirements were last evaluated;
 * amounts in major units of the base currency. There is no gauge per account: members are few, while
 * accounts may be tens of thousands, each of which would be a time series of its own.
 */
export class UtilisationGauges {
  private readonly amounts: ReadonlyMap<Amount, Gauge>;
  private readonly ofMembers: Gauge;
  private readonly ofHouse: Gauge;

  constructor(registry: Registry) {
    const gauge = (name: string, help: string, ...labels: string[]): Gauge =>
      new Gauge({ name, help, labelNames: ['ledger', ...labels], registers: [registry] });
    this.amounts = new Map(
      AMOUNTS.map(([amount, help]) => {
        const words = `${help}, of a member's accounts in the base currency`;
        return [amount, gauge(`ccp_member_${amount}`, words, 'member')];
      }),
    );
    const ratio = 'Exposure over counted collateral; infinite where nothing counts';
    this.ofMembers = gauge('ccp_member_utilisation', `${ratio}, by member`, 'member');
    this.ofHouse = gauge('ccp_house_utilisation', `${ratio}, of all members`);
  }

  /** Reads what was last evaluated; accounts that could not be evaluated are in no sum. */
  async read(database: pg.Pool): Promise<void> {
    const { rows } = await database.query<MemberRow>(
      // Materialized, so that each message is parsed once. One that lacks a figure, as an earlier version
      // may have written it, is in no sum, and takes no other metric with it.
      `WITH latest AS MATERIALIZED (
         SELECT ledger_id, account, payload::jsonb AS message FROM margin_requirement)
       SELECT ledger_id AS ledger, split_part(account, '/', 1) AS member,
         sum((message->>'exposure')::numeric)::float8 AS exposure,
         sum((message->'collateral'->>'counted')::numeric)::float8 AS counted,
         sum((message->>'excess')::numeric)::float8 AS excess,
         sum((message->>'deficit')::numeric)::float8 AS deficit
       FROM latest
       WHERE NOT message ? 'notComputable' AND message->'collateral' ? 'counted'
         AND message ?& array['exposure', 'excess', 'deficit'] GROUP BY 1, 2`,
    );
    // A member whose accounts cannot be evaluated any more has no figures, not old ones.
    for (const gauge of [...this.amounts.values(), this.ofMembers, this.ofHouse]) gauge.reset();
    const houses = new Map<string, { exposure: number; counted: number }>();
    for (const row of rows) {
      const { ledger, member, exposure, counted } = row;
      for (const [amount, gauge] of this.amounts) gauge.set({ ledger, member }, row[amount]);
      this.ofMembers.set({ ledger, member }, ratioOf(row));
      const house = houses.get(ledger) ?? { exposure: 0, counted: 0 };
      houses.set(ledger, {
        exposure: house.exposure + exposure,
        counted: house.counted + counted,
      });
    }
    for (const [ledger, house] of houses) this.ofHouse.set({ ledger }, ratioOf(house));
  }
}

function ratioOf({ exposure, counted }: { exposure: number; counted: number }): number {
  return exposure === 0 ? 0 : exposure / counted;
}
