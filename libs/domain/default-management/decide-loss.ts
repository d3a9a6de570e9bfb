import type { LossDetermined, LossInCurrency } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { ok } from '#libs/domain/kernel/result.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { bucketsIntoAccounts } from './buckets-of-defaulter.js';
import type { AmountLost, DefaultCase } from './default-state.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { accountsOf, findBeforeLoss } from './find-default.js';
import { meansOf, worthOf } from './estate.js';
import { lossOfClients, type ClientsLoss } from './loss-of-clients.js';
import { lossOfHouse, type HouseLoss, type Parts } from './loss-of-house.js';
import type { OpenLots } from './lots-of-side.js';
import { inWords } from './open-lots.js';
import { residualOf, residualPosition } from './residual.js';
import { setCashAside } from './set-cash-aside.js';
import { stepEvent } from './step-event.js';

/**
 * Determines the loss of a default (default-management.md, step 6): what all trades since the last cycle
 * bring, hedges and close-out among them, auction payments, fees, and cash that the defaulter owes. Of a
 * client account only what its own means do not cover is added; they are taken here.
 * @param tearUp whether what is still open may go to tear-up; else an open position is refused
 */
export function determineLoss(
  house: HouseState,
  marks: MarkSource,
  { defaultId, tearUp = false }: { readonly defaultId: string; readonly tearUp?: boolean },
  by: string,
): Stepped<NewEvent> {
  const found = findBeforeLoss(house, defaultId);
  if (!found.ok) return found;
  const of = found.value;
  if (of.auction)
    return refuseStep(
      'OUT_OF_ORDER',
      `auction ${of.auction.auction} of ${defaultId} still takes bids: first ccp default auction close ${defaultId}`,
    );
  const residual = residualOf(house, of);
  const open = judgeResidual(house, of, residual, tearUp);
  if (!open.ok) return open;
  const own = lossOfHouse(house, marks, of);
  if (!own.ok) return own;
  const clients = lossOfClients(house, marks, of);
  if (!clients.ok) return clients;
  const parts = { ...own.value.parts, clientShortfalls: clients.value.shortfallMinor };
  const { baseCurrency, baseScale } = referenceOf(house);
  const sum = Object.values(parts).reduce((total, part) => total + part, 0n);
  const aside = setCashAside(house, of, own.value.amounts, sum);
  const early = judgeGains(house, of, sum, own.value, clients.value);
  if (!early.ok) return early;
  const determined: LossDetermined = {
    defaultId,
    member: of.member,
    step: 'LOSS_DETERMINED',
    by,
    currency: baseCurrency,
    loss: formatUnits(sum > 0n ? sum : 0n, baseScale),
    parts: partsInText(parts, baseScale),
    clients: clients.value.outcomes,
    residual: residual.map((lots) => residualPosition(house, marks, lots)),
    amounts: [...own.value.amounts, ...clients.value.amounts].map((each) => inText(house, each)),
    setAside: formatUnits(aside.minor, baseScale),
    sales: [...clients.value.sales, ...aside.sales],
    journal: [
      ...bucketsIntoAccounts(house, accountsOf(house, of, 'clients')),
      ...clients.value.journal,
      ...aside.journal,
    ],
  };
  return ok(stepEvent(determined));
}

/** What is still open has to be closed out, or torn up where the rules of the ledger allow that. */
function judgeResidual(
  house: HouseState,
  { member }: DefaultCase,
  residual: readonly OpenLots[],
  tearUp: boolean,
): Stepped<undefined> {
  if (residual.length === 0) return ok(undefined);
  if (!tearUp)
    return refuseStep(
      'OUT_OF_ORDER',
      `the book of ${member} is not flat: ${residual.map(inWords).join(', ')}; close it out first, or say with --tear-up that the rest goes to tear-up`,
    );
  if (referenceOf(house).data.waterfall.includes('PARTIAL_TEAR_UP')) return ok(undefined);
  return refuseStep(
    'OUT_OF_ORDER',
    `the rules of this ledger know no partial tear-up: close out what ${member} still holds`,
  );
}

/**
 * What the next cycle brings the defaulter's own accounts, or a client with a shortfall, bears their loss
 * before others do: where others would be asked it has to be booked first.
 */
function judgeGains(
  house: HouseState,
  of: DefaultCase,
  lossMinor: bigint,
  { gains }: HouseLoss,
  { gainers }: ClientsLoss,
): Stepped<undefined> {
  const own = worthOf(meansOf(house, accountsOf(house, of, 'house'))) + of.proceedsMinor;
  const isBeyond = lossMinor > own;
  const who = [...gainers, ...(isBeyond && gains.length > 0 ? [of.member] : [])];
  if (who.length === 0) return ok(undefined);
  return refuseStep(
    'OUT_OF_ORDER',
    `the next settlement cycle brings ${who.join(', ')} a gain that bears the loss before others do: first run a cycle, ccp settle --type INTRADAY`,
  );
}

function partsInText(parts: Parts, scale: number): LossDetermined['parts'] {
  const text = (minor: bigint): string => formatUnits(minor, scale);
  return {
    ownTrades: text(parts.ownTrades),
    closeOut: text(parts.closeOut),
    hedges: text(parts.hedges),
    auction: text(parts.auction),
    fees: text(parts.fees),
    unpaidVariationMargin: text(parts.unpaidVariationMargin),
    unpaidAssessments: text(parts.unpaidAssessments),
    clientShortfalls: text(parts.clientShortfalls),
  };
}

function inText(
  house: HouseState,
  { account, currency, minor, costMinor }: AmountLost,
): LossInCurrency {
  const { baseScale, currencyScales } = referenceOf(house);
  return {
    ...(account === undefined ? {} : { account }),
    currency,
    amount: formatUnits(minor, currencyScales.get(currency) ?? 0),
    cost: formatUnits(costMinor, baseScale),
  };
}
