import type { NestExpressApplication } from '@nestjs/platform-express';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeCommand } from '#libs/contracts/decoders/decode-command.js';
import { outMessageFault } from '#libs/contracts/messages/out/out-message-fault.js';
import type { NewEvent, RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { identityOfEvent } from '#libs/domain/house/identity-of-event.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import { createKafka, createMissingTopics, topicName } from '#libs/messaging/index.js';
import { OperatorClient } from '#libs/operator-client/index.js';
import { readServiceConfiguration } from '#libs/platform/configuration.js';
import { createLogger } from '#libs/platform/logging.js';
import {
  type TestServers,
  createTestDatabase,
  makeTopicPrefix,
  startTestServers,
} from '#libs/platform/test-servers.js';
import { TestLedger } from '#libs/projections/test-ledger.fixture.js';
import { createBackOffice } from '../create-back-office.js';

type Kafka = ReturnType<typeof createKafka>;
type Answer = Readonly<Record<string, unknown>>;

interface Page {
  readonly items: readonly Answer[];
}

const WAIT_MS = { timeout: 10_000 };

let servers: TestServers;
let pool: pg.Pool;
let kafka: Kafka;
let decider: ReturnType<Kafka['consumer']>;
let app: NestExpressApplication;
let client: OperatorClient;
let ledger: TestLedger;
const prefix = makeTopicPrefix();
const house = new HouseOfFive();

/** Brings what the house decided to the ledger, each event at its own time. */
async function record(events: readonly RecordedEvent[]): Promise<void> {
  for (const event of events) {
    const identity = identityOfEvent(event);
    const { type, streamId, payload, ledgerTimeMs } = event;
    const recorded = { type, streamId, payload, ...(identity === undefined ? {} : { identity }) };
    await ledger.append([recorded as NewEvent], ledgerTimeMs === undefined ? {} : { ledgerTimeMs });
  }
}

/** Decides a command with the real rules, where the core would. */
async function decide(value: Buffer | null): Promise<void> {
  const decoded = decodeCommand(value);
  if (decoded.kind !== 'message') throw new Error(JSON.stringify(decoded));
  await record(house.play.batch([{ kind: 'command', command: decoded.message }]));
}

beforeAll(async () => {
  servers = await startTestServers({ postgres: true, kafka: true });
  const databaseUrl = await createTestDatabase(servers.databaseUrl);
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl);
  const configuration = readServiceConfiguration({
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: servers.kafkaBrokers,
    CCP_TOPIC_PREFIX: prefix,
  });
  kafka = createKafka(configuration, 'test');
  const admin = kafka.admin();
  await admin.connect();
  await createMissingTopics(admin, prefix, 2);
  await admin.disconnect();
  ledger = await TestLedger.open(pool, 'main');
  await record(house.play.events);
  decider = kafka.consumer({ groupId: 'decider', maxWaitTimeInMs: 20 });
  await decider.subscribe({ topic: topicName(prefix, 'commands'), fromBeginning: true });
  await decider.run({ eachMessage: async ({ message }) => decide(message.value) });
  app = await createBackOffice(configuration, createLogger('test', 'silent'));
  await app.listen(0, '127.0.0.1');
  client = new OperatorClient(await app.getUrl());
}, 120_000);

afterAll(async () => {
  await app?.close();
  await decider?.disconnect();
  ledger?.close();
  await pool?.end();
  await servers?.stop();
});

const post = async (path: string, body: object): Promise<Answer> =>
  (await client.post(`defaults${path}`, body)) as Answer;

/** The default once the read model is at the ledger's end. */
async function shown(path = '/main-D1'): Promise<Answer> {
  const head = ledger.head;
  await vi.waitUntil(async () => {
    const { position } = (await client.get('defaults')) as { readonly position: number };
    return position >= head;
  }, WAIT_MS);
  return (await client.get(`defaults${path}`)) as Answer;
}

const refusedWith = (code: string, reason: RegExp): object => ({
  problem: { status: 409, result: { code, reason: expect.stringMatching(reason) as string } },
});

