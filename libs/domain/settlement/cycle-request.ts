import type { CycleType } from '#libs/domain/events/settlement-events.js';

/** What cycle is to run. */
export interface CycleRequest {
  readonly cycleId: string;
  readonly type: CycleType;
  readonly businessDate: string;
  /** The calendar time that it runs for, when the calendar asked. */
  readonly scheduledFor?: string;
}
