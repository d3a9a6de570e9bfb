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
/** Method and path of what the back office was asked last. */
let asked = '';

/** What the back office was sent last. */
const lastBody = (): unknown => JSON.parse(received);

/** A back office that answers every request the same. */
async function houseThatAnswers(status: number, body: object): Promise<void> {
  server = createServer((request, response) => {
    received = '';
    asked = `${request.method} ${request.url}`;
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
    await houseThatAnswers(200, { ...result, lastPosition: 33 });
    expect((await run(...args)).out).toBe('2026-11-20-EOD: BOOKED now, at positions 17 to 33\n');
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

  it('shows what a trade that is not made would do, component by component', async () => {
    const amounts = { requirement: '160000.00', exposure: '160000.00', deficit: '60000.00' };
    const moved = { component: 'requirement', before: '160000.00', after: '100000.00' };
    const answer = {
      account: 'A/H',
      currency: 'USD',
      position: 17,
      trades: [{ instrument: 'FUT', quantity: '-3', price: '5000.00' }],
      before: amounts,
      after: { ...amounts, requirement: '100000.00' },
      moved: [{ ...moved, difference: '-60000.00' }],
    };
    await houseThatAnswers(200, answer);
    const { status, out } = await run('what-if', 'A/H', '--trade', '-3 FUT', '--trade', '+1 F2');
    expect([status, asked]).toEqual([0, 'POST /v1/ledgers/main/accounts/A/H/what-if']);
    const trades = [
      { instrument: 'FUT', quantity: '-3' },
      { instrument: 'F2', quantity: '1' },
    ];
    expect(lastBody()).toEqual({ trades, reduce: false });
    expect(out).toContain('  -3 FUT at 5000.00');
    expect(out).toMatch(/^requirement +160000\.00 +100000\.00 +-60000\.00$/m);
    expect(out).toMatch(/^deficit +60000\.00 +60000\.00$/m);
    server?.close();
    const tried = [{ instrument: 'FUT', quantities: ['1', '2', '-1'], best: null }];
    const notTried = [{ instrument: 'OLD', reason: 'it expired' }];
    await houseThatAnswers(200, {
      ...answer,
      trades: [],
      reduction: { best: null, tried, notTried },
    });
    const reduced = (await run('what-if', 'A/H', '--reduce')).out;
    expect(reduced).toContain('No single trade that was tried reduces the requirement.');
    expect(reduced).toContain('  FUT: 1, 2, -1; none helps\n  OLD: not tried, it expired');
  });

  it('takes a trade that cannot be read for wrong use, before it asks anybody', async () => {
    asked = '';
    await houseThatAnswers(200, {});
    for (const trade of ['10', '+1.5 FUT', '0 FUT', 'FUT 10'])
      expect(await run('what-if', 'A/H', '--trade', trade)).toMatchObject({ status: 2, out: '' });
    expect((await run('what-if', 'A/H')).err).toContain('--trade "+10 SPX-FUT-2026-12"');
    expect((await run('what-if', 'A', '--reduce')).status).toBe(2);
    expect(asked).toBe('');
    server?.close();
    const result = { code: 'UNKNOWN_INSTRUMENT', reason: 'FUT is not an instrument' };
    await houseThatAnswers(409, { title: 'Refused', status: 409, detail: result.reason, result });
    const refused = await run('what-if', 'A/H', '--trade', '1 FUT');
    expect(refused).toMatchObject({ status: 1, err: 'ccp: FUT is not an instrument\n' });
  });

  it('shows what a check of reference data finds, account by account', async () => {
    const file = path.join(folder, 'house.yaml');
    writeFileSync(file, 'ledger: main\n');
    const changes = [{ path: 'model.lookback', before: 1250, after: 1000 }];
    const at = (requirement: string) => ({ requirement, exposure: requirement, deficit: '0.00' });
    const accounts = [
      { account: 'A/H', before: at('10.00'), after: at('12.00'), difference: '2.00' },
      { account: 'B/H', before: at('9.00'), after: at('4.00'), difference: '-5.00' },
      {
        account: 'C/H',
        before: at('1.00'),
        after: { notComputable: 'NO_PRICE: none' },
        difference: null,
      },
    ];
    const total = { before: '19.00', after: '16.00', difference: '-3.00' };
    const effects = { currency: 'USD', accounts, total };
    const needsApproval = ['model.lookback'];
    await houseThatAnswers(200, { checked: true, changes, position: 3, needsApproval, effects });
    const { out } = await run('apply', '-f', file, '--check');
    expect(asked).toBe('POST /v1/ledgers/main/reference-data?check=true');
    expect(out).toContain('1 of them need a second operator: use --propose');
    const rows = out.split('\n').filter((line) => /^[ABC]\/H|^all 3/.test(line));
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      ['C/H', '1.00', 'NO_PRICE: none'],
      ['B/H', '9.00', '4.00', '-5.00', '0.00'],
      ['A/H', '10.00', '12.00', '2.00', '0.00'],
      ['all 3', '19.00', '16.00', '-3.00'],
    ]);
  });

  it('proposes a file, and confirms or withdraws a proposal in the name of whoever says so', async () => {
    const file = path.join(folder, 'house.yaml');
    writeFileSync(file, 'ledger: main\n');
    const changes = [{ path: 'model.lookback', before: 1250, after: 1000 }];
    await houseThatAnswers(200, { proposalId: 'main-P1', hash: 'f00', changes, position: 3 });
    const proposed = await run('apply', '-f', file, '--propose', '--by', 'alice');
    expect(asked).toBe('POST /v1/ledgers/main/reference-data/proposals');
    expect(lastBody()).toMatchObject({ by: 'alice' });
    expect(proposed.out).toContain('house.yaml: 1 proposed as main-P1');
    await run('apply', 'confirm', 'main-P1', '--by', 'bob');
    expect(asked).toBe('POST /v1/ledgers/main/reference-data/proposals/main-P1/confirmation');
    expect(lastBody()).toEqual({ by: 'bob' });
    const withdrawn = await run('apply', 'withdraw', 'main-P1', '--by', 'bob', '--json');
    expect(asked).toBe('POST /v1/ledgers/main/reference-data/proposals/main-P1/withdrawal');
    expect(JSON.parse(withdrawn.out)).toMatchObject({ proposalId: 'main-P1' });
    for (const wrong of [
      ['apply'],
      ['apply', 'confirm', 'main-P1'],
      ['apply', 'confirm', '--by', 'bob'],
      ['apply', '-f', file, '--check', '--propose'],
    ])
      expect((await run(...wrong)).status).toBe(2);
  });

  it('lists proposals, and shows what one would do', async () => {
    const proposal = {
      proposalId: 'main-P1',
      by: 'alice',
      status: 'PENDING',
      position: 3,
      proposedAt: '2026-11-20T12:00:00.000Z',
      hash: 'f00d',
    };
    await houseThatAnswers(200, { items: [proposal], position: 7 });
    expect((await run('apply', 'proposals')).out).toMatch(/^main-P1 +PENDING +alice/m);
    expect(asked).toBe('GET /v1/ledgers/main/reference-data/proposals');
    server?.close();
    const changes = [{ path: 'model.lookback', before: 1250, after: 1000 }];
    const errors = [{ path: 'instruments[0].tickSize', message: 'cannot change' }];
    const refusal = { code: 'REWRITES_THE_PAST', errors };
    await houseThatAnswers(200, { ...proposal, changes, refusal });
    const { out } = await run('apply', 'proposals', 'main-P1');
    expect(out).toContain('  ~ model.lookback: 1250 -> 1000');
    expect(out).toContain('could not be applied now: REWRITES_THE_PAST');
    expect(out).toContain('  instruments[0].tickSize: cannot change');
  });

  it('lists parameters with who set them', async () => {
    const since = { position: 9, ledgerTime: null, recordedAt: '2026-11-20T12:00:00.000Z' };
    const items = [
      { path: 'model.lookback', value: 1000, since: { ...since, by: 'bob', proposedBy: 'alice' } },
      { path: 'model.quantum', before: '0.01', since: { ...since, by: 'bob' } },
    ];
    await houseThatAnswers(200, { items, nextCursor: null, position: 9 });
    const { out } = await run('parameters', '--path', 'model.', '--history');
    expect(asked).toBe('GET /v1/ledgers/main/parameters?path=model.&history=true&limit=1000');
    expect(out).toMatch(
      /^model\.lookback +1000 +2026-11-20T12:00:00\.000Z +9 +bob, proposed by alice$/m,
    );
    expect(out).toMatch(/^model\.quantum +\(removed\)/m);
  });

  it('sums up the open calls of a member, one line a currency', async () => {
    const currencies = [
      { currency: 'EUR', outstanding: '10000.00', overdue: '0.00' },
      { currency: 'USD', outstanding: '520000.00', overdue: '400000.00' },
    ];
    const counts = { open: 3, overdue: 1, accounts: ['ALPHA/C1', 'ALPHA/HOUSE'] };
    const dues = { nextDueAt: '2026-11-20T15:10:00.000Z' };
    const items = [{ member: 'ALPHA', ...counts, currencies, ...dues }];
    await houseThatAnswers(200, { items, position: 9 });
    const { out } = await run('calls', '--member', 'ALPHA', '--summary');
    expect(asked).toBe('GET /v1/ledgers/main/margin-calls/summary?member=ALPHA');
    const rows = out.split('\n').slice(2, 4);
    expect(rows.map((row) => row.trim().split(/ {2,}/))).toEqual([
      [
        'ALPHA',
        '3',
        '1',
        'EUR',
        '10000.00',
        '0.00',
        '2026-11-20T15:10:00.000Z',
        'ALPHA/C1, ALPHA/HOUSE',
      ],
      ['USD', '520000.00', '400000.00'],
    ]);
    expect((await run('calls', '--summary', '--account', 'ALPHA/C1')).status).toBe(2);
  });

  it('takes --as-of for accounts alone', async () => {
    expect(await run('explain', 'main-000001', '--as-of', '7')).toMatchObject({
      status: 2,
      out: '',
    });
    expect((await run('explain', 'ALPHA/HOUSE', '--as-of', 'noon')).err).toContain('"noon"');
    expect((await run('explain', 'ALPHA/')).status).toBe(2);
  });
});
