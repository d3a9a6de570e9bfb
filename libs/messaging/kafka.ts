import { Kafka, logLevel, type KafkaConfig, type LogEntry } from 'kafkajs';
import { kafkaClientOptions } from '#libs/platform/kafka-client-options.js';
import type { ServiceConfiguration } from '#libs/platform/configuration.js';
import './idle-connections.js';

/** Takes the client's own words; by default they are dropped, since what matters is said by us. */
export type KafkaLog = (level: 'error' | 'warn' | 'info' | 'debug', entry: LogEntry) => void;

const RETRIES = 12;
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 2_000;

process.env['KAFKAJS_NO_PARTITIONER_WARNING'] = '1';

/** The Kafka client of a service. kafkajs stays behind this library. */
export function createKafka(
  configuration: Pick<ServiceConfiguration, 'kafkaBrokers' | 'kafkaSasl' | 'kafkaTls'>,
  clientId: string,
  log: KafkaLog = () => undefined,
): Kafka {
  const config: KafkaConfig = {
    ...kafkaClientOptions(configuration),
    clientId,
    retry: { retries: RETRIES, initialRetryTime: RETRY_FIRST_MS, maxRetryTime: RETRY_MAX_MS },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      const level = entry.level === logLevel.ERROR ? 'error' : 'warn';
      log(level, entry);
    },
  };
  return new Kafka(config);
}
