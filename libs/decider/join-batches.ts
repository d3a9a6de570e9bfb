import type { AppendBatch } from '#libs/ledger/index.js';

/** Two batches that follow each other as one: of an offset or a requirement said twice the later counts. */
export function joinBatches(first: AppendBatch, next: AppendBatch): AppendBatch {
  return {
    after: first.after,
    events: [...first.events, ...next.events],
    identities: [...first.identities, ...next.identities],
    quarantined: [...first.quarantined, ...next.quarantined],
    sealed: [...first.sealed, ...next.sealed],
    offsets: latest(
      [...first.offsets, ...next.offsets],
      ({ topic, partition }) => `${topic}/${partition}`,
    ),
    requirements: latest([...first.requirements, ...next.requirements], ({ account }) => account),
    evaluatedPosition: next.evaluatedPosition,
    evaluationSeq: next.evaluationSeq,
  };
}

function latest<T>(entries: readonly T[], nameOf: (entry: T) => string): T[] {
  return [...new Map(entries.map((entry) => [nameOf(entry), entry])).values()];
}
