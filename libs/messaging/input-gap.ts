/** Why input cannot go on where it stopped. */
export interface InputGap {
  readonly topic: string;
  readonly partition: number;
  /** The offset that is due next. */
  readonly expected: bigint;
  /** The first offset that the topic still holds. */
  readonly low: bigint;
  /** The offset after its last message. */
  readonly high: bigint;
  /** The cluster that the topic is on now. */
  readonly clusterId: string;
  readonly reason: 'EXPIRED' | 'SHORTER' | 'OTHER_CONTENT' | 'OTHER_CLUSTER' | 'TOPIC_MISSING';
}

/** Says in words what happened to an input and what an operator can do. */
export function describeInputGap(gap: InputGap): string {
  const { topic, partition, expected, low, high } = gap;
  const at = `${topic}/${partition}`;
  const what = {
    EXPIRED: `messages ${expected} to ${low - 1n} of ${at} expired before they were read`,
    SHORTER: `${at} ends at ${high}, before offset ${expected} that is due next: the topic was deleted and made anew`,
    OTHER_CONTENT: `the message before offset ${expected} of ${at} is not the one that was read: the topic was deleted and made anew`,
    OTHER_CLUSTER: `${at} belongs to another Kafka cluster than the one that was read`,
    TOPIC_MISSING: `${at} is gone`,
  }[gap.reason];
  return `${what}. Nothing is skipped unless an operator says so: ccp inputs accept-gap --topic ${topic} --partition ${partition} --by NAME --reason TEXT`;
}
