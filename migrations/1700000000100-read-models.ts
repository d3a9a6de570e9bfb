import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read models: folds of the ledger that can be emptied and rebuilt at any time. */
export class ReadModels1700000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE projection_checkpoint (
        ledger_id text COLLATE "C" NOT NULL,
        projection text COLLATE "C" NOT NULL,
        -- of the code that folded it: a higher one rebuilds from the first event
        version integer NOT NULL,
        -- the read model holds the ledger up to here, and nothing later
        position bigint NOT NULL,
        PRIMARY KEY (ledger_id, projection)
      );

      CREATE TABLE account_position (
        ledger_id text COLLATE "C" NOT NULL,
        account text COLLATE "C" NOT NULL,
        instrument text COLLATE "C" NOT NULL,
        long bigint NOT NULL,
        short bigint NOT NULL,
        PRIMARY KEY (ledger_id, account, instrument)
      );

      CREATE TABLE trade_index (
        ledger_id text COLLATE "C" NOT NULL,
        -- an account, a member, or '' for every trade: what a list of trades is filtered by
        owner text COLLATE "C" NOT NULL,
        last_position bigint NOT NULL,
        -- ledger positions of the trades of one page, ascending; pages do not overlap
        positions bigint[] NOT NULL,
        PRIMARY KEY (ledger_id, owner, last_position)
      );

      CREATE TABLE balance (
        ledger_id text COLLATE "C" NOT NULL,
        book text COLLATE "C" NOT NULL,
        asset text COLLATE "C" NOT NULL,
        -- minor units of the currency, or units of the asset's scale
        amount numeric NOT NULL,
        PRIMARY KEY (ledger_id, book, asset)
      );

      CREATE TABLE margin_call (
        ledger_id text COLLATE "C" NOT NULL,
        call_id text COLLATE "C" NOT NULL,
        account text COLLATE "C" NOT NULL,
        member text COLLATE "C" NOT NULL,
        status text COLLATE "C" NOT NULL,
        -- ledger positions of the event that issued it and of its latest change
        issued_position bigint NOT NULL,
        changed_position bigint NOT NULL,
        -- the call as it stands: the message of the margin-calls topic
        payload text NOT NULL,
        PRIMARY KEY (ledger_id, call_id)
      );
      CREATE INDEX margin_call_by_issue ON margin_call (ledger_id, issued_position);
      CREATE INDEX margin_call_by_account ON margin_call (ledger_id, account, issued_position);

      CREATE TABLE settlement_cycle (
        ledger_id text COLLATE "C" NOT NULL,
        cycle_id text COLLATE "C" NOT NULL,
        -- BOOKED, or BLOCKED while prices are missing
        state text COLLATE "C" NOT NULL,
        position bigint NOT NULL,
        payload text NOT NULL,
        PRIMARY KEY (ledger_id, cycle_id)
      );
      CREATE UNIQUE INDEX settlement_cycle_by_position ON settlement_cycle (ledger_id, position);

      CREATE TABLE account_settlement (
        ledger_id text COLLATE "C" NOT NULL,
        account text COLLATE "C" NOT NULL,
        cycle_position bigint NOT NULL,
        position bigint NOT NULL,
        PRIMARY KEY (ledger_id, account, cycle_position, position)
      );

      CREATE TABLE reference_data_version (
        ledger_id text COLLATE "C" NOT NULL,
        position bigint NOT NULL,
        PRIMARY KEY (ledger_id, position)
      );

      CREATE TABLE quarantine_release (
        ledger_id text COLLATE "C" NOT NULL,
        -- of the message that was quarantined, and of the decision on it
        position bigint NOT NULL,
        released_position bigint NOT NULL,
        action text COLLATE "C" NOT NULL,
        released_by text NOT NULL,
        reason text NOT NULL,
        PRIMARY KEY (ledger_id, position)
      );
    `);
    await runner.query(`
      GRANT SELECT, INSERT, UPDATE, DELETE ON
        projection_checkpoint, account_position, trade_index, balance, margin_call,
        settlement_cycle, account_settlement, reference_data_version, quarantine_release
        TO ccp_service;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE projection_checkpoint, account_position, trade_index, balance, margin_call,
        settlement_cycle, account_settlement, reference_data_version, quarantine_release;
    `);
  }
}
