import type { PasswordUser } from './house-secrets.js';

/** What differs between one broker of ours and another. */
export interface KafkaProperties {
  readonly brokerPort: number;
  readonly controllerPort: number;
  /** Folder of the broker's logs, the messages themselves. */
  readonly logDirs: string;
  /** Who may do everything, at a broker where everybody signs in; without one nobody has to. */
  readonly admin?: PasswordUser | undefined;
}

/**
 * `server.properties` of a broker that is its own controller, on loopback (architecture.md,
 * "Running it"): internal topics without replicas, groups without a first delay, retention by the
 * broker's time, since messages about 2008 must not expire the moment they come.
 * With an admin the text holds a password: the file is for its owner's eyes.
 */
export function kafkaProperties({
  brokerPort,
  controllerPort,
  logDirs,
  admin,
}: KafkaProperties): string {
  const clients = admin === undefined ? 'PLAINTEXT' : 'SASL_PLAINTEXT';
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    listeners: `${clients}://127.0.0.1:${brokerPort},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `${clients}://127.0.0.1:${brokerPort},CONTROLLER://127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': clients,
    'listener.security.protocol.map': `${clients}:${clients},CONTROLLER:${clients}`,
    ...(admin === undefined ? {} : securitySettings(admin)),
    'log.dirs': logDirs,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    // A broker that was killed is let in again only when its last session is over.
    'broker.session.timeout.ms': 2_000,
    'broker.heartbeat.interval.ms': 400,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'log.message.timestamp.type': 'LogAppendTime',
    'log.retention.hours': 168,
    'log.retention.bytes': 2 * 1024 ** 3,
    'log.segment.bytes': 256 * 1024 ** 2,
    'num.recovery.threads.per.data.dir': 2,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return `# Written anew at each start.\n${lines.join('\n')}\n`;
}

/**
 * Everybody signs in and may do only what a rule allows. Clients sign in by SCRAM, so that no password
 * crosses the wire. The controller cannot: what it knows of SCRAM is in the log that it has yet to read. Its
 * port knows one user, from this file, by whom the first users of the other port are made.
 */
function securitySettings({ username, password }: PasswordUser): Record<string, string | boolean> {
  const login = (module: string): string =>
    `org.apache.kafka.common.security.${module} required username="${username}" password="${password}"`;
  return {
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': `User:${username}`,
    'allow.everyone.if.no.acl.found': false,
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'sasl.mechanism.controller.protocol': 'PLAIN',
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.controller.plain.sasl.jaas.config': `${login('plain.PlainLoginModule')} user_${username}="${password}";`,
    'listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config': `${login('scram.ScramLoginModule')};`,
  };
}
