import type { Projection } from '../projection.js';

/** What became of quarantined messages; the messages themselves are kept beside the ledger. */
export const quarantineReleasesProjection: Projection = {
  name: 'quarantine-releases',
  version: 1,
  tables: ['quarantine_release'],
  async write(database, ledgerId, events) {
    for (const event of events) {
      if (event.type !== 'QuarantineReleased') continue;
      const { quarantined, action, by, reason } = event.payload;
      await database.query(
        `INSERT INTO quarantine_release
           (ledger_id, position, released_position, action, released_by, reason)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (ledger_id, position) DO UPDATE SET action = excluded.action,
           released_position = excluded.released_position, released_by = excluded.released_by,
           reason = excluded.reason`,
        [ledgerId, quarantined, event.position, action, by, reason],
      );
    }
  },
};
