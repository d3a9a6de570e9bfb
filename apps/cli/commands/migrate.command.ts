import type { Command } from 'commander';
import { runMigrations } from '#libs/ledger/migrations.js';
import { databaseUrl } from '../lib/house.js';
import { outputOf } from '../lib/output.js';

export async function migrate(command: Command): Promise<void> {
  await runMigrations(databaseUrl());
  outputOf(command).result({ migrated: true }, () => 'the database has the tables of this version');
}
