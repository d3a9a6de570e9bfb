import type { HouseState } from '#libs/domain/house/house-state.js';
import { ok } from '#libs/domain/kernel/result.js';
import type { DefaultCase } from './default-state.js';
import { refuseStep, type Stepped } from './default-refusal.js';

/** A default of any state. */
export function findDefault({ defaults }: HouseState, defaultId: string): Stepped<DefaultCase> {
  const found = defaults.cases.get(defaultId);
  if (found) return ok(found);
  return refuseStep(
    'UNKNOWN_DEFAULT',
    `there is no default ${defaultId}; ccp default show lists them`,
    'defaultId',
  );
}

/** A default that is declared and not closed. */
export function findDeclared(house: HouseState, defaultId: string): Stepped<DefaultCase> {
  const found = findDefault(house, defaultId);
  if (!found.ok || found.value.status === 'DECLARED') return found;
  const { status } = found.value;
  const due =
    status === 'PROPOSED'
      ? `it is proposed only: another operator confirms it first, ccp default confirm ${defaultId}`
      : status === 'CLOSED'
        ? 'it is closed; what comes in later is booked with ccp default recover'
        : 'its declaration was withdrawn';
  return refuseStep('OUT_OF_ORDER', `${defaultId}: ${due}`);
}

/** A default whose loss is not determined yet: what changes the loss may still happen. */
export function findBeforeLoss(house: HouseState, defaultId: string): Stepped<DefaultCase> {
  const found = findDeclared(house, defaultId);
  if (!found.ok || !found.value.loss) return found;
  return refuseStep(
    'OUT_OF_ORDER',
    `the loss of ${defaultId} was determined at position ${found.value.loss.position}; what is due is ccp default apply-layers ${defaultId}, then close`,
  );
}

/** The accounts of a defaulter that are still its own: house accounts, or those of clients. */
export function accountsOf(
  { reference }: HouseState,
  { member, ported }: DefaultCase,
  whose: 'house' | 'clients',
): string[] {
  return (reference?.members.get(member)?.accounts ?? [])
    .filter(({ type }) => (type === 'house') === (whose === 'house'))
    .map(({ id }) => `${member}/${id}`)
    .filter((account) => !ported.has(account));
}
