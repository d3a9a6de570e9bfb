import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lies behind the hashes of sealed bids: nothing publishes it, and nothing changes it. */
export class SealedBids1700000000700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sealed_bid (
        ledger_id text COLLATE "C" NOT NULL,
        -- of the event that received the bid: SHA-256 of salt and content
        hash text COLLATE "C" NOT NULL,
        salt text NOT NULL,
        content text NOT NULL,
        PRIMARY KEY (ledger_id, hash)
      );
      CREATE TRIGGER sealed_bid_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sealed_bid
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      GRANT SELECT, INSERT ON sealed_bid TO ccp_service;
    `);
  }

  async down(): Promise<void> {
    throw new Error('sealed bids are never taken down: the ledger has their hashes');
  }
}
