import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { Member } from '#libs/domain/reference-data/model.js';

/** The members that stand behind the default fund: all that are not in default, by id. */
export function fundMembers(house: HouseState): Member[] {
  const { members } = referenceOf(house);
  return [...members.values()]
    .filter(({ id }) => !house.defaults.byMember.has(id))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
