import type { MemberMessageIdentity } from '#libs/domain/inputs/inputs.js';

interface SideId {
  readonly member: string;
  readonly sideId: string;
}

/** The identity of a side: (member, sideId), final once it was taken. */
export const sideKey = ({ member, sideId }: SideId): string => `side/${member}/${sideId}`;

/** Events of one side keep their order among each other. */
export const sideStream = sideKey;

/** The identity as it is known to whoever answers. */
export const identityOfSide = ({ member, sideId }: SideId): MemberMessageIdentity => ({
  member,
  idField: 'sideId',
  id: sideId,
});
