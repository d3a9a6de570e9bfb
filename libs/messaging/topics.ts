/** Topics by the contract's names; all carry the deployment's prefix. */
export const INPUT_TOPICS = ['trades', 'prices', 'volatilities', 'collateral', 'commands'] as const;
export type InputTopicName = (typeof INPUT_TOPICS)[number];

/** Topics of which each member has one of its own that it alone may write, such as `ccp.trades.BETA`. */
export const MEMBER_INPUT_TOPICS = ['trades', 'collateral', 'auction-bids'] as const;
export type MemberInputTopicName = (typeof MEMBER_INPUT_TOPICS)[number];

/** Topics of which each member has one of its own that it alone may read, such as `ccp.member.BETA`. */
export const MEMBER_OUTPUT_TOPICS = ['member'] as const;
export type MemberOutputTopicName = (typeof MEMBER_OUTPUT_TOPICS)[number];

export const OUTPUT_TOPICS = [
  'trade-status',
  'variation-margin',
  'margin-requirements',
  'margin-calls',
  'collateral-status',
  'default-waterfall',
  'ledger',
  'checkpoints',
  'quarantine',
] as const;
export type OutputTopicName = (typeof OUTPUT_TOPICS)[number];

/** The latest message per key is what counts on these. */
const COMPACTED: ReadonlySet<string> = new Set<OutputTopicName>(['margin-requirements']);

/** The full name of a topic, such as `ccp.trades`. */
export const topicName = (prefix: string, name: InputTopicName | OutputTopicName): string =>
  `${prefix}.${name}`;

/** The full name of a member's own topic, such as `ccp.auction-bids.BETA`. */
export const memberTopicName = (
  prefix: string,
  name: MemberInputTopicName | MemberOutputTopicName,
  member: string,
): string => `${prefix}.${name}.${member}`;

/**
 * A message that came in with almost 1 MiB goes out again on the quarantine topic, its bytes as base64, and
 * a document of reference data as an event.
 */
const OUTPUT_BYTES_MAX = 8 * 1024 ** 2;

const isOutput = (name: string): boolean =>
  [...OUTPUT_TOPICS, ...MEMBER_OUTPUT_TOPICS].some((output) => output === name);

/**
 * What a topic is created with; existing ones are never changed (contract, "Conventions").
 * @param name without the prefix and without the member
 */
export function topicSettings(name: string): { name: string; value: string }[] {
  const settings = [{ name: 'cleanup.policy', value: COMPACTED.has(name) ? 'compact' : 'delete' }];
  if (isOutput(name)) settings.push({ name: 'max.message.bytes', value: `${OUTPUT_BYTES_MAX}` });
  return settings;
}
