import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Moves the head of a ledger, or refuses: a function, so that an append can be sent whole, without waiting
 * in the middle for the answer whether it is allowed.
 */
export class AdvanceLedgerHead1700000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION advance_ledger_head(
        of_ledger text, held_epoch bigint, from_position bigint, from_hash text,
        to_position bigint, to_hash text, evaluated bigint, seq bigint
      ) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE ledger_head
          SET last_position = to_position, head_hash = to_hash,
              evaluated_position = evaluated, evaluation_seq = seq
          WHERE ledger_id = of_ledger AND epoch = held_epoch
            AND last_position = from_position AND head_hash = from_hash;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'ledger %: epoch % may no longer append', of_ledger, held_epoch
            USING ERRCODE = 'CCP01';
        END IF;
      END $$;
      GRANT EXECUTE ON FUNCTION advance_ledger_head TO ccp_service;
    `);
  }

  async down(): Promise<void> {
    throw new Error('the ledger is never taken down: history stays');
  }
}
