import { createRequire } from 'node:module';
import type { KafkaConfig } from 'kafkajs';

/**
 * The parts of kafkajs 2.2.4 that its public interface does not show and a request of our own needs: its
 * admin client knows no users. The version is pinned, and the tests of this folder run against a real
 * broker, so that a change inside the client is noticed.
 */
export interface KafkaEncoder {
  writeInt8(value: number): KafkaEncoder;
  writeInt32(value: number): KafkaEncoder;
  writeUVarIntString(value: string): KafkaEncoder;
  /** Without a value: an empty section of tagged fields. */
  writeUVarIntBytes(value?: Buffer): KafkaEncoder;
  writeUVarIntArray(values: readonly KafkaEncoder[]): KafkaEncoder;
}

export interface KafkaDecoder {
  readInt8(): number;
  readInt16(): number;
  readInt32(): number;
  readUVarIntString(): string | null;
  readUVarIntArray<T>(read: (decoder: KafkaDecoder) => T): T[];
  readTaggedFields(): unknown;
}

/** A request and how its answer is read, as the client's connections take them. */
export interface KafkaRequest<Answer> {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    encode(): Promise<KafkaEncoder>;
  };
  readonly response: {
    decode(bytes: Buffer): Promise<Answer>;
    parse(answer: Answer): Promise<Answer>;
  };
}

interface Connections {
  send<Answer>(request: KafkaRequest<Answer>): Promise<Answer>;
}

interface SingleBroker {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  readonly clientId: string;
  readonly sasl: KafkaConfig['sasl'];
  readonly ssl: KafkaConfig['ssl'];
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly logger: object;
  readonly socketFactory: object;
}

const load = createRequire(import.meta.url) as (name: string) => unknown;

export const Encoder = load('kafkajs/src/protocol/encoder') as new () => KafkaEncoder;
export const Decoder = load('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => KafkaDecoder;
export const ConnectionPool = load('kafkajs/src/network/connectionPool') as new (
  settings: ConnectionSettings,
) => Connections;
export const Broker = load('kafkajs/src/broker') as new (settings: {
  readonly connectionPool: Connections;
  readonly logger: object;
}) => SingleBroker;
export const createSocketFactory = load('kafkajs/src/network/socketFactory') as () => object;
const { createLogger } = load('kafkajs/src/loggers') as {
  createLogger: (settings: { level: number; logCreator: () => () => void }) => object;
};

/** What matters is in the errors; the client's own words are dropped. */
export const SILENT = createLogger({ level: 0, logCreator: () => () => undefined });
