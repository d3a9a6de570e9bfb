import net from 'node:net';

/** What happens to the message that carries a COMMIT. */
export type Cut = 'none' | 'before-commit' | 'after-commit';

/**
 * Stands between a client and its Postgres server and cuts the connection at a COMMIT: before it reaches
 * the server, or after the server has carried it out, its answer lost.
 */
export class CuttingProxy {
  cut: Cut = 'none';
  /** How many connections were cut. */
  cuts = 0;
  private readonly sockets = new Set<net.Socket>();

  private constructor(
    private readonly server: net.Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (client) => this.join(client));
  }

  static async open(databaseUrl: string): Promise<CuttingProxy> {
    const { hostname, port } = new URL(databaseUrl);
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new CuttingProxy(server, { host: hostname, port: Number(port) });
  }

  /** The same database, by way of this proxy. */
  urlOf(databaseUrl: string): string {
    const url = new URL(databaseUrl);
    const address = this.server.address();
    url.port = String(typeof address === 'object' && address !== null ? address.port : 0);
    return url.href;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: net.Socket): void {
    const server = net.connect(this.target);
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    let answers: 'forwarded' | 'lost' = 'forwarded';
    client.on('data', (chunk) => {
      const cut = chunk.includes('COMMIT') ? this.cut : 'none';
      if (cut !== 'none') {
        this.cut = 'none';
        this.cuts += 1;
      }
      if (cut === 'before-commit') return end();
      if (cut === 'after-commit') answers = 'lost';
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      // The server says that it is carried out; the client never hears of it.
      if (answers === 'forwarded') client.write(chunk);
      else if (chunk.includes('COMMIT')) end();
    });
  }
}
