import type { KafkaConfig, SASLOptions } from 'kafkajs';
import type { ServiceConfiguration } from './configuration.js';

/** What kafkajs needs to know to reach the brokers of the configuration. */
export function kafkaClientOptions(
  configuration: Pick<ServiceConfiguration, 'kafkaBrokers' | 'kafkaSasl' | 'kafkaTls'>,
): Pick<KafkaConfig, 'brokers' | 'ssl' | 'sasl'> {
  const { kafkaBrokers, kafkaSasl, kafkaTls } = configuration;
  const { ca, cert, key } = kafkaTls ?? {};
  return {
    brokers: [...kafkaBrokers],
    ...(kafkaTls === undefined
      ? {}
      : {
          ssl: { ...(ca ? { ca: [ca] } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) },
        }),
    ...(kafkaSasl === undefined ? {} : { sasl: saslOptions(kafkaSasl) }),
  };
}

function saslOptions(credentials: NonNullable<ServiceConfiguration['kafkaSasl']>): SASLOptions {
  const { username, password } = credentials;
  switch (credentials.mechanism) {
    case 'plain':
      return { mechanism: 'plain', username, password };
    case 'scram-sha-256':
      return { mechanism: 'scram-sha-256', username, password };
    case 'scram-sha-512':
      return { mechanism: 'scram-sha-512', username, password };
  }
}
