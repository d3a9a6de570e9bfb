import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the reference data as of a position without reading the ledger backwards; few rows are in it. */
export class ReferenceDataIndex1700000000810 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX event_reference_data ON event (ledger_id, position)
        WHERE type = 'ReferenceDataChanged';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX event_reference_data;');
  }
}
