import {
  type Configuration,
  ConfigurationError,
  readConfiguration,
} from '#libs/platform/configuration.js';
import { lockDataFolder } from '#libs/platform/data-folder-lock.js';
import { removeEndpoints, writeEndpoints } from '#libs/platform/endpoints-file.js';
import { stopRequest } from '#libs/platform/stop-request.js';
import { Supervisor } from '#libs/platform/supervisor.js';
import { describeHouse, startHouse } from './house.js';

/** The contract allows ten seconds; whatever is still there after this ends with its guards. */
const STOP_MS = 9_500;

/** Runs a whole clearing house until it is asked to stop. @returns the exit status */
async function run(): Promise<number> {
  const stopAsked = stopRequest();
  const configuration = configurationOf(process.argv.slice(2));
  const { dataDir } = configuration;
  const lock = lockDataFolder(dataDir);
  const supervisor = new Supervisor(say);
  try {
    const started = startHouse(configuration, supervisor, say);
    started.catch(() => undefined); // a stop while it starts makes it fail: not worth a word
    const endpoints = await Promise.race([started, stopAsked]);
    if (typeof endpoints === 'string') return 0;
    writeEndpoints(dataDir, endpoints);
    for (const line of describeHouse(endpoints, dataDir)) say(line);
    say('clearing house is ready');
    const failure = await Promise.race([supervisor.failed, stopAsked.then(() => undefined)]);
    if (failure !== undefined) throw new Error(failure);
    return 0;
  } finally {
    setTimeout(() => process.exit(1), STOP_MS).unref();
    removeEndpoints(dataDir);
    await supervisor.stop();
    lock.release();
    say('clearing house has stopped');
  }
}

/** @throws ConfigurationError for a word that is not known */
function configurationOf(words: readonly string[]): Configuration {
  const unknown = words.filter((word) => word !== '--secure');
  if (unknown.length > 0)
    throw new ConfigurationError(
      `${unknown.join(' ')} is not known; npm start takes --secure, and --help shows its settings`,
    );
  const configuration = readConfiguration();
  return words.length > 0 ? { ...configuration, secure: true } : configuration;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

// Whoever read along may be gone; that is no reason to fail.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
run().then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
