import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { makeTestDataDir } from '#libs/platform/test-servers.js';
import type { ComparedDay } from '../replay/back-test.js';
import { replayMarket } from './replay-market.js';
import { describeReport, type ReplayReport } from './replay-report.js';

const DATA = path.resolve(PROJECT_ROOT, '../shared/data');
const hasData = fs.existsSync(path.join(DATA, 'spy.csv'));
if (!hasData) process.stderr.write(`replay-market is not tested: there is no ${DATA}\n`);

type Results = ReplayReport & { readonly days: Record<string, ComparedDay[]> };

const readResults = (report: ReplayReport): Results =>
  JSON.parse(fs.readFileSync(report.results, 'utf8')) as Results;

describe.skipIf(!hasData)('a replay of real closes through a whole clearing house', () => {
  const dataDir = hasData ? makeTestDataDir() : '';
  const before = { ...process.env };

  beforeAll(() => {
    // A broker that runs is used, under topics of the replay's own.
    process.env['KAFKA_BROKERS'] = inject('kafkaBrokers');
    process.env['CCP_DATA_DIR'] = dataDir;
  });
  afterAll(() => {
    process.env = before;
    fs.rmSync(dataDir, { recursive: true, force: true });
  });

  it('clears ten days, pays every call, and gives the same numbers again', async () => {
    const replay = (to: string): Promise<ReplayReport> =>
      replayMarket({ data: DATA, from: '2008-09-15', to, members: 4, seed: 7 });
    const report = await replay('2008-09-26');
    expect(report).toMatchObject({
      from: '2008-09-15',
      to: '2008-09-26',
      businessDays: 10,
      complete: true,
      markets: ['S&P 500', 'WTI crude oil', 'gold'],
      referenceAccount: 'ALPHA/HOUSE',
    });
    expect(report.tradesNovated).toBeGreaterThan(50);
    expect(report.accounts).toHaveLength(8);
    for (const account of report.accounts) {
      expect(account.peakRequirement).toBeGreaterThan(0);
      expect(account.deposited).toBe(account.called);
    }
    expect(report.accounts.reduce((sum, { calls }) => sum + calls, 0)).toBeGreaterThan(8);
    const { days } = readResults(report);
    const reference = days['ALPHA/HOUSE'] ?? [];
    expect(reference).toHaveLength(10);
    // 400 lots of 50 USD a point, and the index fell from 1218.5 to 1163.5.
    expect(reference[1]).toMatchObject({ date: '2008-09-16', nextDayLoss: 1_100_000 });
    expect(reference.at(-1)?.requirement).toBeGreaterThan(reference[0]?.requirement ?? Infinity);
    expect(fs.readFileSync(report.chart, 'utf8')).toContain('</svg>');
    expect(describeReport(report)).toContain('ALPHA/HOUSE');

    const again = readResults(await replay('2008-09-17'));
    for (const [account, ofAccount] of Object.entries(again.days)) {
      expect(ofAccount.map(({ requirement }) => requirement)).toEqual(
        days[account]?.slice(0, 3).map(({ requirement }) => requirement),
      );
    }
  });

  it('leaves no clearing house behind', () => {
    const left = fs.readdirSync(dataDir, { recursive: true }).map(String);
    expect(left.filter((name) => name.includes('house-'))).toEqual([]);
  });

  it('says what is missing when there is nothing to replay', async () => {
    const options = { data: DATA, from: '2030-01-01', to: '2030-02-01', members: 4, seed: 7 };
    await expect(replayMarket(options)).rejects.toThrow(
      'there is nothing to replay from 2030-01-01 to 2030-02-01',
    );
    await expect(replayMarket({ ...options, data: dataDir })).rejects.toThrow(
      'has none of spy.csv',
    );
  });
});
