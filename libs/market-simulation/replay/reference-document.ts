import { addDays } from '../prices/business-days.js';
import type { PlannedMarket, ReplayPlan } from './plan-replay.js';
import type { ReplayMember } from './population.js';

/** Times of stress in these markets; a replay knows those that had ended before its first day. */
const STRESS_PERIODS: readonly { from: string; to: string }[] = [
  { from: '1990-08-01', to: '1991-02-28' },
  { from: '1998-08-01', to: '1998-10-31' },
  { from: '2000-03-15', to: '2001-04-30' },
  { from: '2002-06-01', to: '2002-10-31' },
  { from: '2008-09-01', to: '2009-08-31' },
  { from: '2020-02-15', to: '2020-06-30' },
];
/** The one contract of each market outlives the replay: nothing is rolled. */
const EXPIRY_DAYS_AFTER = 365;

/**
 * The reference data of a replay (contract, "Reference data"): its clock follows the events, so that a
 * day of 2008 is cleared as of 2008, and the model knows nothing that lay in the future then.
 */
export function replayDocument(plan: ReplayPlan, members: readonly ReplayMember[]): object {
  const first = plan.dates[0] ?? '';
  const last = plan.dates.at(-1) ?? '';
  return {
    version: 1,
    ledger: 'main',
    baseCurrency: 'USD',
    clock: 'event',
    currencies: { USD: { scale: 2 } },
    members: members.map(({ id, name, accounts }) => ({
      id,
      name,
      accounts: accounts.map((account) => ({
        id: account.id.slice(id.length + 1),
        type: account.type,
        marginMode: 'portfolio',
      })),
    })),
    liquidationGroups: [...new Set(plan.markets.map(({ market }) => market.liquidationGroup))].map(
      (id) => ({
        id,
        horizonDays: 2,
        horizonMethod: 'overlapping',
        confidenceBp: 9900,
        yearDays: 252,
      }),
    ),
    underlyings: plan.markets.map(underlying),
    instruments: plan.markets.map(({ market }) => ({
      id: market.instrument,
      type: 'future',
      underlying: market.underlying,
      currency: 'USD',
      tickSize: market.tickSize,
      tickValueMinor: market.tickValueMinor,
      expiry: `${addDays(last, EXPIRY_DAYS_AFTER)}T21:00:00.000Z`,
    })),
    model: {
      id: 'replay-1',
      stressPeriods: STRESS_PERIODS.filter(({ to }) => to < first),
    },
    collateral: [{ asset: 'USD', type: 'cash', currency: 'USD' }],
    marginCalls: {
      minimumTransferAmount: '100000.00',
      rounding: '10000.00',
      threshold: '0.00',
      intradayTrigger: '1.10',
    },
  };
}

function underlying({ market, hasNonPositiveClose }: PlannedMarket): object {
  return {
    id: market.underlying,
    liquidationGroup: market.liquidationGroup,
    returns: hasNonPositiveClose ? 'absolute' : 'log',
    method: 'fhs',
    scan: { priceRange: market.scanRange, volatilityRange: '0.04' },
    marginFloor: market.marginFloor,
    shortOptionMinimum: '0.005',
  };
}
