import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import {
  MEMBER_INPUT_TOPICS,
  MEMBER_OUTPUT_TOPICS,
  OUTPUT_TOPICS,
} from '#libs/messaging/topics.js';
import { HOUSE_USER_NAMES } from '#libs/platform/house-secrets.js';
import type { Right } from '#libs/messaging/access/broker-rights.js';
import { rightsOf, rightsOfHouse } from './access-rules.js';
import { OUTSIDE_ROLES, userNamed, usernameOf } from './access-user.js';

const PREFIX = 'ccp';
/** Ids that are likely to be taken for each other's: few letters, with dots and dashes. */
const id = fc.stringMatching(/^[AB][AB.-]{0,4}$/).filter((text) => isIdentifier(text));

const member = (name: string) => ({ role: 'member', name }) as const;

/** Whether a right reaches a resource of this kind and name. */
const reaches = (right: Right, resource: Right['resource'], name: string): boolean =>
  right.resource === resource &&
  (right.pattern === 'literal' ? right.name === name : name.startsWith(right.name));

describe('what a member may do', () => {
  it('is to write its own topics in and to read its own topics out', () => {
    const rights = rightsOf(member('ALPHA'), PREFIX).filter(({ resource }) => resource === 'topic');
    expect(rights).toEqual([
      ...MEMBER_INPUT_TOPICS.map((name) => ({
        resource: 'topic',
        pattern: 'literal',
        name: `ccp.${name}.ALPHA`,
        operation: 'WRITE',
      })),
      ...MEMBER_OUTPUT_TOPICS.map((name) => ({
        resource: 'topic',
        pattern: 'literal',
        name: `ccp.${name}.ALPHA`,
        operation: 'READ',
      })),
    ]);
  });

  it('never reaches a topic, a group or a transaction of another, however alike their ids are', () => {
    fc.assert(
      fc.property(id, id, (one, other) => {
        fc.pre(one !== other);
        const topics = [...MEMBER_INPUT_TOPICS, ...MEMBER_OUTPUT_TOPICS];
        for (const right of rightsOf(member(one), PREFIX)) {
          for (const name of topics)
            expect(reaches(right, 'topic', `${PREFIX}.${name}.${other}`)).toBe(false);
          for (const resource of ['group', 'transaction'] as const)
            expect(reaches(right, resource, `${other}/anything`)).toBe(false);
        }
      }),
    );
  });

  it('never reaches a topic of the house, its groups or its transactions', () => {
    fc.assert(
      fc.property(id, (name) => {
        for (const right of rightsOf(member(name), PREFIX)) {
          for (const topic of [...OUTPUT_TOPICS, 'trades', 'prices', 'collateral', 'commands'])
            expect(reaches(right, 'topic', `${PREFIX}.${topic}`)).toBe(false);
          expect(reaches(right, 'group', `${PREFIX}-core-main-1`)).toBe(false);
          expect(reaches(right, 'transaction', `${PREFIX}-publisher-main`)).toBe(false);
        }
      }),
    );
  });
});

describe('names of users', () => {
  it('are never a member’s for anybody else, and lead back to whose they are', () => {
    fc.assert(
      fc.property(fc.constantFrom('member', ...OUTSIDE_ROLES), id, (role, name) => {
        const username = usernameOf({ role, name });
        expect(userNamed(username)).toEqual({ role, name });
        expect(isIdentifier(username)).toBe(role === 'member');
      }),
    );
    for (const name of Object.values(HOUSE_USER_NAMES)) expect(isIdentifier(name)).toBe(false);
  });
});

describe('what a service of the house may do', () => {
  it('is less than everything: only the publisher writes what members read', () => {
    const answer = `${PREFIX}.member.ALPHA`;
    const writers = (['core', 'publisher', 'backOffice', 'market'] as const).filter((service) =>
      rightsOfHouse(service, PREFIX).some(
        (right) => right.operation === 'WRITE' && reaches(right, 'topic', answer),
      ),
    );
    expect(writers).toEqual(['publisher']);
  });

  it('leaves sealed bids to who sends them and the core', () => {
    const readers = (['publisher', 'market'] as const).filter((service) =>
      rightsOfHouse(service, PREFIX).some(
        (right) => right.operation === 'READ' && reaches(right, 'topic', 'ccp.auction-bids.ALPHA'),
      ),
    );
    expect(readers).toEqual([]);
  });
});
