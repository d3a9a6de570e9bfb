import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import {
  EXERCISE_CHOICES,
  POSITION_EFFECTS,
  SIDES,
  type ExerciseChoiceName,
  type MemberInstruction,
  type PositionEffect,
  type Side,
} from '#libs/domain/inputs/inputs.js';
import { IsAccount, IsDecimalText, IsId, IsInstantText, IsOneOf } from '../../fields/fields.js';
import { variantsBy, type MessageClass } from '../../schema/variants.js';
import {
  TRANSFER_REQUEST_CLASSES,
  type TransferRequestMessage,
} from './transfer-requests.message.js';

/** A member's side of a trade; the member is the one whose topic it is. */
@JSONSchema({
  description:
    'One side of a bilateral trade: the other member sends its own. Its identity is (member, sideId).',
})
export class SideMessage {
  @IsOneOf(['SIDE'])
  type!: 'SIDE';

  @IsId()
  sideId!: string;

  @IsOneOf(SIDES, 'What the member itself does.')
  side!: Side;

  @IsAccount('Of the member itself.')
  account!: string;

  @IsId('The other member; its account is its own business.')
  counterparty!: string;

  @IsId()
  instrument!: string;

  @IsDecimalText('Whole lots, 1 to 1,000,000,000.')
  quantity!: string;

  @IsDecimalText('A multiple of the tick size. It may be zero or negative.')
  price!: string;

  @IsInstantText()
  executedAt!: string;

  @IsOptional()
  @IsId(
    'What both agreed to call the trade: of several sides that fit, one with the same goes first.',
  )
  reference?: string | null;

  @IsOptional()
  @IsId('The client, where the account is gross omnibus; else left out.')
  client?: string | null;

  @IsOptional()
  @IsOneOf(POSITION_EFFECTS, 'Whether the client opens or closes a position; there when it is.')
  effect?: PositionEffect | null;
}

@JSONSchema({ description: 'Takes a side back while it is pending.' })
export class WithdrawSideMessage {
  @IsOneOf(['WITHDRAW'])
  type!: 'WITHDRAW';

  @IsId()
  sideId!: string;
}

@JSONSchema({
  description:
    'What is to become of long lots of an option at its expiry, where that is not what happens by itself. The last instruction of a holder counts, until the cut-off. Its identity is (member, instructionId).',
})
export class ExerciseMessage {
  @IsOneOf(['EXERCISE'])
  type!: 'EXERCISE';

  @IsId()
  instructionId!: string;

  @IsAccount('Of the member itself.')
  account!: string;

  @IsId('The option.')
  instrument!: string;

  @IsOneOf(
    EXERCISE_CHOICES,
    'ABANDON gives up lots that would be exercised, EXERCISE has lots exercised that would lapse.',
  )
  choice!: ExerciseChoiceName;

  @IsDecimalText('Whole lots, at most those that are held long.')
  quantity!: string;

  @IsOptional()
  @IsId('The client, where the account is gross omnibus; else left out.')
  client?: string | null;

  @IsOptional()
  @IsInstantText("Moves the ledger's clock, where that is of events.")
  submittedAt?: string | null;
}

export type MemberTradeMessage =
  SideMessage | WithdrawSideMessage | ExerciseMessage | TransferRequestMessage;

/** Each type of message on a member's own topic of trades, and the class that it is read as. */
export const MEMBER_TRADE_CLASSES = {
  SIDE: SideMessage,
  WITHDRAW: WithdrawSideMessage,
  EXERCISE: ExerciseMessage,
  ...TRANSFER_REQUEST_CLASSES,
} satisfies Record<MemberInstruction['type'], MessageClass<MemberTradeMessage>>;

export const MEMBER_TRADE_VARIANTS = variantsBy('type', MEMBER_TRADE_CLASSES);
