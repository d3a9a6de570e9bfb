import { pathToFileURL } from 'node:url';
import { prepare } from './lib/prepare.mjs';
import { inProject, runMain, say } from './lib/project.mjs';

const HELP = `Starts the clearing house: installs and builds what is missing, then runs its servers and
services in this process and its children until Ctrl-C or SIGTERM.

  npm start                     the demonstration market
  CCP_CONFIG=FILE npm start     your own reference data instead
  npm start -- --secure         everybody signs in, at Kafka and over HTTP (docs/operators.md)
  npm start -- --help           this text

Settings are environment variables:
  CCP_CONFIG             reference data, applied at start
  CCP_DATA_DIR           folder for all data (.data)
  DATABASE_URL           a Postgres of your own; otherwise one is started here
  KAFKA_BROKERS          Kafka brokers of your own; otherwise one is started here
  CCP_TOPIC_PREFIX       first part of every topic's name (ccp)
  CCP_INPUT_PARTITIONS   partitions of topics that are created (4)
  CCP_SECURE             true: as with --secure
  PORT                   port of the HTTP interface (a free one)
  LOG_LEVEL              trace, debug, info, warn or error
`;

if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
  process.stdout.write(HELP);
  process.exit(0);
}

await runMain(async () => {
  await prepare();
  const main = inProject('dist/apps/clearing-house/main.js');
  // The program sees the arguments as if it had been called itself.
  process.argv[1] = main;
  await import(pathToFileURL(main).href).catch((error) => {
    say('The clearing house could not be started.');
    throw error;
  });
});
