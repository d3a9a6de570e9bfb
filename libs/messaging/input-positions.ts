/** Where an input partition stands. */
export interface InputPosition {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: bigint;
  readonly clusterId: string;
  readonly lastDigest: string | undefined;
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** What has been handed on of each input partition since this process took over; starts as Postgres has it. */
export class InputPositions {
  private readonly positions = new Map<string, InputPosition>();

  constructor(known: readonly InputPosition[]) {
    for (const position of known)
      this.positions.set(keyOf(position.topic, position.partition), position);
  }

  of(topic: string, partition: number): InputPosition | undefined {
    return this.positions.get(keyOf(topic, partition));
  }

  /** The offset that is due next: 0 for a partition that was never read. */
  next(topic: string, partition: number): bigint {
    return this.of(topic, partition)?.nextOffset ?? 0n;
  }

  /** All partitions of a topic that were read before. */
  ofTopic(topic: string): InputPosition[] {
    return [...this.positions.values()].filter((position) => position.topic === topic);
  }

  advance(position: InputPosition): void {
    this.positions.set(keyOf(position.topic, position.partition), position);
  }

  /** Takes an advance back: its messages were not taken after all. */
  restore(topic: string, partition: number, position: InputPosition | undefined): void {
    if (position) this.positions.set(keyOf(topic, partition), position);
    else this.positions.delete(keyOf(topic, partition));
  }
}
