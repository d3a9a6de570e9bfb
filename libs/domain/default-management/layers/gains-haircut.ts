import { cashBook, transfer } from '#libs/domain/books/books.js';
import { accountOfHolder } from '#libs/domain/books/holder.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { paysPremium } from '#libs/domain/settlement/lines/pays-premium.js';
import { unsettledOf } from '#libs/domain/settlement/unsettled.js';
import { accountsWithLines } from '#libs/domain/settlement/lines/line-kinds.js';
import { gainsAwaited } from '#libs/domain/settlement/money-sources.js';
import { netOf } from '#libs/domain/settlement/gains.js';
import { cutProRata } from '../cut-gains.js';
import { cutsGains, defaultBook, type DefaultCase } from '../default-state.js';
import { lostBeyondClients } from '../payables.js';
import { smaller, type LayerQuestion, type LayerRule } from './layer-rule.js';

/**
 * Variation-margin gains are cut. First those of cycles that wait for the defaulter, which are due and not
 * paid: they go into the default's cash. Then the layer reserves what is still missing, up to all that
 * survivors gain as prices stand, and the next cycle cuts it from what they gain then (margin-model.md h.3).
 * Gains are cut in the base currency, for what is lost in it.
 */
export const gainsHaircut: LayerRule = (question) => {
  const { house, of, lossMinor, isCutBefore } = question;
  const { baseCurrency } = referenceOf(house);
  const due = isCutBefore ? NO_GAINS : gainsDue(question, baseCurrency);
  const dueMinor = sumOf(due);
  const availableMinor = dueMinor + gainsToCome(question, dueMinor);
  const cut = cutProRata(due, smaller(dueMinor, lossMinor));
  const into = defaultBook(of.defaultId, baseCurrency);
  return {
    availableMinor,
    usedMinor: smaller(availableMinor, lossMinor),
    contributions: [...cut].map(([holder, minor]) => {
      const account = accountOfHolder(holder);
      return { member: memberOf(account), account, minor };
    }),
    journal: [...cut].flatMap(([holder, minor]) =>
      transfer(cashBook(holder, baseCurrency), into, baseCurrency, minor),
    ),
  };
};

const NO_GAINS: ReadonlyMap<string, bigint> = new Map();

/**
 * What survivors gained in booked cycles that wait for the defaulter and still hold, by account or bucket;
 * of each cycle no more than the defaulter owes of it.
 */
function gainsDue(
  { house, of }: Pick<LayerQuestion, 'house' | 'of'>,
  currency: string,
): ReadonlyMap<string, bigint> {
  const isOf = (holder: string): boolean => memberOf(holder) === of.member;
  const due = new Map<string, bigint>();
  for (const { owedMinor, gainedMinor } of gainsAwaited(house.settlement, currency, isOf)) {
    const ofSurvivors = new Map(
      [...gainedMinor].filter(([holder]) => !house.defaults.byMember.has(memberOf(holder))),
    );
    for (const [holder, minor] of cutProRata(ofSurvivors, owedMinor))
      due.set(holder, (due.get(holder) ?? 0n) + minor);
  }
  return due;
}

const sumOf = (amounts: ReadonlyMap<string, bigint>): bigint =>
  [...amounts.values()].reduce((sum, minor) => sum + minor, 0n);

/**
 * What survivors would gain in a cycle run now, in the base currency, less what is reserved of it; no more
 * than what such a cut can pay.
 * @param dueMinor what is cut of gains that are due already
 */
function gainsToCome(question: LayerQuestion, dueMinor: bigint): bigint {
  const { house, marks, of, reservedMinor } = question;
  const { baseCurrency } = referenceOf(house);
  const tornUp = gainsOfTearUp(question, baseCurrency);
  let sum = 0n;
  for (const account of accountsWithLines(house)) {
    if (house.defaults.byMember.has(memberOf(account))) continue;
    const { lines } = unsettledOf(house, account, marks);
    const gain = netOf(lines, baseCurrency) + (tornUp.get(account) ?? 0n);
    if (gain > 0n) sum += gain;
  }
  const left = sum - reservedInAll(house) - reservedMinor;
  const payable = lostInBase(house, of) - of.reservedMinor - reservedMinor - dueMinor;
  const most = smaller(left, payable);
  return most > 0n ? most : 0n;
}

/** What defaults have reserved of the gains of the next cycle. */
const reservedInAll = ({ defaults }: HouseState): bigint =>
  [...defaults.cases.values()].reduce((sum, each) => sum + each.reservedMinor, 0n);

/** What of the loss is in the base currency and not paid by cuts before. */
function lostInBase(house: HouseState, of: DefaultCase): bigint {
  const { baseCurrency } = referenceOf(house);
  const lost = lostBeyondClients(of).filter(({ currency }) => currency === baseCurrency);
  const cut = of.applied
    .filter(({ layer }) => cutsGains(layer))
    .flatMap(({ bornMinor }) => [...bornMinor.values()])
    .reduce((sum, minor) => sum + minor, 0n);
  return lost.reduce((sum, { minor }) => sum + minor, 0n) - cut;
}

/** What tear-ups of the same decision, which are not folded yet, bring accounts at the marks. */
function gainsOfTearUp(
  { house, marks, tornUp }: LayerQuestion,
  currency: string,
): ReadonlyMap<string, bigint> {
  const gains = new Map<string, bigint>();
  for (const { account, counterparty, instrument, quantity, price } of tornUp) {
    const terms = referenceOf(house).instruments.get(instrument);
    const mark = marks(instrument);
    const ticks = terms && priceToTicks(terms, price);
    if (!terms || ticks?.kind !== 'ticks' || mark === undefined) continue;
    if (terms.currency !== currency) continue;
    const perLot =
      BigInt((paysPremium(terms) ? 0 : mark) - ticks.ticks) * BigInt(terms.tickValueMinor);
    const minor = BigInt(quantity) * perLot;
    gains.set(account, (gains.get(account) ?? 0n) + minor);
    gains.set(counterparty, (gains.get(counterparty) ?? 0n) - minor);
  }
  return gains;
}
