// A service for tests: `PLATFORM=... node service.mjs` with the behaviour that the environment
// names. What it does is a line on its standard output and, where TRACE is set, in that file.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const { PLATFORM = '', TRACE = '', NAME = 'service', BEHAVIOUR = '' } = process.env;
const { runAsChild } = await import(pathToFileURL(path.join(PLATFORM, 'child-process.js')).href);

function tell(what) {
  process.stdout.write(`${what}\n`);
  if (TRACE) fs.appendFileSync(TRACE, `${NAME} ${what} ${process.pid}\n`);
}

setInterval(() => {}, 60_000);
runAsChild(async () => {
  tell('starts');
  if (BEHAVIOUR === 'never-ready') await new Promise(() => {});
  if (BEHAVIOUR === 'fails') throw new Error('the table is missing');
  if (BEHAVIOUR === 'crashes') setTimeout(() => process.exit(3), 20);
  return {
    ready: { name: NAME },
    async stop() {
      tell('stops');
      if (BEHAVIOUR === 'hangs') await new Promise(() => {});
    },
  };
});
