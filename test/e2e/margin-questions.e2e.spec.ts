import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperatorClient } from '#libs/operator-client/index.js';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { makeTestDataDir } from '#libs/platform/test-servers.js';
import { REFERENCE_DOCUMENT } from '../support/reference-document.js';
import { sharedServers } from '../support/shared-servers.js';
import { TestHouse } from '../support/test-house.js';

const ALPHA = 'accounts/ALPHA/HOUSE';
const AT = '2026-11-20T14:00:00.000Z';
const folder = makeTestDataDir();

let house: TestHouse;
let http: string;
let client: OperatorClient;
let trades = 0;

beforeAll(async () => {
  house = await TestHouse.open(sharedServers());
  const approval = { CCP_REQUIRE_APPROVAL: 'true' };
  await house.start('core', undefined, approval).ready();
  await house.applyReferenceData();
  const backOffice = await house.start('back-office', undefined, approval).ready();
  http = backOffice.http ?? '';
  client = new OperatorClient(http);
  await deposit('100000.00');
  await trade('SPX-FUT', 7, '5000.00');
  await trade('NDX-FUT', -4, '20000.00');
});

afterAll(async () => {
  await house?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function deposit(quantity: string): Promise<void> {
  const value = {
    instructionId: 'D-1',
    type: 'DEPOSIT',
    account: 'ALPHA/HOUSE',
    asset: 'USD',
    quantity,
    valueDate: '2026-11-20',
  };
  await house.send([{ topic: 'collateral', key: 'ALPHA/HOUSE', value }]);
  await house.decided();
}

async function trade(instrument: string, lots: number, price: string): Promise<void> {
  trades += 1;
  const sides = ['ALPHA/HOUSE', 'BETA/HOUSE'];
  const [buyer, seller] = lots > 0 ? sides : sides.toReversed();
  const tradeId = `Q-${trades}`;
  const quantity = String(Math.abs(lots));
  const value = {
    tradeId,
    venue: 'XSIM',
    instrument,
    quantity,
    price,
    buyer,
    seller,
    executedAt: AT,
  };
  await house.send([{ topic: 'trades', key: tradeId, value }]);
  await house.decided();
}

interface Run {
  readonly status: number;
  readonly out: Record<string, unknown>;
}

/** Runs the command line as a person would, for its JSON. */
function ccp(...args: string[]): Promise<Run> {
  const program = path.join(PROJECT_ROOT, 'bin/ccp.mjs');
  const env = { PATH: process.env['PATH'], CCP_URL: http, DATABASE_URL: house.databaseUrl };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, ...args, '--json'], { env }, (error, stdout) => {
      const status = error ? error.code : 0;
      if (typeof status !== 'number') reject(error ?? new Error('ccp was ended'));
      else resolve({ status, out: JSON.parse(stdout) as Record<string, unknown> });
    });
  });
}

const amountsOf = ({ requirement, exposure, deficit }: Record<string, unknown>) => ({
  requirement,
  exposure,
  deficit,
});

function fileOf(document: object): string {
  const file = path.join(folder, 'clearing-house.json');
  fs.writeFileSync(file, JSON.stringify(document));
  return file;
}

const wider = {
  ...REFERENCE_DOCUMENT,
  underlyings: REFERENCE_DOCUMENT.underlyings.map((each) => ({
    ...each,
    scan: { ...each.scan, priceRange: '0.10' },
  })),
};

describe('questions about margin', () => {
  it('have one answer: the message, the explanation over HTTP and the one from the ledger alone', async () => {
    const message = (await client.get(`${ALPHA}/margin`)) as Record<string, unknown>;
    const explained = (await client.get(`${ALPHA}/margin/explanation`)) as Record<string, unknown>;
    expect(amountsOf(explained)).toEqual(amountsOf(message));
    const asOf = String(message['position']);
    const alone = await ccp('explain', 'ALPHA/HOUSE', '--as-of', asOf);
    expect(alone.status).toBe(0);
    expect(alone.out).toEqual(await client.get(`${ALPHA}/margin/explanation`, { asOf }));
    expect(amountsOf(alone.out)).toEqual(amountsOf(message));
  });

  it('about a trade are answered with what the trade then does, and change nothing', async () => {
    const { position } = await house.reader.head();
    const asked = await ccp('what-if', 'ALPHA/HOUSE', '--trade', '-3 SPX-FUT', '--reduce');
    expect(asked).toMatchObject({ status: 0, out: { position } });
    expect((await house.reader.head()).position).toBe(position);
    await trade('SPX-FUT', -3, '5000.00');
    expect(amountsOf((await client.get(`${ALPHA}/margin`)) as Record<string, unknown>)).toEqual(
      asked.out['after'],
    );
    expect((await ccp('what-if', 'ALPHA/HOUSE', '--trade', 'much SPX-FUT')).status).toBe(2);
    expect(await ccp('what-if', 'ALPHA/HOUSE', '--trade', '1 NOTHING')).toMatchObject({
      status: 1,
      out: { result: { code: 'UNKNOWN_INSTRUMENT' } },
    });
  });

  it('about a change of reference data are answered with what the change then does', async () => {
    const file = fileOf(wider);
    const { position } = await house.reader.head();
    const checked = await ccp('apply', '-f', file, '--check');
    expect(checked).toMatchObject({ status: 0, out: { checked: true, position } });
    expect((await house.reader.head()).position).toBe(position);
    const refused = await ccp('apply', '-f', file);
    expect(refused).toMatchObject({ status: 1, out: { result: { code: 'APPROVAL_REQUIRED' } } });
    const proposed = await ccp('apply', '-f', file, '--propose', '--by', 'alice');
    expect(proposed).toMatchObject({ status: 0, out: { proposalId: 'main-P1' } });
    expect(await ccp('apply', 'confirm', 'main-P1', '--by', 'Alice')).toMatchObject({
      status: 1,
      out: { result: { code: 'SAME_OPERATOR' } },
    });
    expect((await ccp('apply', 'confirm', 'main-P1', '--by', 'bob')).status).toBe(0);
    await house.decided();
    const { accounts } = checked.out['effects'] as {
      accounts: { account: string; after: object }[];
    };
    expect(accounts.map(({ account }) => account)).toEqual(['ALPHA/HOUSE', 'BETA/HOUSE']);
    for (const { account, after } of accounts) {
      const now = (await client.get(`accounts/${account}/margin`)) as Record<string, unknown>;
      expect(amountsOf(now)).toEqual(after);
    }
  });

  it('about parameters tell who set them and who proposed it', async () => {
    const name = 'underlyings[SPX].scan.priceRange';
    await expect
      .poll(async () => (await ccp('parameters', '--path', name, '--history')).out['items'])
      .toMatchObject([
        { path: name, value: '0.08', since: { by: 'test' } },
        { path: name, value: '0.10', since: { by: 'bob', proposedBy: 'alice' } },
      ]);
  });
});
