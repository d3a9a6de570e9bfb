// A starter for tests: `node starter.mjs PLATFORM DATA_DIR [ignore-sigint]` starts Postgres and
// Kafka with the library compiled into PLATFORM, prints where they are as a line of JSON and waits.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [platform = '', dataDir = ''] = process.argv.slice(2);
const from = (name) => import(pathToFileURL(path.join(platform, name)).href);
const { startEmbeddedPostgres } = await from('embedded-postgres.js');
const { startEmbeddedKafka } = await from('embedded-kafka.js');

process.on('SIGINT', () => {});
const [postgres, kafka] = await Promise.all([
  startEmbeddedPostgres({ dataDir }),
  startEmbeddedKafka({ dataDir }),
]);
process.on('SIGTERM', () => {
  void Promise.all([postgres.stop(), kafka.stop()]).then(() => process.exit(0));
});
const { databaseUrl } = postgres;
const { kafkaBrokers } = kafka;
process.stdout.write(`${JSON.stringify({ databaseUrl, kafkaBrokers })}\n`);
setInterval(() => {}, 60_000);
