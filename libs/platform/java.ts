import fs from 'node:fs';
import path from 'node:path';
import { runProgram } from './programs.js';

const JAVA_MAJOR_MIN = 17;
const PROBE_MS = 20_000;
const INSTALL_MS = 600_000;
const ELSEWHERE =
  'or set KAFKA_BROKERS to a broker that runs elsewhere, such as the one that `docker compose up kafka` starts.';

/** The Java program to run Kafka with, or undefined when there is none that is new enough. */
async function findJava(): Promise<string | undefined> {
  const home = process.env['JAVA_HOME'];
  for (const java of [...(home ? [path.join(home, 'bin', 'java')] : []), 'java']) {
    const { status, said } = await runProgram([java, '-version'], { timeoutMs: PROBE_MS });
    const major = /version "(\d+)/.exec(said)?.[1];
    if (status === 0 && Number(major) >= JAVA_MAJOR_MIN) return java;
  }
  return undefined;
}

async function findMaven(): Promise<string | undefined> {
  const { status } = await runProgram(['mvn', '--version'], { timeoutMs: PROBE_MS });
  return status === 0 ? 'mvn' : undefined;
}

/** Installs a package where that needs no question: as root on Debian and its kin. */
async function installOnDebian(packageName: string, say: (line: string) => void): Promise<void> {
  if (process.geteuid?.() !== 0 || !fs.existsSync('/etc/debian_version')) return;
  say(`installing ${packageName} with apt-get, which Kafka needs and this machine lacks`);
  const options = {
    timeoutMs: INSTALL_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  await runProgram(['apt-get', 'update', '-q'], options);
  const flags = ['install', '-q', '-y', '--no-install-recommends'];
  await runProgram(['apt-get', ...flags, packageName], options);
}

/**
 * The `java` to run Kafka with.
 * @throws Error with the remedy in two sentences
 */
export async function requireJava(say: (line: string) => void): Promise<string> {
  let java = await findJava();
  if (java === undefined) {
    await installOnDebian('default-jre-headless', say);
    java = await findJava();
  }
  if (java !== undefined) return java;
  throw new Error(
    `Kafka needs Java ${JAVA_MAJOR_MIN} or newer, and there is none on this machine. ` +
      `Install it (on Debian: apt-get install default-jre-headless), ${ELSEWHERE}`,
  );
}

/**
 * The `mvn` to fetch Kafka's jars with.
 * @throws Error with the remedy in two sentences
 */
export async function requireMaven(say: (line: string) => void): Promise<string> {
  let maven = await findMaven();
  if (maven === undefined) {
    await installOnDebian('maven', say);
    maven = await findMaven();
  }
  if (maven !== undefined) return maven;
  throw new Error(
    "Kafka's jars are fetched with Maven, and there is none on this machine. " +
      `Install it (on Debian: apt-get install maven), ${ELSEWHERE}`,
  );
}
