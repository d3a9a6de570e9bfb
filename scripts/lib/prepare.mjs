import { build, isBuilt } from './build.mjs';
import { checkNode, install, isInstalled } from './install.mjs';
import { linkCommand } from './link.mjs';
import { withLock } from './lock.mjs';

/**
 * Brings a clone to the state in which its programs run: packages, build, command. What is there
 * already costs a look at the files. @throws SetUpError
 */
export async function prepare() {
  checkNode();
  await prepareInstallation();
  if (!isBuilt()) await withLock(async () => isBuilt() || build());
}

/** Packages and command alone, for those who compile by themselves. @throws SetUpError */
export async function prepareInstallation() {
  checkNode();
  if (!isInstalled()) await withLock(async () => isInstalled() || install());
  linkCommand();
}
