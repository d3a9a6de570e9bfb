import type {
  CollateralInstruction,
  CollateralInstructionType,
} from '#libs/domain/inputs/inputs.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import type { Refusal } from './refusal.js';
import { ownerOf } from './instruction-identity.js';

/** What others have to say: a movement that came in is confirmed by who holds it, a recall is the house's. */
const NOT_A_MEMBERS: ReadonlySet<CollateralInstructionType> = new Set<CollateralInstructionType>([
  'DEPOSIT',
  'DEFAULT_FUND_DEPOSIT',
  'RECALL',
]);

/**
 * A member instructs for its own accounts and contribution alone, and only what is its own to say (contract,
 * "Topics in").
 * @param member whose topic the instruction came by
 */
export function refuseNotOfMember(
  instruction: CollateralInstruction,
  member: string,
): Refusal | undefined {
  const { account, type } = instruction;
  const owner = account === undefined ? ownerOf(instruction) : memberOf(account);
  if (owner !== member)
    return {
      code: 'NOT_YOURS',
      field: account === undefined ? 'member' : 'account',
      reason: `${account ?? owner} is not of ${member}, whose topic this came by; name what is your own`,
    };
  if (!NOT_A_MEMBERS.has(type)) return undefined;
  return {
    code: 'INVALID_FIELD',
    field: 'type',
    reason:
      type === 'RECALL'
        ? 'only the clearing house recalls collateral; send a WITHDRAWAL'
        : `${type} is confirmed by the custodian or payment bank that received it; deliver there`,
  };
}
