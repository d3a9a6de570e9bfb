import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import type { CompletedCycle } from './settlement-state.js';

/**
 * The cycles whose debts are paid in: they are SETTLED, and what was gained in them may be paid out from
 * now on (settlement-and-collateral.md, "A settlement cycle", 5).
 */
export function decidePaidUpCycles({ settlement }: HouseState): NewEvent[] {
  return settlement.paidUp.map((cycleId) => {
    const cycle = settlement.cycles.get(cycleId);
    invariant(cycle, () => `cycle ${cycleId} is paid up and never ran`);
    return cycleSettled(cycle);
  });
}

/** Says of a cycle that its debts are paid in. @param position of its `SettlementCycleCompleted` */
export function cycleSettled({
  cycleId,
  type,
  businessDate,
  position: cyclePosition,
}: Pick<CompletedCycle, 'cycleId' | 'type' | 'businessDate' | 'position'>): NewEvent {
  return {
    type: 'SettlementCycleSettled',
    streamId: `settlement/${cycleId}`,
    effectiveDate: businessDate,
    payload: { cycleId, type, businessDate, cyclePosition },
  };
}
