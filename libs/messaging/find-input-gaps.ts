import type { Admin } from 'kafkajs';
import type { InputGap } from './input-gap.js';
import type { InputPositions } from './input-positions.js';
import { whileSettling } from './while-settling.js';

/** Compares where each input is to go on with what its topic holds. */
export async function findInputGaps(
  admin: Admin,
  topics: readonly string[],
  positions: InputPositions,
  clusterId: string,
): Promise<InputGap[]> {
  const gaps: InputGap[] = [];
  for (const topic of topics) {
    const offsets = await whileSettling(() => admin.fetchTopicOffsets(topic));
    for (const { partition, low, high } of offsets) {
      const known = positions.of(topic, partition);
      const expected = known?.nextOffset ?? 0n;
      const range = { topic, partition, expected, low: BigInt(low), high: BigInt(high), clusterId };
      if (known && known.clusterId !== clusterId) gaps.push({ ...range, reason: 'OTHER_CLUSTER' });
      else if (expected > range.high) gaps.push({ ...range, reason: 'SHORTER' });
      else if (expected < range.low) gaps.push({ ...range, reason: 'EXPIRED' });
    }
    const there = new Set(offsets.map(({ partition }) => partition));
    for (const { partition, nextOffset } of positions.ofTopic(topic))
      if (!there.has(partition) && nextOffset > 0n)
        gaps.push({
          topic,
          partition,
          expected: nextOffset,
          low: 0n,
          high: 0n,
          clusterId,
          reason: 'TOPIC_MISSING',
        });
  }
  return gaps;
}
