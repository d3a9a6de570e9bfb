import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { requireMaven } from './java.js';
import { runProgram } from './programs.js';
import { PROJECT_ROOT } from './project-root.js';

const POM = path.join(PROJECT_ROOT, 'libs/platform/kafka/pom.xml');
const PROGRESS_MS = 2_000;

/** Named after the content of the `pom.xml`: another version has another folder. */
function jarFolders(dataDir: string): { shared: string; own: string } {
  const hash = createHash('sha256').update(fs.readFileSync(POM)).digest('hex').slice(0, 12);
  const name = `kafka-jars-${hash}`;
  return { shared: path.join(PROJECT_ROOT, '.data', name), own: path.join(dataDir, name) };
}

/** The folder with Kafka's jars, if they were fetched before. */
export function findKafkaJars(dataDir: string): string | undefined {
  const { shared, own } = jarFolders(dataDir);
  return [shared, own].find((folder) => fs.existsSync(folder));
}

/**
 * Fetches Kafka's jars with Maven, into a folder below the project that all data folders share, or
 * into the data folder where the project may not be written to. Later starts need no network.
 * @returns the folder
 * @throws Error when there is no Maven, or with what it said when it failed
 */
export async function fetchKafkaJars(
  dataDir: string,
  say: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { shared, own } = jarFolders(dataDir);
  const folder = isWritable(path.dirname(shared)) ? shared : own;
  await fetchInto(folder, say, signal);
  return folder;
}

function isWritable(folder: string): boolean {
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Fetches into a draft and renames it, so that a folder of jars is always whole. */
async function fetchInto(
  folder: string,
  say: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const maven = await requireMaven(say);
  const draft = `${folder}.${process.pid}.new`;
  fs.rmSync(draft, { recursive: true, force: true });
  say("fetching Kafka's jars with Maven (some 45 MB, this once)");
  try {
    await runMaven(maven, draft, say, signal);
    fs.renameSync(draft, folder);
  } catch (error) {
    // Another start may have fetched them at the same time: its folder is as good.
    if (!fs.existsSync(folder)) throw error;
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
  say(`Kafka's jars are here: ${fs.readdirSync(folder).length} files in ${folder}`);
}

async function runMaven(
  maven: string,
  folder: string,
  say: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime'];
  let files = 0;
  let saidAt = Date.now();
  const hear = (text: string): void => {
    files += text.split('Downloaded from').length - 1;
    if (files === 0 || Date.now() - saidAt < PROGRESS_MS) return;
    saidAt = Date.now();
    say(`fetching Kafka's jars: ${files} files so far`);
  };
  const words = [maven, '-B', '-f', POM, ...goal, `-DoutputDirectory=${folder}`];
  const { status, said } = await runProgram(words, { hear, signal });
  if (status !== 0) throw new Error(`Maven could not fetch Kafka's jars:\n${said}`);
}
