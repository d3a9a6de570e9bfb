import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { inProject } from './project.mjs';

const TARGET = '../../bin/ccp.mjs';

/** Makes `npx ccp` and `node_modules/.bin/ccp` run the project's own command. */
export function linkCommand() {
  const link = inProject('node_modules/.bin/ccp');
  if (currentTarget(link) === TARGET) return;
  mkdirSync(inProject('node_modules/.bin'), { recursive: true });
  // Made aside and moved into place, so that the command is there at every moment.
  const aside = `${link}.${process.pid}`;
  rmSync(aside, { force: true });
  symlinkSync(TARGET, aside);
  renameSync(aside, link);
}

function currentTarget(link) {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
