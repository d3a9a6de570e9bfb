import { balanceOf, defaultFundBook, EXTERNAL_BANK, transfer } from '#libs/domain/books/books.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { requiredContribution } from '#libs/domain/default-fund/required-contribution.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { failed, ok } from '#libs/domain/kernel/result.js';
import { assessmentBook } from '#libs/domain/default-management/default-state.js';
import { memberCalls, payMemberCalls } from '#libs/domain/margin-calls/member-call.js';
import { openCalls } from '#libs/domain/margin-calls/margin-call-state.js';
import type { Member } from '#libs/domain/reference-data/model.js';
import {
  readAsset,
  readUnits,
  type AssetUnits,
  type InstructionContext,
} from './instruction-context.js';
import { instructionIdentityKey } from './instruction-identity.js';
import { refuse, type Judged } from './refusal.js';

/**
 * A confirmed payment to the default fund: it pays what the member is called for, the oldest first. What is
 * for an assessment goes to what the member owes of it, the rest is its contribution.
 */
export function decideContribution(context: InstructionContext): Judged<NewEvent[]> {
  const read = readContribution(context);
  if (!read.ok) return read;
  const { house, instruction } = context;
  const { member, moved } = read.value;
  const { asset } = moved.asset;
  const paid = payMemberCalls(house, member.id, moved.units, instruction.instructionId);
  const contributed = moved.units - paid.assessedMinor;
  const journal = [
    ...(paid.assessedMinor > 0n
      ? transfer(EXTERNAL_BANK, assessmentBook(member.id), asset, paid.assessedMinor)
      : []),
    ...(contributed > 0n
      ? transfer(EXTERNAL_BANK, defaultFundBook(member.id), asset, contributed)
      : []),
  ];
  return ok([eventOf('DefaultFundDeposited', context, member.id, journal), ...paid.events]);
}

/**
 * A contribution goes back down to what is required of the member, and not while a call of the member is
 * open.
 */
export function decideFundWithdrawal(context: InstructionContext): Judged<NewEvent[]> {
  const { house } = context;
  const read = readContribution(context);
  if (!read.ok) return read;
  const { member, moved } = read.value;
  for (const { id } of member.accounts)
    for (const { callId, account } of openCalls(house.marginCalls, `${member.id}/${id}`))
      return refuse(
        'OPEN_CALL',
        'member',
        `margin call ${callId} of ${account} is open; pay it before anything goes out`,
      );
  for (const { callId } of memberCalls(house.marginCalls, member.id))
    return refuse(
      'OPEN_CALL',
      'member',
      `${member.id} has not paid ${callId} yet; pay it before anything goes out`,
    );
  const { asset, units } = moved;
  const held = balanceOf(house.books, defaultFundBook(member.id), asset.asset);
  const required = requiredContribution(house, member);
  const free = required === undefined || held < required ? 0n : held - required;
  const text = (of: bigint): string => formatUnits(of, asset.scale);
  const maximumQuantity = text(free);
  if (units > held)
    return failed({
      code: 'INSUFFICIENT_HOLDING',
      field: 'quantity',
      reason: `${member.id} has contributed ${text(held)} ${asset.asset}; ask for no more than can go`,
      maximumQuantity,
    });
  if (units > free)
    return failed({
      code: 'WOULD_LEAVE_DEFICIT',
      field: 'quantity',
      reason:
        required === undefined
          ? `what is required of ${member.id} is not sized yet; nothing goes out until it is`
          : `${text(required)} ${asset.asset} is required of ${member.id}: at most ${maximumQuantity} can go`,
      maximumQuantity,
    });
  const journal = transfer(defaultFundBook(member.id), EXTERNAL_BANK, asset.asset, units);
  return ok([eventOf('DefaultFundWithdrawn', context, member.id, journal)]);
}

function readContribution({
  house,
  instruction,
}: InstructionContext): Judged<{ readonly member: Member; readonly moved: AssetUnits }> {
  const asset = readAsset(house, instruction.asset);
  if (!asset.ok) return asset;
  const { baseCurrency, members } = referenceOf(house);
  if (asset.value.asset !== baseCurrency)
    return refuse(
      'UNKNOWN_ASSET',
      'asset',
      `contributions to the default fund are in ${baseCurrency}`,
    );
  const { member: id = '', quantity } = instruction;
  const member = members.get(id);
  if (!member)
    return refuse('UNKNOWN_ACCOUNT', 'member', `${id} is not a member of this clearing house`);
  const units = readUnits(asset.value, quantity);
  if (!units.ok) return units;
  return ok({ member, moved: { asset: asset.value, units: units.value } });
}

function eventOf(
  type: 'DefaultFundDeposited' | 'DefaultFundWithdrawn',
  { instruction }: InstructionContext,
  member: string,
  journal: ReturnType<typeof transfer>,
): NewEvent {
  const { instructionId, asset = '', quantity = '', valueDate } = instruction;
  return {
    type,
    streamId: `member/${member}`,
    effectiveDate: valueDate,
    identity: instructionIdentityKey({ owner: member, instructionId }),
    payload: { instructionId, member, asset, quantity, valueDate, journal },
  };
}
