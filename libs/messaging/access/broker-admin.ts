import type { Admin } from 'kafkajs';
import type { ServiceConfiguration } from '#libs/platform/configuration.js';
import { kafkaClientOptions } from '#libs/platform/kafka-client-options.js';
import { ScramAdmin } from '#libs/platform/kafka-scram/scram-admin.js';
import { createKafka } from '../kafka.js';

/** How an administrator reaches the brokers. */
export type BrokerSettings = Pick<ServiceConfiguration, 'kafkaBrokers' | 'kafkaSasl' | 'kafkaTls'>;

/** A broker's topics and rights, and its users. */
export interface BrokerAdmin {
  readonly admin: Admin;
  readonly users: ScramAdmin;
}

/** Runs a task with connections of an administrator. @throws the client's error when it cannot sign in */
export async function withBrokerAdmin<T>(
  settings: BrokerSettings,
  task: (broker: BrokerAdmin) => Promise<T>,
): Promise<T> {
  const users = await ScramAdmin.connect({
    ...kafkaClientOptions(settings),
    brokers: settings.kafkaBrokers,
  });
  try {
    const admin = createKafka(settings, 'ccp-access').admin();
    await admin.connect();
    try {
      return await task({ admin, users });
    } finally {
      await admin.disconnect();
    }
  } finally {
    await users.close();
  }
}
