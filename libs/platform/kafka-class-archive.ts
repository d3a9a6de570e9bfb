import fs from 'node:fs';
import path from 'node:path';
import { KafkaBroker, kafkaReady } from './kafka-broker.js';

/** Writing the archive takes the Java machine a few seconds at its end. */
const KILL_AFTER_MS = 30_000;
const TRAINING = 'kafka-training';

/** A class archive that does not fit (another Java since) is passed over without a word. */
const QUIET = ['-Xshare:auto', '-Xlog:disable', '-Xlog:all=error:stderr'];

/**
 * Flags that make the Java machine map Kafka's classes ready-made instead of loading them one by
 * one, which halves the time to start; none where there is no archive.
 */
export function classArchiveFlags(jars: string): string[] {
  const archive = archiveOf(jars);
  return fs.existsSync(archive) ? [...QUIET, `-XX:SharedArchiveFile=${archive}`] : QUIET;
}

function archiveOf(jars: string): string {
  return path.join(jars, 'classes.jsa');
}

/**
 * Runs a broker once on an empty folder to learn which classes it loads, and keeps them beside the
 * jars. Only speed depends on it, so a failure is passed over.
 */
export async function makeClassArchive(
  java: string,
  jars: string,
  dataDir: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const draft = `${archiveOf(jars)}.${process.pid}.new`;
  const flags = [...QUIET, `-XX:ArchiveClassesAtExit=${draft}`];
  const common = { dataDir, name: TRAINING, java, jars, killAfterMs: KILL_AFTER_MS, signal };
  const broker = new KafkaBroker({ ...common, flags });
  try {
    const ports = await broker.choosePorts();
    // Formatting is another program, whose archive would be of little use.
    await new KafkaBroker({ ...common, flags: QUIET }).prepare(ports);
    const server = broker.launch();
    await kafkaReady(server, ports, signal);
    await server.stop();
    if (fs.existsSync(draft)) fs.renameSync(draft, archiveOf(jars));
  } catch {
    // The broker proper starts without, and says what is wrong if something is.
  } finally {
    fs.rmSync(draft, { force: true });
    broker.removeFiles();
  }
}