describe('a default over HTTP', () => {
  it('is proposed by one operator and declared by another', async () => {
    await expect(post('', { member: 'A', reason: 'INSOLVENCY' })).rejects.toMatchObject({
      problem: { status: 400, errors: [{ field: 'by' }] },
    });
    const proposal = { member: 'A', reason: 'INSOLVENCY', by: 'op1' };
    expect(await post('', proposal)).toMatchObject({ defaultId: 'main-D1', steps: [] });
    expect(await shown()).toMatchObject({
      status: 'PROPOSED',
      proposedBy: 'op1',
      steps: [],
      due: expect.stringMatching(/other than op1 confirms it/) as string,
    });
    await expect(post('/main-D1/confirmation', { by: 'op1' })).rejects.toMatchObject(
      refusedWith('SAME_OPERATOR', /op1/),
    );
    await expect(post('/main-D1/closing', {})).rejects.toMatchObject(
      refusedWith('OUT_OF_ORDER', /confirm/),
    );
    const declared = await post('/main-D1/confirmation', { by: 'op2' });
    expect(declared['steps']).toMatchObject([{ step: 'DECLARED', proposedBy: 'op1', by: 'op2' }]);
    expect(await shown()).toMatchObject({
      status: 'DECLARED',
      confirmedBy: 'op2',
      due: expect.stringMatching(/A\/HOUSE 100 FUT.*close-out/) as string,
    });
  });

  it('names every field of a step that is wrong', async () => {
    const fills = [{ instrument: 'FUT', quantity: -67, price: '93', counterparty: 'B' }];
    await expect(post('/main-D1/close-outs', { fills })).rejects.toMatchObject({
      problem: {
        status: 400,
        errors: [{ field: 'fills.0.quantity' }, { field: 'fills.0.counterparty' }],
      },
    });
    await expect(post('/main-D1/hedges', { fills: [] })).rejects.toMatchObject({
      problem: { status: 400, detail: 'fills: holds no trade' },
    });
    await expect(post('/main-D1/recoveries', { amount: 'x', reason: 'r' })).rejects.toMatchObject({
      problem: { status: 400, errors: [{ field: 'amount' }] },
    });
    await expect(post('/main-D9/loss', {})).rejects.toMatchObject(
      refusedWith('UNKNOWN_DEFAULT', /main-D9/),
    );
  });

  it('goes through its steps, and says after each what is due next', async () => {
    const fill = (quantity: string, price: string, counterparty: string) => {
      return { instrument: 'FUT', quantity, price, counterparty };
    };
    await post('/main-D1/hedges', { fills: [fill('-33', '94', 'C/HOUSE')], by: 'op1' });
    const flat = await post('/main-D1/close-outs', { fills: [fill('-67', '93', 'B/HOUSE')] });
    expect(flat['steps']).toMatchObject([{ step: 'CLOSED_OUT', by: 'operator' }]);
    expect((await shown())['due']).toMatch(/^no position is open: ccp default determine-loss/);
    await post('/main-D1/loss', { by: 'op1' });
    expect((await shown())['due']).toMatch(/^667 JPY of the loss .* apply-layers main-D1$/);
    const next = await post('/main-D1/layers', { next: true });
    expect(next).toMatchObject({ remaining: '367', steps: [{ layer: 'DEFAULTER_MARGIN' }] });
    expect((await shown())['remaining']).toBe('367');
    expect(await post('/main-D1/layers', {})).toMatchObject({ remaining: '0' });
    expect((await shown())['due']).toBe('the loss is borne and paid: ccp default close main-D1');
    await post('/main-D1/closing', { by: 'op1' });
    expect(await shown()).toMatchObject({
      status: 'CLOSED',
      endedBy: 'op1',
      currency: 'JPY',
      loss: '667',
      remaining: '0',
      isPaid: true,
      layers: [
        { layer: 'DEFAULTER_MARGIN', used: '300', returned: '0' },
        { layer: 'DEFAULTER_DEFAULT_FUND', used: '174', returned: '0' },
        { layer: 'CCP_FIRST_LOSS', used: '25', returned: '0' },
        { layer: 'SURVIVORS_DEFAULT_FUND', used: '168', returned: '0' },
      ],
      due: expect.stringMatching(/^nothing; .*recover main-D1$/) as string,
    });
  });

  it('shows its steps as the topic has them, and gives back what comes in', async () => {
    await post('/main-D1/recoveries', { amount: '100', reason: 'dividend', by: 'op1' });
    const { steps, recovered, layers } = await shown();
    expect(recovered).toBe('100');
    expect(layers).toContainEqual({
      layer: 'SURVIVORS_DEFAULT_FUND',
      used: '168',
      returned: '100',
    });
    const taken = steps as readonly Answer[];
    expect(taken.map(({ step }) => step)).toEqual(
      house.play.of('DefaultStepTaken').map(({ step }) => step),
    );
    for (const { at, ...message } of taken) {
      expect(at).toMatch(/^2026-11-20T/);
      expect(outMessageFault('default-waterfall', message)).toBeUndefined();
      expect(message).not.toHaveProperty('journal');
    }
  });

  it('can be seen as it stood, and be looked for by member', async () => {
    const { steps } = await shown();
    const determined = (steps as readonly Answer[]).find(({ step }) => step === 'LOSS_DETERMINED');
    const asOf = String(determined?.['position']);
    const past = await shown(`/main-D1?asOf=${asOf}`);
    expect(past).toMatchObject({ status: 'DECLARED', loss: '667', remaining: '667', layers: [] });
    expect(past).not.toHaveProperty('due');
    const list = async (query: string) => (await client.get(`defaults?${query}`)) as Page;
    expect((await list(`asOf=${asOf}`)).items).toMatchObject([{ status: 'DECLARED' }]);
    expect((await list('asOf=1')).items).toEqual([]);
    expect((await list('member=A')).items).toMatchObject([{ status: 'CLOSED', recovered: '100' }]);
    expect((await list('member=B')).items).toEqual([]);
    await expect(client.get('defaults/main-D2')).rejects.toMatchObject({
      problem: { status: 404, detail: 'there is no default main-D2 in ledger main' },
    });
  });
});
