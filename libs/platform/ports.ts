import fs from 'node:fs';
import net from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Opens a listener on loopback and closes it again. @returns its port, or undefined when taken */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      const address = server.address();
      const bound = address !== null && typeof address === 'object' ? address.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}

/** A loopback TCP port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new Error('this machine has no free loopback port left');
  return port;
}

/** The ports that {@link rememberPorts} wrote, or [] when there are none that can be read. */
export function rememberedPorts(file: string): number[] {
  try {
    const ports: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    return Array.isArray(ports) && ports.every(Number.isInteger) ? ports : [];
  } catch {
    return [];
  }
}

export function rememberPorts(file: string, ports: readonly number[]): void {
  fs.writeFileSync(file, `${JSON.stringify(ports)}\n`);
}

/**
 * `count` free ports, those of the last run where they are still free: whoever was connected finds
 * a restarted house where it was.
 */
export async function choosePorts(file: string, count: number): Promise<number[]> {
  const before = rememberedPorts(file);
  const chosen: number[] = [];
  while (chosen.length < count) {
    const wanted = before[chosen.length];
    const port = (wanted === undefined ? undefined : await tryPort(wanted)) ?? (await freePort());
    if (!chosen.includes(port)) chosen.push(port);
  }
  return chosen;
}
