import type { Right } from '#libs/messaging/access/broker-rights.js';
import {
  INPUT_TOPICS,
  type InputTopicName,
  MEMBER_INPUT_TOPICS,
  MEMBER_OUTPUT_TOPICS,
  memberTopicName,
  OUTPUT_TOPICS,
  type OutputTopicName,
  topicName,
} from '#libs/messaging/topics.js';
import type { HouseUser } from '#libs/platform/house-secrets.js';
import { type AccessUser, type OutsideRole, usernameOf } from './access-user.js';

type Operation = Right['operation'];
type Resource = Right['resource'];

const on = (resource: Resource, name: string, ...operations: readonly Operation[]): Right[] =>
  operations.map((operation) => ({ resource, pattern: 'literal', name, operation }));
const onAll = (resource: Resource, name: string, ...operations: readonly Operation[]): Right[] =>
  operations.map((operation) => ({ resource, pattern: 'prefixed', name, operation }));

/** What a role writes, and where it reads what became of it (contract, "Topics in"). */
const OUTSIDE: Readonly<
  Record<
    OutsideRole,
    { readonly writes: readonly InputTopicName[]; readonly reads: readonly OutputTopicName[] }
  >
> = {
  venue: { writes: ['trades', 'prices'], reads: ['trade-status'] },
  vendor: { writes: ['prices', 'volatilities'], reads: [] },
  custodian: { writes: ['collateral'], reads: ['collateral-status', 'margin-calls'] },
  auditor: { writes: [], reads: OUTPUT_TOPICS },
};

/**
 * What somebody outside the house may do; everything else is refused. Groups and transactions of a user
 * begin with its name and a slash, which no id has: `A/` is no beginning of what belongs to `A.B`.
 * @param prefix of the deployment's topics
 */
export function rightsOf(user: AccessUser, prefix: string): Right[] {
  const own = `${usernameOf(user)}/`;
  const { role, name } = user;
  const topics =
    role === 'member'
      ? [
          ...MEMBER_INPUT_TOPICS.flatMap((topic) =>
            on('topic', memberTopicName(prefix, topic, name), 'WRITE'),
          ),
          ...MEMBER_OUTPUT_TOPICS.flatMap((topic) =>
            on('topic', memberTopicName(prefix, topic, name), 'READ'),
          ),
        ]
      : [
          ...OUTSIDE[role].writes.flatMap((topic) =>
            on('topic', topicName(prefix, topic), 'WRITE'),
          ),
          ...OUTSIDE[role].reads.flatMap((topic) => on('topic', topicName(prefix, topic), 'READ')),
        ];
  const reads = topics.some(({ operation }) => operation === 'READ');
  const writes = topics.some(({ operation }) => operation === 'WRITE');
  return [
    ...topics,
    ...(reads ? onAll('group', own, 'READ') : []),
    ...(writes ? onAll('transaction', own, 'WRITE') : []),
  ];
}

/** What each service of the house may do; its admin needs no rule. */
export function rightsOfHouse(service: Exclude<HouseUser, 'admin'>, prefix: string): Right[] {
  const each = (names: readonly (InputTopicName | OutputTopicName)[], operation: Operation) =>
    names.flatMap((name) => on('topic', topicName(prefix, name), operation));
  const ofMembers = (
    names: readonly Parameters<typeof memberTopicName>[1][],
    operation: Operation,
  ): Right[] =>
    names.flatMap((name) => onAll('topic', memberTopicName(prefix, name, ''), operation));
  switch (service) {
    case 'core':
      return [
        ...onAll('topic', `${prefix}.`, 'CREATE', 'DESCRIBE'),
        ...each(INPUT_TOPICS, 'READ'),
        ...ofMembers(MEMBER_INPUT_TOPICS, 'READ'),
        ...onAll('group', `${prefix}-core-`, 'READ'),
      ];
    case 'publisher':
      return [
        ...each(OUTPUT_TOPICS, 'WRITE'),
        ...ofMembers(MEMBER_OUTPUT_TOPICS, 'WRITE'),
        // It makes the topics of a member that it hears of before the core does.
        ...ofMembers([...MEMBER_INPUT_TOPICS, ...MEMBER_OUTPUT_TOPICS], 'CREATE'),
        ...ofMembers(MEMBER_INPUT_TOPICS, 'DESCRIBE'),
        ...onAll('transaction', `${prefix}-publisher-`, 'WRITE'),
      ];
    case 'backOffice':
      return [
        ...onAll('topic', `${prefix}.`, 'DESCRIBE'),
        // What was quarantined is sent again to where it came from.
        ...each(INPUT_TOPICS, 'WRITE'),
        ...ofMembers(MEMBER_INPUT_TOPICS, 'WRITE'),
        ...each(INPUT_TOPICS, 'READ'),
        ...ofMembers(MEMBER_INPUT_TOPICS, 'READ'),
        ...onAll('group', 'ccp-probe-', 'READ', 'DELETE'),
      ];
    case 'market':
      return [
        ...each(['trades', 'prices', 'volatilities', 'collateral'], 'WRITE'),
        // It begins with the last prices that anybody sent.
        ...each(['prices', 'volatilities', ...OUTPUT_TOPICS], 'READ'),
        ...onAll('group', `${prefix}-simulation-`, 'READ', 'DELETE'),
      ];
  }
}
