import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigurationError,
  readConfiguration,
  readServiceConfiguration,
} from './configuration.js';
import { kafkaClientOptions } from './kafka-client-options.js';
import { PROJECT_ROOT } from './project-root.js';

let folder = '';
const file = (name: string): string => path.join(folder, name);

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'configuration-'));
  for (const name of ['house.yaml', 'ca.pem', 'cert.pem', 'key.pem']) {
    fs.writeFileSync(file(name), `content of ${name}`);
  }
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfiguration(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as ConfigurationError).message.split('\n');
  }
  return [];
}

describe('configuration', () => {
  it('has the defaults of the contract where nothing is set or what is set is empty', () => {
    const defaults = {
      databaseUrl: undefined,
      kafkaBrokers: undefined,
      kafkaSasl: undefined,
      kafkaTls: undefined,
      inputPartitions: 4,
      topicPrefix: 'ccp',
      configFile: undefined,
      dataDir: path.join(PROJECT_ROOT, '.data'),
      port: 0,
      host: '127.0.0.1',
      logLevel: 'info',
      ledger: 'main',
      requireApproval: false,
      marginThreads: Math.max(1, os.availableParallelism() - 1),
      secure: false,
      operatorTokenFile: undefined,
    };
    expect(readConfiguration({})).toEqual(defaults);
    expect(readConfiguration({ PORT: '', KAFKA_BROKERS: '', CCP_DATA_DIR: '' })).toEqual(defaults);
  });

  it('reads every variable', () => {
    const configuration = readConfiguration({
      DATABASE_URL: 'postgresql://u:p@db.example:5432/ccp',
      KAFKA_BROKERS: 'k1.example:9092, [::1]:9093',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256',
      KAFKA_SASL_USERNAME: 'core',
      KAFKA_SASL_PASSWORD: 'secret',
      KAFKA_SSL_CA: file('ca.pem'),
      KAFKA_SSL_CERT: file('cert.pem'),
      KAFKA_SSL_KEY: file('key.pem'),
      CCP_INPUT_PARTITIONS: '8',
      CCP_TOPIC_PREFIX: 'test-1',
      CCP_CONFIG: file('house.yaml'),
      CCP_DATA_DIR: '/srv/ccp/',
      PORT: '8080',
      HOST: '0.0.0.0',
      LOG_LEVEL: 'WARN',
      CCP_LEDGER: 'rates',
      CCP_REQUIRE_APPROVAL: 'true',
      CCP_MARGIN_THREADS: '0',
      CCP_SECURE: 'true',
      CCP_OPERATOR_TOKEN_FILE: file('house.yaml'),
    });
    expect(configuration).toEqual({
      databaseUrl: 'postgresql://u:p@db.example:5432/ccp',
      kafkaBrokers: ['k1.example:9092', '[::1]:9093'],
      kafkaSasl: { mechanism: 'scram-sha-256', username: 'core', password: 'secret' },
      kafkaTls: {
        ca: 'content of ca.pem',
        cert: 'content of cert.pem',
        key: 'content of key.pem',
      },
      inputPartitions: 8,
      topicPrefix: 'test-1',
      configFile: file('house.yaml'),
      dataDir: '/srv/ccp',
      port: 8080,
      host: '0.0.0.0',
      logLevel: 'warn',
      ledger: 'rates',
      requireApproval: true,
      marginThreads: 0,
      secure: true,
      operatorTokenFile: file('house.yaml'),
    });
  });

  it.each([
    ['DATABASE_URL', 'mysql://u:hidden@db/ccp'],
    ['DATABASE_URL', 'postgres://u:hidden@db'],
    ['KAFKA_BROKERS', 'localhost'],
    ['KAFKA_BROKERS', 'localhost:9092,'],
    ['KAFKA_BROKERS', 'localhost:99999'],
    ['KAFKA_SASL_MECHANISM', 'gssapi'],
    ['KAFKA_SSL', 'yes'],
    ['KAFKA_SSL_CA', '/nowhere/ca.pem'],
    ['CCP_REQUIRE_APPROVAL', 'yes'],
    ['CCP_MARGIN_THREADS', '65'],
    ['CCP_MARGIN_THREADS', '-1'],
    ['CCP_INPUT_PARTITIONS', '0'],
    ['CCP_INPUT_PARTITIONS', '1.5'],
    ['CCP_INPUT_PARTITIONS', '257'],
    ['CCP_TOPIC_PREFIX', 'a.b'],
    ['CCP_CONFIG', '/nowhere/clearing-house.yaml'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['HOST', 'everywhere'],
    ['LOG_LEVEL', 'loud'],
    ['CCP_LEDGER', '../main'],
  ])('names the variable when %s is %j, and shows no password', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([name]);
    expect(problems.join()).not.toContain('hidden');
  });

  it('lists everything that is wrong at once', () => {
    const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'y', KAFKA_SASL_USERNAME: 'core' });
    const names = problems.map((problem) => problem.split(':')[0]);
    expect(new Set(names)).toEqual(new Set(['KAFKA_SASL_PASSWORD', 'LOG_LEVEL', 'PORT']));
  });

  it('wants certificate and key together', () => {
    expect(problemsOf({ KAFKA_SSL_CERT: file('cert.pem') })).toHaveLength(1);
    expect(problemsOf({ KAFKA_SSL_KEY: file('key.pem') })[0]).toContain('KAFKA_SSL_CERT');
  });

  it('of a service needs both servers', () => {
    expect(() => readServiceConfiguration({ KAFKA_BROKERS: 'k:1' })).toThrow(/DATABASE_URL/);
    expect(() => readServiceConfiguration({ DATABASE_URL: 'postgres://d/ccp' })).toThrow(
      /KAFKA_BROKERS/,
    );
  });

  it('becomes what kafkajs wants to know, without a trace of what is not set', () => {
    const servers = { DATABASE_URL: 'postgres://d/ccp', KAFKA_BROKERS: 'k:1' };
    expect(kafkaClientOptions(readServiceConfiguration(servers))).toEqual({ brokers: ['k:1'] });
    const secured = readServiceConfiguration({
      ...servers,
      KAFKA_SSL: 'true',
      KAFKA_SASL_USERNAME: 'core',
      KAFKA_SASL_PASSWORD: 'secret',
    });
    expect(kafkaClientOptions(secured)).toEqual({
      brokers: ['k:1'],
      ssl: {},
      sasl: { mechanism: 'scram-sha-512', username: 'core', password: 'secret' },
    });
  });
});
