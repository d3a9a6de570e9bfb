import { build } from './lib/build.mjs';
import { withLock } from './lib/lock.mjs';
import { prepareInstallation } from './lib/prepare.mjs';
import { runMain } from './lib/project.mjs';

await runMain(async () => {
  await prepareInstallation();
  await withLock(build);
});
