import { pathToFileURL } from 'node:url';
import { prepare } from './lib/prepare.mjs';
import { inProject, runMain } from './lib/project.mjs';

await runMain(async () => {
  await prepare();
  const main = inProject('dist/test/bench/main.js');
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
});
