import { type Server, createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../lib/run-program.js';
import { buildProgram } from '../program.js';

interface Asked {
  readonly what: string;
  readonly body: unknown;
  readonly key: string | undefined;
}

interface Reply {
  readonly status?: number;
  readonly body: object;
}

let server: Server;
let asked: Asked[] = [];
/** What the back office answers, by method and path. */
let replies: Record<string, Reply> = {};

const PATH = '/v1/ledgers/main/defaults';

beforeEach(async () => {
  [asked, replies] = [[], {}];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    request.on('end', () => {
      const what = `${request.method} ${request.url?.replace(PATH, '')}`;
      const key = request.headers['idempotency-key'];
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      asked.push({ what, body, key: typeof key === 'string' ? key : undefined });
      const { status = 200, body: answer } = replies[what] ?? { status: 404, body: {} };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  vi.stubEnv('CCP_URL', `http://127.0.0.1:${address.port}`);
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
  process.exitCode = undefined;
});

async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  try {
    return {
      status: await runProgram(buildProgram(), ['node', 'ccp', 'default', ...args]),
      out,
      err,
    };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

const LOSS = {
  step: 'LOSS_DETERMINED',
  currency: 'JPY',
  loss: '667',
  parts: { ownTrades: '0', closeOut: '667', hedges: '0', auction: '0', fees: '0' },
  clients: [],
  residual: [],
  sales: [],
};
const taken = (...steps: object[]): Reply => ({
  body: { defaultId: 'main-D1', position: 7, steps },
});
const refused = (reason: string): Reply => ({
  status: 409,
  body: { title: 'Refused', status: 409, detail: reason, result: { code: 'OUT_OF_ORDER', reason } },
});

describe('ccp default', () => {
  it('asks who proposes and who confirms, and takes whoever is logged in for other steps', async () => {
    expect((await run('declare', '--member', 'A', '--reason', 'x')).status).toBe(2);
    expect((await run('confirm', 'main-D1')).status).toBe(2);
    expect(asked).toEqual([]);
    replies['POST '] = taken();
    const declared = await run('declare', '--member', 'A', '--reason', 'x', '--by', 'jane');
    expect(declared.out).toContain('ccp default confirm main-D1 --by NAME');
    expect(asked[0]?.body).toEqual({ member: 'A', reason: 'x', by: 'jane' });
    replies['POST /main-D1/closing'] = taken();
    await run('close', 'main-D1');
    expect(asked.at(-1)?.body).toEqual({ by: expect.stringMatching(/./) as string });
  });

  it('sends fills as they are written, once under a key', async () => {
    replies['POST /main-D1/close-outs'] = taken();
    const fills = ['--fill', '-67 FUT 93 B/HOUSE', '--fill', '5 FUT 94 C/HOUSE A/C1'];
    const options = ['--fees', '50', '--by', 'jane', '--key', 'K1'];
    expect((await run('close-out', 'main-D1', ...fills, ...options)).status).toBe(0);
    const fill = { instrument: 'FUT', quantity: '-67', price: '93', counterparty: 'B/HOUSE' };
    const other = { quantity: '5', price: '94', counterparty: 'C/HOUSE', account: 'A/C1' };
    expect(asked).toEqual([
      {
        what: 'POST /main-D1/close-outs',
        key: 'K1',
        body: { fills: [fill, { ...fill, ...other }], fees: '50', by: 'jane' },
      },
    ]);
    expect((await run('close-out', 'main-D1')).status).toBe(2);
    expect((await run('hedge', 'main-D1', '--fill', '-67 FUT')).err).toContain('is no trade');
    expect(asked).toHaveLength(1);
  });

  it('run goes on where a default stands, and stops at the first refusal with what it did', async () => {
    replies['GET /main-D1'] = { body: { loss: null, isPaid: false } };
    replies['POST /main-D1/loss'] = taken(LOSS);
    replies['POST /main-D1/layers'] = refused('no layer has anything left');
    const people = await run('run', 'main-D1', '--by', 'jane');
    expect(people.status).toBe(1);
    expect(people.out).toContain('main-D1 LOSS_DETERMINED: 667 JPY');
    expect(people.err).toContain('no layer has anything left; before that it did LOSS_DETERMINED');
    const json = await run('run', 'main-D1', '--by', 'jane', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ result: { done: [{ steps: [LOSS] }] } });
    replies['GET /main-D1'] = { body: { loss: '667', isPaid: true } };
    replies['POST /main-D1/closing'] = taken();
    asked = [];
    expect(await run('run', 'main-D1')).toMatchObject({ status: 0 });
    expect(asked.map(({ what }) => what)).toEqual(['GET /main-D1', 'POST /main-D1/closing']);
  });

  it('show ends with what is due next', async () => {
    const of = { defaultId: 'main-D1', member: 'A', status: 'DECLARED', reason: 'x', layers: [] };
    const open = { recovered: '0', loss: '667', remaining: '667', currency: 'JPY' };
    const step = { ...LOSS, position: 41, at: '2026-11-20T07:00:00.000Z' };
    const due = 'apply the layers';
    const never = { proposedBy: null, confirmedBy: 'policy', endedBy: null, portingUntil: null };
    const body = { ...of, ...open, ...never, steps: [step], cycles: [], due };
    replies['GET /main-D1'] = { body };
    const { out } = await run('show', 'main-D1');
    expect(out).toMatch(/close-out +667/);
    expect(out.trimEnd().split('\n').at(-1)).toBe('DUE NEXT: apply the layers');
    expect(JSON.parse((await run('show', 'main-D1', '--json')).out)).toEqual(body);
    replies['GET ?limit=1000'] = { body: { items: [body], nextCursor: null, position: 9 } };
    expect((await run('show')).out).toMatch(/main-D1 +A +DECLARED/);
  });
});
