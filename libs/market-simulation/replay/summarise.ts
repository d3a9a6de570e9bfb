import { exceedances, type ComparedDay, type Exceedances } from './back-test.js';
import type { ReplayMember, Role } from './population.js';

/** What an account was called for and paid, in the base currency. */
export interface CallTotals {
  readonly calls: number;
  readonly called: number;
  readonly deposited: number;
}

export interface AccountSummary extends CallTotals {
  readonly account: string;
  readonly role: Role;
  readonly days: number;
  readonly meanRequirement: number;
  readonly peakRequirement: number;
  readonly peakDate: string;
  readonly nextDay: Exceedances;
  readonly twoDay: Exceedances;
}

const NOTHING: CallTotals = { calls: 0, called: 0, deposited: 0 };

/** One line for each account, in the order of the members. */
export function summarise(
  members: readonly ReplayMember[],
  compared: ReadonlyMap<string, readonly ComparedDay[]>,
  totals: ReadonlyMap<string, CallTotals>,
): AccountSummary[] {
  return members
    .flatMap(({ accounts }) => accounts)
    .map(({ id, role }) => {
      const days = compared.get(id) ?? [];
      const sum = days.reduce((total, { requirement }) => total + requirement, 0);
      const peak = days.reduce<ComparedDay | undefined>(
        (best, day) => (day.requirement > (best?.requirement ?? 0) ? day : best),
        undefined,
      );
      return {
        account: id,
        role,
        days: days.length,
        meanRequirement: days.length === 0 ? 0 : sum / days.length,
        peakRequirement: peak?.requirement ?? 0,
        peakDate: peak?.date ?? '',
        nextDay: exceedances(days, 'nextDayLoss'),
        twoDay: exceedances(days, 'twoDayLoss'),
        ...(totals.get(id) ?? NOTHING),
      };
    });
}
