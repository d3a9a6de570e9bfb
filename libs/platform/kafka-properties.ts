/** What differs between one broker of ours and another. */
export interface KafkaProperties {
  readonly brokerPort: number;
  readonly controllerPort: number;
  /** Folder of the broker's logs, the messages themselves. */
  readonly logDirs: string;
}

/**
 * `server.properties` of a broker that is its own controller, on loopback (architecture.md,
 * "Running it"): internal topics without replicas, groups without a first delay, retention by the
 * broker's time, since messages about 2008 must not expire the moment they come.
 */
export function kafkaProperties({ brokerPort, controllerPort, logDirs }: KafkaProperties): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${brokerPort},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${brokerPort},CONTROLLER://127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
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
