import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read model of positions by client, of gross omnibus accounts. */
export class ClientPositions1700000000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE client_position (
        ledger_id text COLLATE "C" NOT NULL,
        account text COLLATE "C" NOT NULL,
        client text COLLATE "C" NOT NULL,
        instrument text COLLATE "C" NOT NULL,
        long bigint NOT NULL,
        short bigint NOT NULL,
        -- in the order in which positions are listed
        PRIMARY KEY (ledger_id, account, instrument, client)
      );
      GRANT SELECT, INSERT, UPDATE, DELETE ON client_position TO ccp_service;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE client_position;');
  }
}
