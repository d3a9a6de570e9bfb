import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { changesBetween } from '#libs/domain/reference-data/reference-data-changes.js';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { validateReferenceData } from '#libs/domain/reference-data/validate-reference-data.js';

const account = (id: string): object => ({ id, type: 'house', marginMode: 'portfolio' });

/** A small house as an operator would describe it: one future, margined by the scan grid. */
export const DOCUMENT = {
  version: 1,
  ledger: 'main',
  baseCurrency: 'USD',
  clock: 'event',
  currencies: { USD: { scale: 2 } },
  members: ['ALPHA', 'BETA'].map((id) => ({
    id,
    name: id,
    accounts: [account('HOUSE'), account('C1')],
  })),
  liquidationGroups: [
    {
      id: 'EQUITY',
      horizonDays: 2,
      horizonMethod: 'overlapping',
      confidenceBp: 9900,
      yearDays: 252,
    },
  ],
  underlyings: [
    {
      id: 'SPX',
      liquidationGroup: 'EQUITY',
      returns: 'log',
      method: 'scan',
      marginFloor: '0.005',
      shortOptionMinimum: '0.005',
      scan: { priceRange: '0.08', volatilityRange: '0.04' },
    },
  ],
  instruments: [
    {
      id: 'SPX-FUT',
      type: 'future',
      underlying: 'SPX',
      currency: 'USD',
      tickSize: '0.25',
      tickValueMinor: 1250,
      expiry: '2026-12-18T21:00:00.000Z',
    },
  ],
  model: { id: 'm1', regimeLadder: { enabled: false }, liquidityAddOn: false },
  collateral: [{ asset: 'USD', type: 'cash', currency: 'USD' }],
  marginCalls: {
    minimumTransferAmount: '1000.00',
    rounding: '1000.00',
    threshold: '0.00',
    intradayTrigger: '1.10',
    dueMinutes: 60,
  },
} as const;

/** {@link DOCUMENT} with its defaults. */
export function normalised(): ReferenceData {
  const result = validateReferenceData(DOCUMENT);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** The event that puts {@link DOCUMENT} into force. */
export function referenceDataApplied(): NewEvent {
  const document = normalised();
  const changes = changesBetween(undefined, document);
  return {
    type: 'ReferenceDataChanged',
    streamId: 'reference-data',
    payload: { by: 'test', changes, document },
  };
}
