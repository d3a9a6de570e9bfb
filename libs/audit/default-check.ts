import type {
  DefaultRecovered,
  DefaultStep,
  LayerApplied,
  LossDetermined,
} from '#libs/domain/events/default-events.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { balanceOf, defaultFundBook } from '#libs/domain/books/books.js';
import {
  defaultBook,
  FIRST_LOSS_BOOK,
  SECOND_LOSS_BOOK,
} from '#libs/domain/default-management/default-state.js';
import { type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { largestRemainder } from '#libs/domain/kernel/rounding.js';
import type { Findings } from './finding.js';

interface Amounted {
  readonly amount: string;
}

/** Recomputes what the steps of defaults say from the books and the rules as they stood. */
export class DefaultCheck {
  constructor(private readonly findings: Findings) {}

  /** Takes the next event before it is folded. */
  take(house: HouseState, { type, position, payload }: RecordedEvent): void {
    if (type !== 'DefaultStepTaken') return;
    const scale = referenceOf(house).baseScale;
    if (payload.step === 'LOSS_DETERMINED') this.checkLoss(position, payload, scale);
    if (payload.step === 'LAYER_APPLIED') this.checkLayer(house, position, payload, scale);
    if (payload.step === 'RECOVERED') this.checkRecovery(position, payload, scale);
    if (payload.step === 'REPLENISHMENT_CALLED') {
      const parts = sumOf(payload.contributions, scale);
      this.same(position, payload, 'its parts', payload.amount, parts);
    }
  }

  /** Takes the event after it was folded: a default that is closed has nothing left. */
  takeFolded(house: HouseState, { type, position, payload }: RecordedEvent): void {
    if (type !== 'DefaultStepTaken' || payload.step !== 'CLOSED') return;
    const { baseCurrency, baseScale } = referenceOf(house);
    const left = balanceOf(house.books, defaultBook(payload.defaultId, baseCurrency), baseCurrency);
    const zero = formatUnits(0n, baseScale);
    this.same(position, payload, 'what its cash holds', zero, formatUnits(left, baseScale));
  }

  private checkLoss(position: number, step: LossDetermined, scale: number): void {
    const parts = Object.values(step.parts).map((amount) => ({ amount }));
    const sum = unitsOf(sumOf(parts, scale), scale);
    const loss = formatUnits(sum > 0n ? sum : 0n, scale);
    this.same(position, step, 'the sum of its parts', loss, step.loss);
  }

  private checkLayer(house: HouseState, position: number, step: LayerApplied, scale: number): void {
    const { layer, order, available, used, lossBefore, lossAfter, contributions } = step;
    const say = (what: string, expected: string, found: string): void =>
      this.same(position, step, `${layer}: ${what}`, expected, found);
    const of = house.defaults.cases.get(step.defaultId);
    const { data } = referenceOf(house);
    say('its place', String(data.waterfall.indexOf(layer) + 1), String(order));
    say('applied before', 'no', of?.applied.some((each) => each.layer === layer) ? 'yes' : 'no');
    say('the loss before', formatUnits(of?.remainingMinor ?? 0n, scale), lossBefore);
    const [usedUnits, mostUnits] = [unitsOf(used, scale), unitsOf(available, scale)];
    say('the loss after', formatUnits(unitsOf(lossBefore, scale) - usedUnits, scale), lossAfter);
    if (usedUnits < 0n || usedUnits > mostUnits) say('what it used', `0 to ${available}`, used);
    const held = heldFor(house, step);
    if (held !== undefined) say('what it had', formatUnits(held, scale), available);
    if (layer === 'SURVIVORS_DEFAULT_FUND' || layer === 'ASSESSMENTS')
      say('its parts', used, sumOf(contributions ?? [], scale));
    const shares = survivorShares(house, step, usedUnits);
    if (shares) {
      const found = (contributions ?? []).map(({ member, amount }) => `${member} ${amount}`);
      const expected = shares.map(([member, units]) => `${member} ${formatUnits(units, scale)}`);
      say('who bears it', expected.sort().join(', '), found.sort().join(', '));
    }
  }

  private checkRecovery(position: number, step: DefaultRecovered, scale: number): void {
    const parts = sumOf([...step.contributions, { amount: step.toEstate }], scale);
    this.same(position, step, 'its parts', step.amount, parts);
  }

  private same(
    position: number,
    { step, defaultId }: DefaultStep,
    what: string,
    expected: string,
    found: string,
  ): void {
    if (expected !== found)
      this.findings.add(position, `${step} of ${defaultId}, ${what}`, expected, found);
  }
}

const unitsOf = (amount: string, scale: number): bigint =>
  toUnits(parseDecimal(amount), scale) ?? 0n;

const sumOf = (parts: readonly Amounted[], scale: number): string =>
  formatUnits(
    parts.reduce((sum, { amount }) => sum + unitsOf(amount, scale), 0n),
    scale,
  );

/** What the book behind a layer holds; undefined for layers that no single book is behind. */
function heldFor(house: HouseState, { layer, member }: LayerApplied): bigint | undefined {
  const { baseCurrency } = referenceOf(house);
  const held = (book: string): bigint => balanceOf(house.books, book, baseCurrency);
  switch (layer) {
    case 'DEFAULTER_DEFAULT_FUND':
      return held(defaultFundBook(member));
    case 'CCP_FIRST_LOSS':
      return held(FIRST_LOSS_BOOK);
    case 'CCP_SECOND_LOSS':
      return held(SECOND_LOSS_BOOK);
    case 'SURVIVORS_DEFAULT_FUND':
      return [...contributionsOf(house).values()].reduce((sum, units) => sum + units, 0n);
    default:
      return undefined;
  }
}

/** What members that are not in default have in the default fund, where they have anything. */
function contributionsOf(house: HouseState): Map<string, bigint> {
  const { baseCurrency, members } = referenceOf(house);
  const contributions = new Map<string, bigint>();
  for (const member of members.keys()) {
    const units = balanceOf(house.books, defaultFundBook(member), baseCurrency);
    if (!house.defaults.byMember.has(member) && units > 0n) contributions.set(member, units);
  }
  return contributions;
}

/** The survivors' shares pro rata, where nobody is asked before the others. */
function survivorShares(
  house: HouseState,
  { layer, defaultId }: LayerApplied,
  usedUnits: bigint,
): (readonly [member: string, units: bigint])[] | undefined {
  if (layer !== 'SURVIVORS_DEFAULT_FUND' || usedUnits <= 0n) return undefined;
  const juniors = house.defaults.cases.get(defaultId)?.didNotBid.size ?? 0;
  if (juniors > 0 && referenceOf(house).data.defaultManagement?.juniorisation) return undefined;
  const shares = [...contributionsOf(house)].map(([id, numerator]) => ({ id, numerator }));
  return [...largestRemainder(usedUnits, shares)].filter(([, units]) => units > 0n);
}
