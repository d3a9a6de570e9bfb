import {
  balanceOf,
  cashBook,
  defaultFundBook,
  EXTERNAL_BANK,
  transfer,
} from '#libs/domain/books/books.js';
import type { DefaultRecovered } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { largestRemainder } from '#libs/domain/kernel/rounding.js';
import { ok } from '#libs/domain/kernel/result.js';
import { payMemberCalls } from '#libs/domain/margin-calls/member-call.js';
import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';
import { bookOfEstate } from './decide-close.js';
import {
  assessmentBook,
  FIRST_LOSS_BOOK,
  SECOND_LOSS_BOOK,
  type AppliedLayer,
  type DefaultCase,
} from './default-state.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { findDefault } from './find-default.js';
import { stepEvent } from './step-event.js';

/** What goes back to one who bore a part of the loss. */
interface Returned {
  readonly layer: WaterfallLayer;
  readonly member: string;
  readonly account?: string;
  readonly minor: bigint;
  readonly into: string;
}

/**
 * What comes in later goes back in the reverse order of the layers, pro rata to what each lost and never
 * above it; what nobody lost is the estate's (default-management.md, step 8).
 */
export function recover(
  house: HouseState,
  { defaultId, amount, reason }: { defaultId: string; amount: string; reason: string },
  by: string,
): Stepped<NewEvent[]> {
  const found = findDefault(house, defaultId);
  if (!found.ok) return found;
  const of = found.value;
  if (!of.isPaid)
    return refuseStep(
      'OUT_OF_ORDER',
      `nobody has borne a loss of ${defaultId} yet: what comes in before its layers are applied is deposited for ${of.member}`,
    );
  if (of.reservedMinor > 0n)
    return refuseStep(
      'OUT_OF_ORDER',
      `the next settlement cycle cuts gains for ${defaultId}: run it first, then it is known who lost what`,
    );
  const { baseCurrency, baseScale } = referenceOf(house);
  const owing = membersOwing(house, of);
  if (owing.length > 0)
    return refuseStep(
      'OUT_OF_ORDER',
      `${owing.join(', ')} have not paid what ${defaultId} assessed them yet: nothing goes back before that has come in, or is the loss of their own default`,
    );
  const minor = toUnits(parseDecimal(amount), baseScale);
  if (minor === undefined || minor <= 0n)
    return refuseStep(
      'INVALID_FIELD',
      `${amount.slice(0, 40)} is no positive amount of ${baseCurrency} with at most ${baseScale} decimals`,
      'amount',
    );
  let left = minor;
  const returned: Returned[] = [];
  for (const layer of of.applied.toReversed()) {
    const parts = partsOf(house, layer, left);
    left -= parts.reduce((sum, part) => sum + part.minor, 0n);
    returned.push(...parts);
  }
  const journal = returned.flatMap((part) =>
    transfer(EXTERNAL_BANK, part.into, baseCurrency, part.minor),
  );
  const estate = bookOfEstate(house, of);
  if (left > 0n) journal.push(...transfer(EXTERNAL_BANK, estate, baseCurrency, left));
  const recovered: DefaultRecovered = {
    defaultId,
    member: of.member,
    step: 'RECOVERED',
    by,
    reason,
    currency: baseCurrency,
    amount: formatUnits(minor, baseScale),
    contributions: returned.map(({ layer, member, account, minor: part }) => ({
      layer,
      member,
      ...(account === undefined ? {} : { account }),
      amount: formatUnits(part, baseScale),
    })),
    toEstate: formatUnits(left, baseScale),
    journal,
  };
  // A contribution that is back pays the call to fill it up.
  const paid = returned
    .filter(({ layer }) => layer === 'SURVIVORS_DEFAULT_FUND')
    .flatMap(({ member, minor: part }) => [
      ...payMemberCalls(house, member, part, `${defaultId}-RECOVERY`, 'DEFAULT_FUND').events,
    ]);
  return ok([stepEvent(recovered), ...paid]);
}

/** Members that the default assessed and that have not paid all that defaults assess them. */
function membersOwing({ books, reference }: HouseState, { applied }: DefaultCase): string[] {
  const currency = reference?.baseCurrency ?? '';
  return applied
    .filter(({ layer }) => layer === 'ASSESSMENTS')
    .flatMap(({ bornMinor }) => [...bornMinor.keys()])
    .filter((member) => balanceOf(books, assessmentBook(member), currency) < 0n);
}

/** How a layer's part of a recovery is shared; nothing where what it gave was the defaulter's own. */
function partsOf(
  house: HouseState,
  { layer, usedMinor, bornMinor, returnedMinor }: AppliedLayer,
  amountMinor: bigint,
): Returned[] {
  if (layer === 'DEFAULTER_MARGIN' || layer === 'DEFAULTER_DEFAULT_FUND') return [];
  const isOwn = layer === 'CCP_FIRST_LOSS' || layer === 'CCP_SECOND_LOSS';
  const born = isOwn ? new Map([[house.ledgerId, usedMinor]]) : bornMinor;
  const lost = [...born]
    .map(([id, minor]) => ({ id, numerator: minor - (returnedMinor.get(id) ?? 0n) }))
    .filter(({ numerator }) => numerator > 0n);
  const whole = lost.reduce((sum, { numerator }) => sum + numerator, 0n);
  const total = amountMinor < whole ? amountMinor : whole;
  if (total === 0n) return [];
  return [...largestRemainder(total, lost)]
    .filter(([, minor]) => minor > 0n)
    .map(([id, minor]) => ({ ...returnedTo(house, layer, id), layer, minor }));
}

/** Where a part goes: an account's gains, a contribution, or the clearing house's capital. */
function returnedTo(
  house: HouseState,
  layer: WaterfallLayer,
  id: string,
): Pick<Returned, 'member' | 'account' | 'into'> {
  const { baseCurrency, members } = referenceOf(house);
  if (layer === 'CCP_FIRST_LOSS') return { member: house.ledgerId, into: FIRST_LOSS_BOOK };
  if (layer === 'CCP_SECOND_LOSS') return { member: house.ledgerId, into: SECOND_LOSS_BOOK };
  if (id.includes('/'))
    return { member: memberOf(id), account: id, into: cashBook(id, baseCurrency) };
  if (layer === 'SURVIVORS_DEFAULT_FUND') return { member: id, into: defaultFundBook(id) };
  const own = members.get(id)?.accounts.find(({ type }) => type === 'house');
  if (!own) return { member: id, into: defaultFundBook(id) };
  const account = `${id}/${own.id}`;
  return { member: id, account, into: cashBook(account, baseCurrency) };
}
