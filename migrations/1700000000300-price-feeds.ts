import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read model of price feeds. */
export class PriceFeeds1700000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE price_feed (
        ledger_id text COLLATE "C" NOT NULL,
        symbol text COLLATE "C" NOT NULL,
        underlying text COLLATE "C" NOT NULL,
        -- null only between the first judgement and the event that follows it
        state text COLLATE "C",
        -- the feed as it stands
        payload text NOT NULL,
        PRIMARY KEY (ledger_id, symbol)
      );
      GRANT SELECT, INSERT, UPDATE, DELETE ON price_feed TO ccp_service;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE price_feed;');
  }
}
