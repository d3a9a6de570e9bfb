/** The topics that the decider reads, without their prefix (contract, "Topics in"). */
const INPUTS = ['trades', 'prices', 'volatilities', 'collateral', 'commands'] as const;

export function inputTopics(prefix: string): string[] {
  return INPUTS.map((name) => `${prefix}.${name}`);
}

export function commandTopic(prefix: string): string {
  return `${prefix}.commands`;
}
