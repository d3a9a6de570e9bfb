import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read model of defaults. */
export class Defaults1700000000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE default_case (
        ledger_id text COLLATE "C" NOT NULL,
        default_id text COLLATE "C" NOT NULL,
        member text COLLATE "C" NOT NULL,
        -- ledger position of the proposal, or of a declaration by policy
        first_position bigint NOT NULL,
        -- the default as it stands
        payload text NOT NULL,
        PRIMARY KEY (ledger_id, default_id)
      );
      CREATE UNIQUE INDEX default_case_by_position ON default_case (ledger_id, first_position);

      CREATE TABLE default_event (
        ledger_id text COLLATE "C" NOT NULL,
        default_id text COLLATE "C" NOT NULL,
        position bigint NOT NULL,
        PRIMARY KEY (ledger_id, default_id, position)
      );
      GRANT SELECT, INSERT, UPDATE, DELETE ON default_case, default_event TO ccp_service;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE default_case, default_event;');
  }
}
