#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/apps/cli/main.js', import.meta.url);

// Only a missing build is made: looking for a stale one would slow down every command.
if (!existsSync(main)) {
  const { prepare } = await import('../scripts/lib/prepare.mjs');
  const { runMain } = await import('../scripts/lib/project.mjs');
  await runMain(prepare);
}

await import(main.href);
