import { describe, expect, it } from 'vitest';
import { inOneSnapshot, verifyLedger } from '#libs/audit/index.js';
import { audit } from '../auditor/audit.js';
import { compareWithHttp, type HttpAnswers } from '../auditor/http-answers.js';
import type { PublishedMessage } from '../auditor/published-message.js';
import { httpPages } from '../support/http-pages.js';
import { sharedServers } from '../support/shared-servers.js';
import { TestHouse } from '../support/test-house.js';
import { YearRun } from '../support/year-run.js';
import { yearDocument } from '../bench/year/year-document.js';

/** A whole year: CCP_TEST_DAYS=250; other ones: CCP_TEST_SEEDS=11,12,13 */
const DAYS = Number(process.env['CCP_TEST_DAYS'] ?? '20');
const SEEDS = (process.env['CCP_TEST_SEEDS'] ?? '1').split(',').map(Number);
const DAY_MS_MAX = 15_000;

/** What comes about in every such year. */
const SEEN = [
  'FundingAccrued',
  'LotsTransferred',
  'MarginCallPaid',
  'SettlementCycleCompleted',
  'TradeBusted',
  'TradeCorrected',
];

const SIZE = { members: 4, tradesPerDay: 42 };
const TOPICS = [
  'ledger',
  'trade-status',
  'variation-margin',
  'margin-calls',
  'collateral-status',
] as const;

/** Everything that members and auditors can read. */
async function publishedBy(house: TestHouse): Promise<PublishedMessage[]> {
  const published: PublishedMessage[] = [];
  for (const topic of TOPICS)
    for (const { key, value, headers } of await house.readAll(topic))
      published.push({ topic, key, id: headers['ce_id'] ?? '', text: String(value) });
  return published;
}

/** What the house says of itself over HTTP. */
async function answersOf(house: TestHouse): Promise<HttpAnswers> {
  const { http = '' } = await house.start('back-office').ready();
  const { position } = await house.reader.head();
  const list = <T>(name: string, query = ''): Promise<T[]> =>
    httpPages<T>(http, name, query, position);
  return {
    balances: await list('balances'),
    trial: await list('balances', 'trial=true'),
    positions: await list('positions'),
    calls: await list('margin-calls'),
  };
}

describe('a simulated year in which services are killed at random', () => {
  it.concurrent.each(SEEDS)(
    'is right to the cent by an auditor who reads the published messages alone (seed %i)',
    async (seed) => {
      const house = await TestHouse.open(sharedServers());
      try {
        const year = new YearRun(house, seed, SIZE);
        await year.run(DAYS);
        const result = audit(yearDocument(SIZE), await publishedBy(house), year.sent);
        expect(result.findings).toEqual([]);
        expect(compareWithHttp(result, await answersOf(house))).toEqual([]);
        const verified = await inOneSnapshot(house.pool, (client) => verifyLedger(client, 'main'));
        expect(verified.findings).toEqual([]);
        expect(await house.offsets()).toEqual(await house.inputEnds());
        expect(Math.min(year.kills.core, year.kills.publisher)).toBeGreaterThan(2);
        for (const type of SEEN) expect(result.seen.get(type)).toBeGreaterThan(0);
      } finally {
        await house.close();
      }
    },
    DAYS * DAY_MS_MAX + 120_000,
  );
});
