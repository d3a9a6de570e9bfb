import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from './lib/run-program.js';
import { buildProgram } from './program.js';

interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

let folder: string;
let server: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'ccp-cli-'));
  vi.stubEnv('CCP_DATA_DIR', folder);
  vi.stubEnv('CCP_URL', '');
  vi.stubEnv('DATABASE_URL', '');
});

afterEach(() => {
  vi.unstubAllEnvs();
  server?.close();
  server = undefined;
  process.exitCode = undefined;
  rmSync(folder, { recursive: true });
});

async function run(...args: string[]): Promise<Run> {
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
    const status = await runProgram(buildProgram(), ['node', 'ccp', ...args]);
    return { status, out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

let received = '';

/** What the back office was sent last. */
const lastBody = (): unknown => JSON.parse(received);

/** A back office that answers every request the same. */
async function houseThatAnswers(status: number, body: object): Promise<void> {
  server = createServer((request, response) => {
    received = '';
    request.on('data', (chunk: Buffer) => (received += chunk.toString('utf8')));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const http = `http://127.0.0.1:${address.port}`;
  const endpoints = { kafkaBrokers: 'k:1', databaseUrl: 'postgres://u@h/d', http, pid: 1 };
  writeFileSync(path.join(folder, 'endpoints.json'), JSON.stringify(endpoints));
}

describe('the command line', () => {
  it('exits with 2 on wrong use, and with --json says why in one document', async () => {
    for (const args of [['settle'], ['nonsense'], ['wait', '--idle', '--timeout', 'soon']]) {
      const { status, out, err } = await run(...args, '--json');
      expect(status).toBe(2);
      expect(JSON.parse(out)).toMatchObject({ title: 'Wrong use' });
      expect(err).not.toBe('');
    }
    const account = await run('margin', 'ALPHA');
    expect(account).toMatchObject({ status: 2, out: '' });
    expect(account.err).toContain('MEMBER/ACCOUNT');
  });

  it('says how to start a house where there is none', async () => {
    const { status, out, err } = await run('positions');
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('no clearing house runs from this folder: start it with npm start');
  });

  it('finds the house by the endpoints in the data folder and prints its answer', async () => {
    const item = { account: 'A/H', instrument: 'FUT', long: '3', short: '0', net: '3' };
    await houseThatAnswers(200, { items: [item], nextCursor: null, position: 7 });
    const json = await run('positions', '--json');
    expect(json.status).toBe(0);
    expect(JSON.parse(json.out)).toEqual({ items: [item], position: 7 });
    expect((await run('positions')).out).toContain('A/H      FUT');
  });

  it('exits with 1 when the house refuses, and shows what is missing', async () => {
    const result = { code: 'MISSING_PRICES', missing: ['SPX-FUT', 'CL-FUT'] };
    await houseThatAnswers(409, { title: 'Refused', status: 409, detail: 'no price', result });
    const args = ['settle', '--type', 'EOD', '--date', '2026-11-20'];
    const people = await run(...args);
    expect(people).toMatchObject({ status: 1, out: '' });
    expect(people.err).toBe('ccp: no price\n  missing: SPX-FUT, CL-FUT\n');
    const json = await run(...args, '--json');
    expect(json.status).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ status: 409, result });
  });

  it('says that a cycle is booked, and whether it was before', async () => {
    const result = { cycleId: '2026-11-20-EOD', status: 'BOOKED', position: 17, repeated: false };
    const args = ['settle', '--type', 'EOD', '--date', '2026-11-20'];
    await houseThatAnswers(200, result);
    expect((await run(...args)).out).toBe('2026-11-20-EOD: BOOKED now, at position 17\n');
    server?.close();
    await houseThatAnswers(200, { ...result, repeated: true, withoutFinalPrice: ['CL-FUT'] });
    expect((await run(...args)).out).toBe(
      '2026-11-20-EOD: BOOKED by an earlier order, at position 17\nwithout a final price: CL-FUT\n',
    );
  });

  it('exits with 1 when a check finds that reference data would be refused', async () => {
    const file = path.join(folder, 'house.yaml');
    writeFileSync(file, 'ledger: main\n');
    const errors = [{ path: 'instruments.CL-FUT.tickSize', message: 'it has traded' }];
    const result = { code: 'REWRITES_THE_PAST', errors };
    await houseThatAnswers(409, { title: 'Refused', status: 409, detail: 'x', result });
    expect(await run('apply', '-f', file, '--check')).toEqual({
      status: 1,
      out: '',
      err: 'ccp: house.yaml: instruments.CL-FUT.tickSize: it has traded\n',
    });
    server?.close();
    const changes = [{ path: 'marginCalls.dueMinutes', before: 60, after: 7 }];
    await houseThatAnswers(200, { checked: true, changes, position: 3 });
    const { status, out } = await run('apply', '-f', file, '--check');
    expect([status, out]).toEqual([0, expect.stringMatching(/house.yaml: 1 would change\n/)]);
  });

  it('names file, path and mend of reference data that is not valid', async () => {
    const file = path.join(folder, 'house.yaml');
    writeFileSync(file, 'ledger: main\n');
    const message = '"portfolo" is not one of portfolio, cross, isolated';
    const errors = [{ field: 'members[1].accounts[0].marginMode', message }];
    await houseThatAnswers(400, { title: 'Invalid request', status: 400, errors });
    const { status, err } = await run('apply', '-f', file);
    expect(status).toBe(1);
    expect(err).toBe(`ccp: house.yaml: members[1].accounts[0].marginMode: ${message}\n`);
    writeFileSync(file, 'ledger: [main\n');
    expect((await run('apply', '-f', file)).err).toMatch(/^ccp: house.yaml: line 2: /);
  });

  it('refuses a file of closes with its line', async () => {
    await houseThatAnswers(200, {});
    const file = path.join(folder, 'closes.csv');
    const importing = ['history', 'import', '--symbol', 'SPX', '--file', file];
    writeFileSync(file, 'date,close\n2026-01-02,100\n2026-02-30,101\n');
    expect((await run(...importing)).err).toContain(
      'closes.csv line 3: "2026-02-30" is not a date',
    );
    writeFileSync(file, 'date,close\n2026-01-02,1e2\n');
    expect((await run(...importing)).err).toContain('line 2: the close "1e2" is not a decimal');
    writeFileSync(file, 'day,close\n2026-01-02,1\n');
    expect((await run(...importing)).err).toContain('has no column date');
    writeFileSync(file, 'open,Date,Close\n9,2026-01-05,.5\n9,2026-01-02,007\n');
    expect(await run(...importing)).toMatchObject({
      status: 0,
      out: 'SPX: 2 closes from 2026-01-02 to 2026-01-05 imported\n',
    });
  });

  it('shows the margin of an account, and why it could not be evaluated where it could not', async () => {
    const answer = {
      account: 'ALPHA/HOUSE',
      marginMode: 'portfolio',
      currency: 'USD',
      requirement: '12500.00',
      unsettled: '0.00',
      exposure: '12500.00',
      position: 17,
      calculatedAt: '2026-11-20T14:00:00.000Z',
      collateral: { value: '50000.00', counted: '50000.00', debts: [] },
      excess: '37500.00',
      deficit: '0.00',
      utilisation: '0.2500',
      groups: [],
    };
    await houseThatAnswers(200, answer);
    expect((await run('margin', 'ALPHA/HOUSE')).out).not.toContain('not computable');
    server?.close();
    const notComputable = { code: 'NO_EXCHANGE_RATE', reason: 'there is no rate for EUR' };
    await houseThatAnswers(200, { ...answer, notComputable });
    const { out } = await run('margin', 'ALPHA/HOUSE');
    expect(out).toMatch(/^requirement +12500\.00 USD$/m);
    expect(out).toMatch(
      /^not computable +NO_EXCHANGE_RATE: there is no rate for EUR; the amounts are those of the last evaluation that succeeded$/m,
    );
  });

  it('takes a file that is not there for wrong use', async () => {
    await houseThatAnswers(200, {});
    const file = path.join(folder, 'nothing.yaml');
    expect(await run('apply', '-f', file)).toMatchObject({
      status: 2,
      err: `ccp: nothing.yaml: there is no file ${file}\n`,
    });
    expect((await run('history', 'import', '--symbol', 'SPX', '--file', file)).status).toBe(2);
  });

  it('adds the milliseconds that a person leaves out of a time', async () => {
    await houseThatAnswers(200, { cycleId: '2026-11-20-INTRADAY-1' });
    const at = ['--type', 'INTRADAY', '--date', '2026-11-20', '--at'];
    expect((await run('settle', ...at, '2026-11-20T21:30:00Z')).status).toBe(0);
    expect(lastBody()).toMatchObject({ at: '2026-11-20T21:30:00.000Z' });
    expect((await run('settle', ...at, '2026-11-20T21:30:00.250Z')).status).toBe(0);
    expect(lastBody()).toMatchObject({ at: '2026-11-20T21:30:00.250Z' });
  });

  it('refuses the status of a ledger that is not there', async () => {
    const answer = { items: ['main'], ledger: 'main', inputs: [], projections: [] };
    await houseThatAnswers(200, answer);
    const { status, out, err } = await run('status', '--ledger', 'nope');
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toBe('ccp: there is no ledger nope here; there are main\n');
    expect((await run('status', '--ledger', 'main', '--json')).out).toContain('"ledger":"main"');
    expect((await run('status', '--json')).out).toContain('"ledger":"main"');
  });

  it('prints a dash where no collateral counts and there is no utilisation', async () => {
    const collateral = { value: '0.00', counted: '0.00', debts: [] };
    await houseThatAnswers(200, { account: 'A/H', collateral, utilisation: null, groups: [] });
    expect((await run('margin', 'A/H')).out).toMatch(/^utilisation {2,}-$/m);
  });
});
