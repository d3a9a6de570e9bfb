import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { readInputOffsets } from '#libs/ledger/index.js';
import { KafkaGateway, type PartitionEnds } from '../kafka/kafka.gateway.js';
import { LAG_AGE_MS_MAX, LAG_WAIT_MS } from '../limits.js';
import { PRICE_FEED_STATES } from '../queries/price-feed.query.js';
import { DATABASE } from '../tokens.js';
import { UtilisationGauges } from './utilisation.gauges.js';

interface LedgerRow {
  ledger_id: string;
  last_position: string;
  evaluated_position: string;
  published_position: string;
  requirements: number;
  open_calls: number;
  quarantined: number;
}

/** What Prometheus may ask: figures of the ledgers are read when it does. */
@Injectable()
export class MetricsService {
  readonly registry = new Registry();
  readonly httpSeconds = new Histogram({
    name: 'ccp_http_request_duration_seconds',
    help: 'Time to answer HTTP requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers: [this.registry],
  });
  readonly failedSignIns = new Counter({
    name: 'ccp_sign_ins_refused_total',
    help: 'Sign-ins at HTTP that were refused',
    labelNames: ['fault'],
    registers: [this.registry],
  });
  private readonly head = this.gauge('ccp_ledger_position', 'Last position of the ledger');
  private readonly evaluationLag = this.gauge(
    'ccp_evaluation_lag_events',
    'Events after the position at which requirements were last evaluated',
  );
  private readonly publisherLag = this.gauge(
    'ccp_publisher_lag_events',
    'Events that are not published yet',
  );
  private readonly requirements = this.gauge(
    'ccp_margin_requirements',
    'Accounts that have a requirement',
  );
  private readonly openCalls = this.gauge(
    'ccp_margin_calls_open',
    'Margin calls that are issued, partially met or overdue',
  );
  private readonly quarantined = this.gauge(
    'ccp_quarantine_messages',
    'Messages that wait in quarantine',
  );
  private readonly priceFeeds = this.gauge('ccp_price_feeds', 'Price feeds in each state', 'state');
  private readonly projectionLag = this.gauge(
    'ccp_projection_lag_events',
    'Events that a read model does not hold yet',
    'projection',
  );
  private readonly consumerLag = this.gauge(
    'ccp_consumer_lag_messages',
    'Messages on an input partition that are not decided yet',
    'topic',
    'partition',
  );
  private readonly utilisation = new UtilisationGauges(this.registry);
  private asking: Promise<void> | undefined;
  private ends: { readonly atMs: number; readonly value: PartitionEnds[] } | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(KafkaGateway) private readonly kafka: KafkaGateway,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  /** All metrics as Prometheus reads them. */
  async render(): Promise<string> {
    await this.readLedgers();
    await this.readPriceFeeds();
    await this.utilisation.read(this.database);
    await this.readProjections();
    await this.readInputs();
    return this.registry.metrics();
  }

  private gauge(name: string, help: string, ...labels: string[]): Gauge {
    const labelNames = ['ledger', ...labels];
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private async readLedgers(): Promise<void> {
    const { rows } = await this.database.query<LedgerRow>(
      `SELECT h.ledger_id, h.last_position, h.evaluated_position,
         coalesce(p.position, 0) AS published_position,
         (SELECT count(*)::integer FROM margin_requirement r
          WHERE r.ledger_id = h.ledger_id) AS requirements,
         (SELECT count(*)::integer FROM margin_call c WHERE c.ledger_id = h.ledger_id
          AND c.status IN ('ISSUED', 'PARTIALLY_MET', 'OVERDUE')) AS open_calls,
         (SELECT count(*)::integer FROM quarantine q WHERE q.ledger_id = h.ledger_id
          AND NOT EXISTS (SELECT FROM quarantine_release r
            WHERE r.ledger_id = q.ledger_id AND r.position = q.position)) AS quarantined
       FROM ledger_head h LEFT JOIN publisher_checkpoint p ON p.ledger_id = h.ledger_id`,
    );
    for (const row of rows) {
      const labels = { ledger: row.ledger_id };
      const head = Number(row.last_position);
      this.head.set(labels, head);
      this.evaluationLag.set(labels, head - Number(row.evaluated_position));
      this.publisherLag.set(labels, head - Number(row.published_position));
      this.requirements.set(labels, row.requirements);
      this.openCalls.set(labels, row.open_calls);
      this.quarantined.set(labels, row.quarantined);
    }
  }

  private async readPriceFeeds(): Promise<void> {
    const { rows } = await this.database.query<{ ledger_id: string; state: string; feeds: number }>(
      `SELECT h.ledger_id, s.state, count(f.symbol)::integer AS feeds
       FROM ledger_head h CROSS JOIN unnest($1::text[]) AS s (state)
       LEFT JOIN price_feed f ON f.ledger_id = h.ledger_id AND f.state = s.state
       GROUP BY h.ledger_id, s.state`,
      [PRICE_FEED_STATES],
    );
    for (const { ledger_id: ledger, state, feeds } of rows)
      this.priceFeeds.set({ ledger, state }, feeds);
  }

  private async readProjections(): Promise<void> {
    const { rows } = await this.database.query<{
      ledger_id: string;
      projection: string;
      lag: string;
    }>(
      `SELECT c.ledger_id, c.projection, h.last_position - c.position AS lag
       FROM projection_checkpoint c JOIN ledger_head h ON h.ledger_id = c.ledger_id`,
    );
    for (const { ledger_id: ledger, projection, lag } of rows) {
      this.projectionLag.set({ ledger, projection }, Math.max(Number(lag), 0));
    }
  }

  /** Kafka may be slow or away: then the ends that were known before are shown. */
  private async readInputs(): Promise<void> {
    if (Date.now() - (this.ends?.atMs ?? 0) > LAG_AGE_MS_MAX) {
      this.asking ??= this.askEnds().finally(() => (this.asking = undefined));
      await Promise.race([this.asking, sleep(LAG_WAIT_MS)]);
    }
    if (this.ends === undefined) return;
    const ledgers = await this.database.query<{ ledger_id: string }>(
      'SELECT ledger_id FROM ledger_head',
    );
    for (const { ledger_id: ledger } of ledgers.rows) {
      const offsets = await readInputOffsets(this.database, ledger);
      for (const { topic, partition, low, high } of this.ends.value) {
        const next = offsets.find((o) => o.topic === topic && o.partition === partition);
        const lag = Number(high - (next?.nextOffset ?? low));
        this.consumerLag.set({ ledger, topic, partition: String(partition) }, Math.max(lag, 0));
      }
    }
  }

  private async askEnds(): Promise<void> {
    try {
      this.ends = { atMs: Date.now(), value: await this.kafka.inputEnds() };
    } catch {
      // Nothing is known that was not known before.
    }
  }
}
