import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import {
  EXERCISE_CHOICES,
  POSITION_EFFECTS,
  SIDES,
  type ExerciseChoiceName,
  type PositionEffect,
  type Side,
} from '#libs/domain/inputs/inputs.js';
import { REASON_LENGTH_MAX } from '../../fields/bounds.js';
import {
  IsAccount,
  IsDecimalText,
  IsId,
  IsInstantText,
  IsOneOf,
  IsText,
} from '../../fields/fields.js';
import { IsListOf, IsNested } from '../../fields/nested.js';
import { IsPosition } from '../../fields/out-fields.js';
import { variantsBy, type Variants } from '../../schema/variants.js';
import { TransferStatusMessage } from './transfer-status.message.js';

/** What became of a side. ALLEGED and ALLEGATION_ENDED tell the counterparty of it. */
export const SIDE_STATUSES = [
  'PENDING',
  'NOVATED',
  'MISMATCH',
  'WITHDRAWN',
  'EXPIRED',
  'ALLEGED',
  'ALLEGATION_ENDED',
] as const;
export type SideStatus = (typeof SIDE_STATUSES)[number];

/** Where the reader's side and the other one differ. */
export class SideDifferencePart {
  @IsOneOf(['quantity', 'price'])
  field!: 'quantity' | 'price';

  @IsDecimalText("Of the reader's side.")
  yours!: string;

  @IsDecimalText('Of the other side.')
  theirs!: string;
}

/** A side as its sender wrote it, with what became of it. */
@JSONSchema({
  description:
    'What became of a side. ALLEGED and ALLEGATION_ENDED are about a side of the counterparty, all others about one that the reader sent.',
})
export class SideStatusMessage {
  @IsId()
  sideId!: string;

  @IsOneOf(SIDE_STATUSES)
  status!: SideStatus;

  @IsId('Whose side it is.')
  member!: string;

  @IsId()
  ledger!: string;

  @IsPosition()
  position!: number;

  @IsOneOf(SIDES)
  side!: Side;

  @IsAccount()
  account!: string;

  @IsId()
  counterparty!: string;

  @IsId()
  instrument!: string;

  @IsDecimalText('Whole lots.')
  quantity!: string;

  @IsDecimalText()
  price!: string;

  @IsInstantText()
  executedAt!: string;

  @IsOptional()
  @IsId()
  reference?: string;

  @IsOptional()
  @IsId('Of a gross omnibus account; only its own member is told.')
  client?: string;

  @IsOptional()
  @IsOneOf(POSITION_EFFECTS)
  effect?: PositionEffect;

  @IsOptional()
  @IsInstantText('Of PENDING and ALLEGED: the end of the business date, until which it waits.')
  expiresAt?: string;

  @IsOptional()
  @IsId('Of NOVATED.')
  tradeId?: string;

  @IsOptional()
  @IsId('Of NOVATED.')
  venue?: string;

  @IsOptional()
  @IsOneOf(['quantity', 'price'], 'Of MISMATCH: the first field that differs.')
  field?: 'quantity' | 'price';

  @IsOptional()
  @IsListOf(SideDifferencePart, 1)
  differences?: readonly SideDifferencePart[];

  @IsOptional()
  @IsId("Of MISMATCH: the counterparty's side that it was compared with.")
  otherSideId?: string;

  @IsOptional()
  @IsOneOf(['WITHDRAWN', 'EXPIRED', 'REJECTED'], 'Of ALLEGATION_ENDED.')
  because?: 'WITHDRAWN' | 'EXPIRED' | 'REJECTED';
}

/** What a limit said; lots, or amounts in the base currency. */
export class LimitFiguresPart {
  @IsText(REASON_LENGTH_MAX, 'Whose limit it is: MEMBER/ACCOUNT, or MEMBER.')
  holder!: string;

  @IsOneOf(['maxOrderLots', 'maxLots', 'maxExposure', 'maxDeficit'])
  limit!: 'maxOrderLots' | 'maxLots' | 'maxExposure' | 'maxDeficit';

  @IsDecimalText()
  allowed!: string;

  @IsOptional()
  @IsDecimalText('Without the trade.')
  now?: string;

  @IsOptional()
  @IsDecimalText('With it.')
  would?: string;

  @IsDecimalText('Lots of the same trade that would pass.')
  passes!: string;
}

@JSONSchema({
  description: "A message of the member's own topics was refused. Sent again, it is judged anew.",
})
export class MemberMessageRejectedMessage {
  @IsOneOf(['REJECTED'])
  status!: 'REJECTED';

  @IsOptional()
  @IsId()
  sideId?: string;

  @IsOptional()
  @IsId()
  instructionId?: string;

  @IsId()
  member!: string;

  @IsId()
  ledger!: string;

  @IsPosition()
  position!: number;

  @IsOptional()
  @IsText(REASON_LENGTH_MAX, 'As it was sent.')
  type?: string;

  @IsId()
  code!: string;

  @IsOptional()
  @IsText(REASON_LENGTH_MAX, 'The offending field.')
  field?: string;

  @IsText(REASON_LENGTH_MAX, 'A sentence that says what to mend.')
  reason!: string;

  @IsOptional()
  @IsNested(LimitFiguresPart)
  limit?: LimitFiguresPart;
}

@JSONSchema({ description: 'An instruction for the exercise of an option was taken.' })
export class ExerciseAcceptedMessage {
  @IsOneOf(['ACCEPTED'])
  status!: 'ACCEPTED';

  @IsOneOf(['EXERCISE'])
  type!: 'EXERCISE';

  @IsId()
  instructionId!: string;

  @IsId()
  member!: string;

  @IsId()
  ledger!: string;

  @IsPosition()
  position!: number;

  @IsAccount()
  account!: string;

  @IsId()
  instrument!: string;

  @IsOneOf(EXERCISE_CHOICES)
  choice!: ExerciseChoiceName;

  @IsDecimalText('Whole lots.')
  quantity!: string;

  @IsOptional()
  @IsId('Of a gross omnibus account.')
  client?: string;

  @IsOptional()
  @IsInstantText()
  submittedAt?: string;
}

const SIDE_ANSWERS = variantsBy('status', {
  ...(Object.fromEntries(SIDE_STATUSES.map((status) => [status, SideStatusMessage])) as Record<
    SideStatus,
    typeof SideStatusMessage
  >),
  ACCEPTED: ExerciseAcceptedMessage,
  REJECTED: MemberMessageRejectedMessage,
});

/** Answers about sides are known by the side's id, those about lots by the id of the request. */
export const MEMBER_ANSWER_VARIANTS: Variants = {
  classes: [...SIDE_ANSWERS.classes, TransferStatusMessage],
  select(value) {
    const isOfLots = value['sideId'] === undefined && value['instructionId'] !== undefined;
    return isOfLots && value['status'] !== 'REJECTED' && value['status'] !== 'ACCEPTED'
      ? TransferStatusMessage
      : SIDE_ANSWERS.select(value);
  },
};
