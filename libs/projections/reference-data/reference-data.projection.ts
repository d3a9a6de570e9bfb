import type { Projection } from '../projection.js';

/** Where the versions of the reference data are in the ledger. */
export const referenceDataProjection: Projection = {
  name: 'reference-data',
  version: 1,
  tables: ['reference_data_version'],
  async write(database, ledgerId, events) {
    const positions = events.flatMap(({ type, position }) =>
      type === 'ReferenceDataChanged' || type === 'ContractsAdjusted' ? [position] : [],
    );
    if (positions.length === 0) return;
    await database.query(
      'INSERT INTO reference_data_version (ledger_id, position) SELECT $1, unnest($2::bigint[])',
      [ledgerId, positions],
    );
  },
};
