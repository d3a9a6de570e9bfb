import { balanceOf, post, transfer } from '#libs/domain/books/books.js';
import type { OwnCapitalChanged } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { EXTERNAL_CAPITAL, FIRST_LOSS_BOOK, SECOND_LOSS_BOOK } from './default-state.js';

const BOOKS = { CCP_FIRST_LOSS: FIRST_LOSS_BOOK, CCP_SECOND_LOSS: SECOND_LOSS_BOOK } as const;
const LAYERS = ['CCP_FIRST_LOSS', 'CCP_SECOND_LOSS'] as const;

/**
 * The clearing house's own capital in the waterfall is what the reference data say: paid in when they say
 * more, taken back when they say less and no default is open. What a default took is refilled within a month;
 * until then only the rest is there for another (margin-model.md h.2).
 */
export function decideOwnCapital(house: HouseState): NewEvent[] {
  if (!house.reference) return [];
  const { baseCurrency, baseScale, data } = referenceOf(house);
  const events: NewEvent[] = [];
  const wanted = {
    CCP_FIRST_LOSS: data.skinInTheGame?.first,
    CCP_SECOND_LOSS: data.skinInTheGame?.second,
  };
  for (const layer of LAYERS) {
    const amountMinor = toUnits(parseDecimal(wanted[layer] ?? '0'), baseScale) ?? 0n;
    const heldMinor = balanceOf(house.books, BOOKS[layer], baseCurrency);
    if (heldMinor === amountMinor) continue;
    const refillMs = house.defaults.refillAtMs.get(layer);
    if (refillMs !== undefined && (house.ledgerTimeMs ?? 0) < refillMs) continue;
    if (heldMinor > amountMinor && isDefaultOpen(house)) continue;
    const payload: OwnCapitalChanged = {
      layer,
      currency: baseCurrency,
      amount: formatUnits(amountMinor, baseScale),
      cause: refillMs === undefined ? 'REFERENCE_DATA' : 'REFILLED',
      journal: transfer(EXTERNAL_CAPITAL, BOOKS[layer], baseCurrency, amountMinor - heldMinor),
    };
    events.push({ type: 'OwnCapitalChanged', streamId: 'own-capital', payload });
  }
  return events;
}

const isDefaultOpen = ({ defaults }: HouseState): boolean =>
  [...defaults.cases.values()].some(({ status }) => status === 'DECLARED');

/** When own capital is next to be refilled, on the ledger's clock; what has come back needs no refill. */
export function nextRefillMs({ defaults, ledgerTimeMs = 0 }: HouseState): number | undefined {
  const times = [...defaults.refillAtMs.values()].filter((atMs) => atMs > ledgerTimeMs);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Folds it. */
export function takeOwnCapital(house: HouseState, { layer, journal }: OwnCapitalChanged): void {
  post(house.books, journal);
  house.defaults.refillAtMs.delete(layer);
}
